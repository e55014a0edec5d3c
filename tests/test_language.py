"""Errors, help and printed lines in Vietnamese: every text of the code has its entry, every entry its text."""

import ast
import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "cds_analysis"
ELSEWHERE = ("charts", "words")  # folders whose texts are of two languages already
NAMED = re.compile(r"\{\w*(:[^}]*)?\}")  # a value of str.format
NO_TEXT = re.compile(r"</|<\w|\\|^#|[{}][{}]|^[\w ]*[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]|^[\W{}]*$")
PROSE = re.compile(r"[A-Za-z]{2,}\S* .*[A-Za-z]{2}|[a-z]{2,}[,:;]? '?\{\}|\{\}\S* \S*[a-z]{2,}|^(an?|no|is) [a-z]")


def template(node: ast.AST) -> str | None:
    """The text of a node, {} for each value; a text for str.format loses the names of its values."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return NAMED.sub("{}", node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(NAMED.sub("{}", part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def keys(text: str) -> list[str]:
    """The entries that a text of the code asks for: one a line, without what parts it from its neighbours."""
    parts = (re.sub(r"^[\s,;:]+|[\s,;:]+$", "", line) for line in text.split("\n"))
    return [re.sub(r"(\{\}|')(\{\})+$", r"\1", part) for part in parts if part]


def texts(node: ast.AST, named: str = ""):
    """Texts below a node with the line of each; of docstrings only those of commands, by paragraph."""
    body = getattr(node, "body", None)
    holds = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    document = body[0] if holds and body and ast.get_docstring(node) is not None else None
    if document and isinstance(node, ast.FunctionDef):
        marks = [ast.unparse(mark) for mark in node.decorator_list]
        if any(re.search(r"\b(command|group)\(", mark) for mark in marks):
            for part in ast.get_docstring(node).split("\n\n"):
                yield node.lineno, "\n".join(part.split("\n")) if "\b" in part else " ".join(part.split())
    if isinstance(node, ast.FunctionDef) and node.name == "__repr__":
        return
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("compile", "query", "split", "fullmatch", "search", "match", "sub") and (
            getattr(node.func.value, "id", "") == "re" or node.func.attr in ("query", "split")
        ):
            return
    if (text := template(node)) is not None:
        yield node.lineno, text
    children = [n for n in ast.iter_child_nodes(node) if n is not document]
    if isinstance(node, ast.JoinedStr):
        children = [part for part in node.values if not isinstance(part, ast.Constant)]
    for child in children:
        yield from texts(child)


def of_package():
    """Every text of the package, by module and line."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for line, text in texts(ast.parse(path.read_text(encoding="utf-8"))):
            for key in keys(text):
                yield path.relative_to(PACKAGE), line, key

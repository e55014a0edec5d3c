"""Settings that people write in YAML: read with the line of every part, held against a JSON schema, faults in words.

A schema may hold `remedy` beside any of its keys: what to write there, where the words below do not say it.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import ClassVar

import yaml

from .errors import DataError, Fault

KINDS = {"array": "a list", "object": "a mapping", "integer": "a whole number", "string": "text in quotes"}
GRAMMAR = "rfc3987_syntax"  # a package by which jsonschema checks web addresses

NUMBERS = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
ODD = re.compile(r"[-+]?0\w|.*[:_]")  # numbers that are not what they look like


class _Plain(yaml.SafeLoader):
    """Plain values; days, keys and what YAML would read in eights or sixties (012, 12:30) as the texts they are; no
    anchors and aliases, by which a short text becomes an endless one.
    """

    yaml_implicit_resolvers: ClassVar = {
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def resolve(self, kind, value, implicit):
        tag = super().resolve(kind, value, implicit)
        odd = tag in NUMBERS and implicit[0] and ODD.match(value)
        return self.DEFAULT_SCALAR_TAG if odd else tag

    def compose_node(self, parent, index):
        if self.peek_event().anchor:
            why = "anchors or aliases (& and *): write the values out"
            raise yaml.constructor.ConstructorError(None, None, why, self.peek_event().start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        return {str(key): value for key, value in super().construct_mapping(node, deep).items()}


@dataclass(frozen=True)
class Settings:
    """The plain values of a file, keys as texts, and the line of each part by the keys and numbers to it."""

    file: str
    value: object
    lines: dict[tuple[str, ...], int]

    def line(self, *way) -> int | None:
        """The line of a part, or of the nearest one around it."""
        names = tuple(map(str, way))
        while names and names not in self.lines:
            names = names[:-1]
        return self.lines.get(names)

    def errors(self, schema: Path) -> Iterator[tuple]:
        """Every way in which the values leave a JSON schema, each with its remedy if the schema names one."""
        rules = json.loads(schema.read_text(encoding="utf-8"))
        for error in _library().Draft202012Validator(rules).iter_errors(self.value):
            yield error, _remedy(rules, error.absolute_schema_path)

    def faults(self, schema: Path) -> list[Fault]:
        """The same in words, by line: where, what was found, what to do."""
        whole = schema.name.partition(".")[0]
        told = [fault for error, remedy in self.errors(schema) for fault in self._told(error, remedy, whole)]
        return sorted(dict.fromkeys(told), key=lambda fault: (fault.line or 0, fault.column))

    def _told(self, error, remedy: str, whole: str) -> Iterator[Fault]:
        way, value, asked = tuple(error.absolute_path), error.instance, error.validator_value
        name, line = ".".join(map(str, way)) or whole, self.line(*way)
        if error.validator == "additionalProperties":
            for key in unknown(error):
                close = get_close_matches(key, known := list(error.schema.get("properties", {})), 1)
                hint = f"did you mean {close[0]}?" if close else remedy or f"there is {', '.join(known)}"
                yield Fault(self.file, self.line(*way, key), key, "no such key", hint)
            return
        if error.validator == "required":
            found, remedy = f"{', '.join(key for key in asked if key not in value)} is missing", "add it"
        elif error.validator == "enum":
            found, remedy = f"found {value!r}", f"use {', '.join(str(v) or repr(v) for v in asked)}"
        elif error.validator == "type":
            kinds = [KINDS.get(kind, kind) for kind in ([asked] if isinstance(asked, str) else asked)]
            found, remedy = _short(f"found {value!r} ({type(value).__name__})"), f"write {', '.join(kinds)}"
        else:
            found = _short(error.message if isinstance(value, dict) else f"found {value!r}")
            remedy = remedy or error.schema.get("description", "mend it")
        yield Fault(self.file, line, name, found, remedy)


def _library():
    """The package jsonschema without its check of web addresses, for which it would compile a grammar for seconds in
    each process; nothing here asks for that check, and where the grammar's package is missing jsonschema leaves it out.
    """
    sys.modules.setdefault(GRAMMAR, None)
    import jsonschema

    if sys.modules[GRAMMAR] is None:
        del sys.modules[GRAMMAR]
    return jsonschema


def unknown(error) -> list[str]:
    """The keys that a schema does not know, of a fault of that kind."""
    known, patterns = (error.schema.get(key, {}) for key in ("properties", "patternProperties"))
    return [key for key in error.instance if key not in known and not any(re.search(p, key) for p in patterns)]


def _remedy(rules: dict, way) -> str:
    """What the part of a schema nearest to a fault says that one should write."""
    at, found = rules, rules.get("remedy", "")
    for step in way:
        while isinstance(at, dict) and step not in at:  # jsonschema goes through references without a step
            at = rules["$defs"][at["$ref"].rpartition("/")[2]]
            found = at.get("remedy", found)
        at = at[step]
        found = at.get("remedy", found) if isinstance(at, dict) else found
    return found


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def read(path: Path) -> Settings:
    """A file of settings in UTF-8, with or without its mark.

    Raises:
        OSError: There is no such file.
        DataError: It is no YAML, has anchors, or a key twice.
    """
    try:
        loader = _Plain(path.read_text(encoding="utf-8-sig"))
        node = loader.get_single_node()
        value = None if node is None else loader.construct_document(node)
    except UnicodeDecodeError as error:
        raise DataError([Fault(path.name, None, "", f"not UTF-8 ({error.reason})", "save it as UTF-8")]) from None
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        why = _short(" ".join(str(getattr(error, "problem", None) or error).split()), 300)
        found = why if isinstance(error, yaml.constructor.ConstructorError) else f"not YAML: {why}"
        raise DataError([Fault(path.name, mark and mark.line + 1, "", found, "write it as valid YAML")]) from None
    lines, faults = {} if node is None else {(): node.start_mark.line + 1}, []
    for way, line in _lines(node):
        if way in lines:
            faults.append(Fault(path.name, line, way[-1], f"given before, in line {lines[way]}", "leave one"))
        lines.setdefault(way, line)
    if faults:
        raise DataError(faults)
    return Settings(path.name, value, lines)


def _lines(node: yaml.Node | None, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every key and item of a file with its line, from 1."""
    parts = node.value if isinstance(node, yaml.CollectionNode) else []
    pairs = parts if isinstance(node, yaml.MappingNode) else [(None, item) for item in parts]
    for number, (key, value) in enumerate(pairs):
        here = (*way, str(key.value if key else number))
        yield here, (key or value).start_mark.line + 1
        yield from _lines(value, here)

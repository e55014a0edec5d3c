"""Sentences on scorecards and on the data themselves."""

from ..keyed import html


def joined(sentences) -> str:
    """Sentences one after the other."""
    return " ".join(s for s in sentences if s)


def paragraph(sentences) -> str:
    """Sentences as one Markdown paragraph; each number names its key where the sentences were worded from keyed records."""
    return html(joined(sentences))


def paragraphs(*parts) -> str:
    """Several paragraphs, each from its sentences; an empty one is left out."""
    return "\n\n".join(text for text in map(paragraph, parts) if text)


def bullets(sentences) -> str:
    """The same as a Markdown list."""
    return "\n".join(f"- {html(s)}" for s in sentences if s)

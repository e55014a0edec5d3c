"""What every table is made of: a frame of texts with a caption, and a verdict in a cell."""

from dataclasses import dataclass
from html import escape

import pandas as pd


@dataclass(frozen=True)
class Table:
    """A table of texts with a caption; it shows itself in a notebook and as HTML with real heading cells."""

    frame: pd.DataFrame
    caption: str
    classes: str = ""

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{escape(str(c))}</th>' for c in self.frame.columns)
        rows = []
        for row in self.frame.itertuples(index=False):
            labels = [escape(str(c), quote=True) for c in self.frame.columns]
            cells = [f'<th scope="row">{escape(str(row[0]))}</th>']
            cells += [f'<td data-label="{label}">{_cell(v)}</td>' for label, v in zip(labels[1:], row[1:], strict=True)]
            rows.append("<tr>" + "".join(cells) + "</tr>")
        return (
            f'<div class="wide"><table class="{self.classes}"><caption>{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
        )


def _cell(value) -> str:
    if isinstance(value, Badge):
        return f'<span class="badge {value.status}">{escape(value.text)}</span>'
    return escape(str(value))


@dataclass(frozen=True)
class Badge:
    """A verdict in a cell: its word, coloured by its status."""

    status: str
    text: str

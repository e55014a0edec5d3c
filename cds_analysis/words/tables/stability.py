"""Whether verdicts stay the same when figures, methods or years used are others."""

import pandas as pd

from ... import words
from ..table import Badge, Table


def stability(claims: dict, goals: dict, units: pd.DataFrame, lang: str) -> Table:
    """A row a target: its verdict, in how many variants it is the same, and that for each kind of change."""
    columns = [
        ("Mục tiêu", "Target"),
        ("Đánh giá", "Verdict"),
        ("Phương án cho cùng đánh giá", "Variants with the same verdict"),
    ]
    names = {code: words.cap(words.pick(pair, lang)) for code, pair in words.STABILITY_CHANGES.items()}
    rows = []
    for r in claims["targets"]:
        target = goals[r["target"]]
        share = "" if r["share"] is None else f" ({words.number(100 * r['share'], lang, 0)}%)"
        rows.append(
            [
                f"{target.name(lang)}: {words.target_text(target, units, lang)}",
                Badge(r["status"], words.pick(words.VERDICT[r["status"]], lang)),
                words.same_of(r["same"], r["n"], lang) + share,
                *(words.same_of(r["by"][d]["same"], r["by"][d]["n"], lang) for d in names),
            ]
        )
    caption = words.pick(
        (
            "Đánh giá khi thay đổi cách tính: số phương án không làm đổi đánh giá trên số phương án tính được "
            "(–: không có phương án)",
            "The verdict in variants: those that do not change it, of those that can be computed (–: none)",
        ),
        lang,
    )
    heads = [*(words.pick(c, lang) for c in columns), *names.values()]
    return Table(pd.DataFrame(rows, columns=heads).drop_duplicates(), caption)

"""How forecasts did on the past, as tables."""

import pandas as pd

from ... import words
from ..table import Table


def trials(claims: dict, lang: str) -> Table:
    """What was forecast anew from earlier years, and how well each method did."""
    others = [m for m in claims["methods"] if m != "last value"]
    columns = [("Chỉ tiêu", "Indicator"), ("Số tỉnh", "Places"), ("Năm", "Years"), ("Số liệu", "Figures")]
    names = [words.pick(c, lang) for c in columns]
    error = words.pick(("Sai số, {}", "Error, {}"), lang)
    names += [error.format(words.pick(words.METHODS[m], lang)) for m in others]
    held = words.pick(("Khoảng {}% chứa", "{}% interval held"), lang)
    names += [held.format(level) for level in (80, 95)]
    kinds = ("như đã công bố", "as published"), ("công bố sau", "published later")
    rows = []
    for r in claims["panels"]:
        span = words.period(f"{r['first']}..{r['last']}", lang)
        row = [r[lang], r["places"], span, words.pick(kinds[0 if r["as_known"] else 1], lang)]
        row += [words.number(r["error"][m], lang, 2, fixed=True) for m in others]
        own = r["held"][claims["chosen"]]
        rows.append([*row, *(words.number(own[f"cov{level}"], lang, 0) + "%" for level in (80, 95))])
    caption = words.say(
        (
            "Sai số so với việc giữ nguyên số liệu cuối (dưới 1 là tốt hơn); tỷ lệ khoảng dự báo chứa thực tế ({m})",
            "Error relative to leaving the last value as it is (below 1 is better); how often intervals held ({m})",
        ),
        lang,
        m=words.pick(words.METHODS[claims["chosen"]], lang),
    )
    return Table(pd.DataFrame(rows, columns=names), caption)

"""Growth of labour productivity by sector, in three ways."""

import pandas as pd

from .. import wording
from .base import Table

PARTS = {
    "shift_share": {
        "within": ("Tỷ trọng - dịch chuyển: nội bộ ngành", "Shift-share: within"),
        "static": ("Tỷ trọng - dịch chuyển: dịch chuyển tĩnh", "Shift-share: static"),
        "dynamic": ("Tỷ trọng - dịch chuyển: dịch chuyển động", "Shift-share: dynamic"),
    },
    "mcmillan_rodrik": {
        "within": ("McMillan và Rodrik: nội bộ ngành", "McMillan and Rodrik: within"),
        "structural": ("McMillan và Rodrik: chuyển dịch cơ cấu", "McMillan and Rodrik: structural change"),
    },
    "gead": {
        "within": ("Tang và Wang: nội bộ ngành", "Tang and Wang: within"),
        "size": ("Tang và Wang: quy mô tương đối", "Tang and Wang: relative size"),
        "joint": ("Tang và Wang: kết hợp", "Tang and Wang: joint"),
    },
}
TOTALS = {
    "value_added": ("Giá trị tăng thêm trên một lao động", "Value added per employed person"),
    "taxes": ("Thuế sản phẩm trừ trợ cấp sản phẩm", "Taxes less subsidies on products"),
    "total": ("GDP trên một lao động", "GDP per employed person"),
}


def sector_split(claims: dict, lang: str) -> Table | None:
    """The parts of each method by sector, percentage points, or None where there is no decomposition to show."""
    found = claims["own"] or claims["nation"]
    if found is None:
        return None

    def points(value: float) -> str:
        return wording.number(value, lang, 2, fixed=True)

    rows = []
    for method, parts in PARTS.items():
        for part, name in parts.items():
            values = [found[method][sector][part] for sector in wording.SECTOR]
            rows.append([wording.pick(name, lang), *map(points, values), points(sum(values))])
    for key, name in TOTALS.items():
        rows.append([wording.pick(name, lang), *["–"] * len(wording.SECTOR), points(found[key])])
    columns = [wording.pick(("Phần đóng góp", "Part"), lang)]
    columns += [wording.cap(wording.pick(name, lang)) for name in wording.SECTOR.values()]
    columns.append(wording.pick(("Tổng", "Total"), lang))
    caption = wording.say(
        (
            "Cả nước, {span}: mức tăng năng suất lao động theo ngành (giá so sánh), điểm phần trăm cả giai đoạn",
            "The nation, {span}: growth of labour productivity by sector (constant prices), points over the period",
        ),
        lang,
        span=wording.period(f"{found['first']}..{found['last']}", lang),
    )
    return Table(pd.DataFrame(rows, columns=columns), caption)

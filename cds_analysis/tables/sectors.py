"""Growth of labour productivity by sector, in three ways."""

import pandas as pd

from .. import wording
from .base import Table

METHODS = {
    "shift_share": ("Tỷ trọng - dịch chuyển", "Shift-share"),
    "mcmillan_rodrik": ("McMillan và Rodrik", "McMillan and Rodrik"),
    "gead": ("Tang và Wang", "Tang and Wang"),
}
PARTS = {
    "within": ("nội bộ ngành", "within"),
    "static": ("dịch chuyển tĩnh", "static"),
    "dynamic": ("dịch chuyển động", "dynamic"),
    "structural": ("chuyển dịch cơ cấu", "structural change"),
    "size": ("quy mô tương đối", "relative size"),
    "joint": ("kết hợp", "joint"),
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
        return wording.points(value, lang, 2)

    rows = []
    for method, name in METHODS.items():
        for part in next(iter(found[method].values())):
            values = [found[method][sector][part] for sector in wording.SECTOR]
            label = f"{wording.pick(name, lang)}: {wording.pick(PARTS[part], lang)}"
            rows.append([label, *map(points, values), points(sum(values))])
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


def own_sectors(found: dict, lang: str) -> list[Table]:
    """A table for each method, sectors down and parts across, of what `decompose.in_all_ways` gave."""
    out, total = [], wording.pick(("Tổng", "Total"), lang)
    for method, name in METHODS.items():
        frame = pd.DataFrame.from_dict(found[method], orient="index")
        frame = pd.concat([frame, frame.sum().to_frame(total).T])
        frame[total] = frame.sum(axis=1)
        texts = frame.map(lambda value: wording.points(value, lang, 2))
        texts.columns = [*(wording.pick(PARTS[part], lang) for part in frame.columns[:-1]), total.lower()]
        texts.insert(0, wording.pick(("Ngành", "Sector"), lang), texts.index)
        out.append(Table(texts, wording.pick(name, lang)))
    return out

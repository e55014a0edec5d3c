"""Growth of labour productivity by sector, in three ways."""

import pandas as pd

from ... import words
from ..table import Table

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
        return words.points(value, lang, 2)

    rows = []
    for method, name in METHODS.items():
        for part in next(iter(found[method].values())):
            values = [found[method][sector][part] for sector in words.SECTOR]
            label = f"{words.pick(name, lang)}: {words.pick(PARTS[part], lang)}"
            rows.append([label, *map(points, values), points(sum(values))])
    for key, name in TOTALS.items():
        rows.append([words.pick(name, lang), *["–"] * len(words.SECTOR), points(found[key])])
    columns = [words.pick(("Phần đóng góp", "Part"), lang)]
    columns += [words.cap(words.pick(name, lang)) for name in words.SECTOR.values()]
    columns.append(words.pick(("Tổng", "Total"), lang))
    caption = words.say(
        (
            "Cả nước, {span}: mức tăng năng suất lao động theo ngành (giá so sánh), điểm phần trăm cả giai đoạn",
            "The nation, {span}: growth of labour productivity by sector (constant prices), points over the period",
        ),
        lang,
        span=words.period(f"{found['first']}..{found['last']}", lang),
    )
    return Table(pd.DataFrame(rows, columns=columns), caption)


def own_sectors(found: dict, lang: str) -> list[Table]:
    """A table for each method, sectors down and parts across, of what `sectors.in_all_ways` gave."""
    out, total = [], words.pick(("Tổng", "Total"), lang)
    for method, name in METHODS.items():
        frame = pd.DataFrame.from_dict(found[method], orient="index")
        frame = pd.concat([frame, frame.sum().to_frame(total).T])
        frame[total] = frame.sum(axis=1)
        texts = frame.map(lambda value: words.points(value, lang, 2))
        texts.columns = [*(words.pick(PARTS[part], lang) for part in frame.columns[:-1]), total.lower()]
        texts.insert(0, words.pick(("Ngành", "Sector"), lang), texts.index)
        out.append(Table(texts, words.pick(name, lang)))
    return out

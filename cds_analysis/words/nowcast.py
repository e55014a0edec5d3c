"""Sentences on years whose employed persons are our own estimate."""

from ..keyed import count
from .spelling import listing, pick, say
from .spelling import moved as _moved


def _years(claims: dict) -> dict[int, dict]:
    return {y: row for y, row in claims.get("growth", {}).items() if row["kind"] == "nowcast"}


def productivity_nowcast(record: dict, claims: dict, lang: str) -> list[str]:
    """The years that rest on our estimate of employment, each with its 80 % interval, and what they may decide."""
    years = _years(claims)
    if not years:
        return []
    employed = claims["nowcast"]["employed"]
    parts = [
        say(
            (
                "năm {y}, số lao động {ew} {e:pct1} và năng suất lao động {w} {x:pct1} (khoảng ước lượng 80%: từ {lo} đến {hi})",
                "in {y} employment {ew} by {e:pct1} and productivity {w} by {x:pct1} (80% interval {lo} to {hi})",
            ),
            lang,
            y=year,
            ew=_moved(employed[year]["growth"], lang),
            e=abs(employed[year]["growth"]),
            w=_moved(row["growth"], lang),
            x=abs(row["growth"]),
            lo=_rate(row["low"], lang),
            hi=_rate(row["high"], lang),
        )
        for year, row in years.items()
    ]
    return [
        say(
            (
                "Tính đến ngày {d:day}, số lao động có việc làm {span} của {place} chưa có trong bảng số liệu. Theo ước lượng của nhóm "
                "nghiên cứu, không phải số liệu công bố: {l}. Các năm này không được dùng để kết luận mục tiêu đạt hay không đạt.",
                "As of {d:day} the table holds no number of employed persons for {span} in {place}. By our own estimate, which is no "
                "published figure: {l}. These years neither win nor lose a target.",
            ),
            lang,
            d=record["as_of"],
            span=pick(("năm ", ""), lang) + listing(list(years), lang),
            place=record["place"][lang],
            l="; ".join(parts),
        )
    ]


def _rate(value: float, lang: str) -> str:
    """tăng 2,1%, giảm 0,4%; 2.1%, -0.4%."""
    if lang == "vi":
        return say(("{w} {x:pct1}", ""), lang, w=_moved(value, lang), x=abs(value))
    return say(("", "{x:pct1}"), lang, x=value)


def nowcast_method(record: dict, claims: dict, lang: str) -> list[str]:
    """How the employed persons were estimated and how the same estimate fared where the figure is known."""
    if not _years(claims):
        return []
    found, floor = claims["nowcast"], claims.get("needed", {}).get("floor")
    trial = found["trial"]
    last = max(trial["years"])
    newest = trial["years"][last]
    out = [
        say(
            (
                "Cách ước lượng: tốc độ tăng số lao động có việc làm của cả nước (số liệu công bố) cộng {w:pct0} mức chênh bình quân giữa địa phương "
                "và cả nước trong {n:n0} năm đã có số liệu.",
                "The estimate: the nation's published growth of employed persons plus {w:pct0} of the mean difference between the place "
                "and the nation over {n:n0} years with figures.",
            ),
            lang,
            n=count(found["own_years"]),
            w=100 * count(found["own_years"]) / (count(found["own_years"]) + found["strength"]),
        )
    ]
    if trial["cases"]:
        out.append(
            say(
                (
                    "Khi thử trên số liệu quá khứ, khoảng ước lượng 80% chứa số liệu thực tế trong {k:n0}/{c:n0} trường hợp ({p:n0} tỉnh, thành phố, "
                    "{m:n0} năm khác nhau); riêng năm {y}, năm gần nhất thử được, là {k1:n0}/{c1:n0}, nên sai số thực có thể lớn hơn.",
                    "Tested on the past, the 80% interval held the outcome in {k:n0} of {c:n0} cases ({p:n0} provinces, {m:n0} distinct years); "
                    "in {y}, the newest year that could be tested, in {k1:n0} of {c1:n0}, so that true errors may be larger.",
                )
                if newest["held"] < 0.7 * newest["cases"]
                else (
                    "Khi thử trên số liệu quá khứ, khoảng ước lượng 80% chứa số liệu thực tế trong {k:n0}/{c:n0} trường hợp ({p:n0} tỉnh, thành phố, "
                    "{m:n0} năm khác nhau); riêng năm {y}, năm gần nhất thử được, là {k1:n0}/{c1:n0}.",
                    "Tested on the past, the 80% interval held the outcome in {k:n0} of {c:n0} cases ({p:n0} provinces, {m:n0} distinct years); "
                    "in {y}, the newest year that could be tested, in {k1:n0} of {c1:n0}.",
                ),
                lang,
                k=trial["held"],
                c=trial["cases"],
                p=trial["places"],
                m=count(trial["years"]),
                y=last,
                k1=newest["held"],
                c1=newest["cases"],
            )
        )
    if floor is not None and "floor_held" in found:
        parts = [
            say(("{p:p} (năm {y})", "{p:p} ({y})"), lang, p=p, y=y) for y, p in sorted(found["floor_held"].items())
        ]
        out.append(
            say(
                (
                    "Theo ước lượng này, xác suất năng suất lao động tăng ít nhất {f:pct} là {l:all}.",
                    "By this estimate the probability that productivity grew by at least {f:pct} is {l:all}.",
                ),
                lang,
                f=floor,
                l=parts,
            )
        )
    return out

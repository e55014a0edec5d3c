"""Sentences on scenarios of the digital economy's share: growth needed, a downturn, digitisation of the rest."""

from .spelling import COMPARATOR, number, period, pick, say

ASSUMED = ("giả định của người đọc", "the reader's assumption")
PART = {
    "core": ("kinh tế số lõi", "core"),
    "digitised": ("số hóa các ngành khác", "digitalisation of other industries"),
}
SECTORS = {
    "agriculture": ("Nông, lâm nghiệp và thủy sản", "Agriculture, forestry and fishing"),
    "industry_construction": ("Công nghiệp và xây dựng", "Industry and construction"),
    "services": ("Dịch vụ", "Services"),
    "services_and_taxes": ("Dịch vụ và thuế sản phẩm", "Services and product taxes"),
    "product_taxes": ("Thuế sản phẩm trừ trợ cấp sản phẩm", "Taxes less subsidies on products"),
}
FELL = {
    "digital_economy_revenue_same_period_index": ("doanh thu kinh tế số", "the turnover of the digital economy"),
    "digital_economy_revenue": ("doanh thu kinh tế số", "the turnover of the digital economy"),
    "ict_industry_revenue": (
        "doanh thu công nghiệp công nghệ thông tin, điện tử, viễn thông",
        "the turnover of the information technology, electronics and telecommunications industry",
    ),
    "ict_industry_revenue_usd": (
        "doanh thu công nghiệp công nghệ thông tin, điện tử, viễn thông (USD)",
        "the turnover of the information technology, electronics and telecommunications industry (USD)",
    ),
    "export_value": ("kim ngạch xuất khẩu", "exports"),
}
BASES = ("GRDP", "GDP")


def _base(record: dict) -> str:
    return BASES[record["place"]["tier"] == "nation"]


def span_of(low: float, high: float, lang: str, digits: str = "pct1") -> str:
    """Từ 28,3% đến 28,4%; one value where both round to the same."""
    first, last = (say((f"{{x:{digits}}}",) * 2, lang, x=x) for x in (low, high))
    return first if first == last else pick((f"từ {first} đến {last}", f"{first} to {last}"), lang)


def goal_of(goal: dict, lang: str) -> str:
    """khoảng 30% vào năm 2030."""
    word = pick(COMPARATOR[goal["comparator"]], lang)
    text = f"{word} {number(goal['value'], lang)}%".strip()
    return pick((f"{text} vào năm {goal['by']}", f"{text} by {goal['by']}"), lang)


def share_parts(record: dict, claims: dict, lang: str) -> list[str]:
    """Core and digitised parts as published, or that there are none."""
    rows, place, base = claims["parts"], record["place"], _base(record)
    if not rows:
        pair = (
            "Chưa thấy công bố phần kinh tế số lõi và phần số hóa các ngành khác của {p} theo địa giới này.",
            "No core and digitised parts of the digital economy of {p} on this border have been found published.",
        )
        return [say(pair, lang, p=place[lang])]
    r = rows[-1]
    if r["core"] is None or r["digitised"] is None:
        name = next(k for k in PART if r[k] is not None)
        pair = (
            "Năm {y}, chỉ thấy công bố phần {n}: {x:pct} {b}.",
            "For {y} only the {n} part was found: {x:pct} of {b}.",
        )
        return [say(pair, lang, y=r["year"], n=pick(PART[name], lang), x=r[name], b=base)]
    pair = (
        "Năm {y}, kinh tế số lõi chiếm {c:pct} {b}, số hóa các ngành khác {d:pct}{how}; phần lõi bằng {q:pct1} của cả hai.",
        "In {y} the core made up {c:pct} of {b}, digitalisation of other industries {d:pct}{how}; the core is {q:pct1} of both.",
    )
    how = ""
    if r["computed"]:
        which = pick(PART[r["computed"]], lang)
        how = pick((f" (phần {which} tính bằng hiệu số)", f" (the {which} part is the difference)"), lang)
    part = 100 * r["core"] / (r["core"] + r["digitised"])
    return [say(pair, lang, y=r["year"], c=r["core"], d=r["digitised"], b=base, how=how, q=part)]


def growth_needed(record: dict, claims: dict, lang: str) -> list[str]:
    """What growth of digital value added the open targets need, at the growth of GRDP so far and as planned."""
    now, found, base = claims["level"], claims["growth"], _base(record)
    if now is None:
        pair = (
            "Chưa có số liệu theo thước đo của cơ quan thống kê cho {p} theo địa giới này, nên không tính được mức tăng cần có.",
            "There is no figure on the statistics office's measure for {p} on this border, so no growth needed can be computed.",
        )
        return [say(pair, lang, p=record["place"][lang])]
    if not found["goals"]:
        pair = (
            "Không còn mục tiêu nào về tỷ trọng kinh tế số chưa đến hạn để tính mức tăng cần có.",
            "No target on the digital economy's share is still open, so there is no growth to compute.",
        )
        return [pick(pair, lang)]
    out = [_start(now, base, lang)]
    for kind in ("past", "plan"):
        out += [_needed(row, found, base, lang) for row in found["rows"] if row["kind"] == kind]
    if found["seen"]:
        s = found["seen"]
        pair = (
            "Giai đoạn {a}-{z}, giá trị tăng thêm của kinh tế số tăng bình quân {d:pct1} mỗi năm ({b} tăng {g:pct1}; tính từ tỷ trọng "
            "{p:pct} và {q:pct} của cùng một lần công bố).",
            "Over {a}–{z} digital value added grew by {d:pct1} a year ({b} by {g:pct1}; from the shares {p:pct} and {q:pct} of one "
            "publication).",
        )
        values = {"a": s["first"], "z": s["last"], "d": s["digital"], "g": s["grdp"], "p": s["from"], "q": s["to"]}
        out.append(say(pair, lang, **values, b=base))
    return out


def _start(now: dict, base: str, lang: str) -> str:
    kinds = {
        "base": ("", ""),
        "stand-in": (
            ", số liệu địa phương nêu được dùng thay cho thước đo của cơ quan thống kê",
            ", a provincial statement that stands in for the office's measure",
        ),
    }
    how = kinds.get(now["kind"], (", quy đổi từ địa giới cũ", ", carried over from the old border"))
    pair = (
        "Xuất phát từ {x:pct} {b} năm {y}{how}. Hai tốc độ tăng phải cùng loại giá; ở đây giả định kinh tế số và {b} có cùng chỉ số "
        "giảm phát.",
        "From {x:pct} of {b} in {y}{how}. Both rates have to be at the same prices; digital value added and {b} are taken to have "
        "one deflator.",
    )
    return say(pair, lang, x=now["value"], y=now["year"], b=base, how=pick(how, lang))


_RISE = ("{g}: {x:pct1}", "{g}: {x:pct1}")
_FALL = ("{g}: không cần tăng, được giảm tối đa {x:pct1}", "{g}: nothing, it may fall by {x:pct1}")


def _needed(row: dict, found: dict, base: str, lang: str) -> str:
    told = [
        say(_RISE if x >= 0 else _FALL, lang, g=goal_of(g, lang), x=abs(x))
        for g, x in zip(found["goals"], row["needed"], strict=True)
    ]
    if row["kind"] == "plan":
        pair = (
            "Nếu {b} tăng {g:pct1} mỗi năm như mục tiêu đã đặt, giá trị tăng thêm của kinh tế số cần tăng mỗi năm: {l}.",
            "If {b} grows by {g:pct1} a year, as a target asks, digital value added has to grow a year by: {l}.",
        )
        return say(pair, lang, b=base, g=row["grdp"], l="; ".join(told))
    years = found["past"]["years"]
    pair = (
        "Nếu {b} tăng {g:pct1} mỗi năm như bình quân {n} năm có số liệu từ {a} đến {z}, giá trị tăng thêm của kinh tế số cần tăng mỗi "
        "năm: {l}.",
        "If {b} grows by {g:pct1} a year, as in the {n} years with figures from {a} to {z}, digital value added has to grow a year "
        "by: {l}.",
    )
    return say(pair, lang, b=base, g=row["grdp"], n=len(years), a=years[0], z=years[-1], l="; ".join(told))


def no_level(record: dict, lang: str) -> str:
    """Where there is no share to try scenarios on."""
    pair = (
        "Chưa có tỷ trọng theo thước đo của cơ quan thống kê cho {p} theo địa giới này, nên chưa tính được kịch bản.",
        "There is no share on the statistics office's measure for {p} on this border, so no scenario can be computed.",
    )
    return say(pair, lang, p=record["place"][lang])


def core_part(record: dict, claims: dict, lang: str) -> list[str]:
    """How much of the share is core: published, the reader's assumption, or unknown."""
    core, place = claims["core"], record["place"]
    if core is None:
        return []
    if core["kind"] == "published":
        pair = (
            "Phần lõi lấy theo số liệu công bố của năm {y}: {q:pct1} giá trị tăng thêm của kinh tế số, tức {c:pct} {b}.",
            "The core is taken as published for {y}: {q:pct1} of digital value added, or {c:pct} of {b}.",
        )
        return [say(pair, lang, y=core["year"], q=core["part_low"], c=core["low"], b=_base(record))]
    if core["kind"] == "assumed":
        pair = (
            "Giả định của người đọc: phần lõi (chủ yếu là điện tử) chiếm {q} giá trị tăng thêm của kinh tế số. {why} Giả định này ghi ở "
            "data/scenarios.yml và có thể thay đổi.",
            "The reader's assumption: the core, mostly electronics, makes up {q} of digital value added. {why} It stands in "
            "data/scenarios.yml and can be changed.",
        )
        q = span_of(core["part_low"], core["part_high"], lang, "pct0")
        return [say(pair, lang, q=q, why=core["reason"][lang])]
    pair = (
        "Phần lõi của {p} chưa được công bố và cũng chưa có giả định nào trong data/scenarios.yml; vì vậy chỉ nêu hai đầu mút: phần lõi "
        "bằng không và phần lõi là toàn bộ kinh tế số.",
        "The core of {p} is not published and data/scenarios.yml holds no assumption; so only the two ends are given: no core at all, "
        "and nothing but core.",
    )
    return [say(pair, lang, p=place[lang])]


def downturn(record: dict, claims: dict, lang: str) -> list[str]:
    """What the falls seen in the downturn would do to the share, and what fall each target survives."""
    now, found = claims["level"], claims["downturn"]
    if now is None:
        return []
    tag = f" ({pick(ASSUMED, lang)})" if claims["core"]["kind"] == "assumed" else ""
    out = []
    if not found["falls"]:
        pair = (
            "Bảng số liệu không có số liệu nào về mức giảm của ngành điện tử năm 2022-2023; chỉ nêu được mức giảm tới hạn.",
            "The table holds no figure on the fall of electronics in 2022–2023; only the fall that would matter can be given.",
        )
        out.append(pick(pair, lang))
    for fall in found["falls"]:
        nation = fall["place"] == "vn" and record["place"]["slug"] != "vn"
        pair = (
            "Trong {t}, {what}{whose} giảm {most}{f:pct1} so với cùng kỳ năm trước ({publisher}). Nếu phần lõi giảm như vậy và phần còn lại "
            "đứng yên, tỷ trọng từ {x:pct} còn {s}{tag}.",
            "In {t} {what}{whose} fell by {most}{f:pct1} on the same months of the year before ({publisher}). If the core fell so and "
            "all else stood still, the share would go from {x:pct} to {s}{tag}.",
        )
        most = {"at_most": ("tối đa ", "at most "), "at_least": ("ít nhất ", "at least ")}.get(fall["bound"], ("", ""))
        values = {
            "t": _months(fall["period"], lang),
            "f": fall["fall"],
            "publisher": fall["publisher"],
            "x": now["value"],
        }
        values |= {"what": pick(FELL[fall["indicator"]], lang), "most": pick(most, lang), "tag": tag}
        whose = pick((" của cả nước", " of the nation"), lang) if nation else ""
        out.append(say(pair, lang, **values, whose=whose, s=span_of(fall["low"], fall["high"], lang)))
    if found["falls"]:
        pair = (
            "Đây là kịch bản, không phải dự báo: doanh thu không phải giá trị tăng thêm, ở đây chỉ thay cho mức giảm của giá trị tăng thêm.",
            "These are scenarios, not forecasts: turnover is no value added and only stands in for the fall of value added.",
        )
        out.append(pick(pair, lang))
    return out + [s for g in found["goals"] for s in [_survives(g, tag, lang)] if s]


def _months(text: str, lang: str) -> str:
    words = period(text, lang)
    return f"the {words}" if words.startswith("first ") else words


def _survives(goal: dict, tag: str, lang: str) -> str:
    if goal["low"] is None:
        return ""
    pair = (
        "Mức giảm tới hạn của phần lõi là {f}{tag}: giảm hơn mức này, tỷ trọng hiện nay xuống dưới {t:pct} (mục tiêu {g}).",
        "The fall of the core that matters is {f}{tag}: beyond it the present share is below {t:pct} (target of {g}).",
    )
    if goal["low"] > 100:
        pair = (
            "Dù mất cả phần lõi, tỷ trọng hiện nay vẫn không xuống dưới mức {t:pct} (mục tiêu {g}){tag}.",
            "Even with the whole core lost the present share would not fall below {t:pct} (target {g}){tag}.",
        )
    elif goal["high"] is None:
        pair = (
            "Mức giảm tới hạn của toàn bộ kinh tế số là {f}: giảm hơn mức này, tỷ trọng hiện nay xuống dưới {t:pct} (mục tiêu {g}); nếu chỉ "
            "phần lõi giảm thì mức tới hạn lớn hơn.",
            "The fall of the whole digital economy that matters is {f}: beyond it the present share is below {t:pct} (target of {g}); the "
            "core alone would have to fall by more.",
        )
    high = goal["low"] if goal["high"] is None else min(goal["high"], 100.0)
    return say(pair, lang, t=goal["threshold"], g=goal_of(goal, lang), f=span_of(goal["low"], high, lang), tag=tag)


def digitisation(record: dict, claims: dict, lang: str) -> list[str]:
    """The mean digital part of the rest of the economy, today and for each open target; the reader's coefficients."""
    now, found = claims["level"], claims["digitisation"]
    if now is None:
        return []
    tag = f" ({pick(ASSUMED, lang)})" if claims["core"]["kind"] == "assumed" else ""
    pair = (
        "Ngoài các ngành lõi, mức số hóa bình quân mà tỷ trọng {x:pct} hàm ý là {s} giá trị tăng thêm của phần còn lại{tag}.",
        "Outside the core industries the share of {x:pct} implies that on average {s} of the value added of the rest is digital{tag}.",
    )
    out = [say(pair, lang, x=now["value"], s=span_of(found["low"], found["high"], lang), tag=tag)]
    for g in found["goals"]:
        pair = (
            "Để đạt mục tiêu {g} khi phần lõi giữ nguyên tỷ trọng, mức này phải là {s}{tag}.",
            "For the target of {g}, with the core keeping its part of GRDP, it would have to be {s}{tag}.",
        )
        if g["high"] == 0:
            pair = (
                "Với mục tiêu {g}, riêng phần lõi đã đủ nếu giữ nguyên tỷ trọng{tag}.",
                "For the target of {g} the core alone is enough if it keeps its part of GRDP{tag}.",
            )
        out.append(say(pair, lang, g=goal_of(g, lang), s=span_of(g["low"], g["high"], lang), tag=tag))
    return out


def sector_coefficients(record: dict, claims: dict, lang: str) -> list[str]:
    """What is published by sector, and what the reader's coefficients give."""
    found, place = claims["sectors"], record["place"]
    if found["year"] is None:
        pair = (
            "Bảng số liệu chưa có cơ cấu {b} theo khu vực kinh tế của {p} theo địa giới này, nên chưa dùng được hệ số số hóa theo khu vực.",
            "The table holds no structure of {b} by sector for {p} on this border, so coefficients by sector cannot be used.",
        )
        return [say(pair, lang, p=place[lang], b=_base(record))]
    if found["share"] is None:
        any_digital = any(found["digital"].values())
        pair = (
            "Phần số trong từng khu vực dưới đây tính từ số liệu công bố; muốn thử hệ số khác, ghi vào data/scenarios.yml."
            if any_digital
            else "Không nguồn nào công bố hệ số số hóa theo khu vực của {p}, nên không nêu hệ số mặc định; người đọc có thể ghi giả định của "
            "mình vào data/scenarios.yml.",
            "The digital part of each sector below follows from published figures; to try others, write them into data/scenarios.yml."
            if any_digital
            else "No source publishes coefficients of digitisation by sector for {p}, so none is given; readers may write their own "
            "assumptions into data/scenarios.yml.",
        )
        return [say(pair, lang, p=place[lang])]
    pair = (
        "Với các hệ số là giả định của người đọc, tỷ trọng kinh tế số năm {y} là {x:pct}.",
        "With the coefficients, which are the reader's assumptions, the digital economy's share of {y} is {x:pct}.",
    )
    return [say(pair, lang, y=found["year"], x=found["share"])]

"""Sentences on the digital economy's share."""

from .movement import share_carry
from .places import base_name
from .spelling import COMPARATOR, STATUS, lower, number, pick, say
from .verdicts import reason_text


def _status_words(figure: dict, lang: str) -> str:
    return pick(STATUS[figure["status"]], lang)


def share_level(record: dict, claims: dict, lang: str) -> list[str]:
    """Where the share stands, on which measure, by whom."""
    place, latest = record["place"], claims["latest"]
    if latest is None and claims["stand_in"]:
        f = claims["stand_in"]
        return [
            say(
                (
                    "Chưa thấy cơ quan thống kê công bố số liệu cho {place} theo địa giới này. Số liệu gần nhất là {x:pct} năm {year}, do địa "
                    "phương nêu ({publisher}, {v:pub}) với cách diễn đạt như chỉ tiêu của cơ quan thống kê.",
                    "No figure of the statistics office for {place} on this border has been found. The nearest is {x:pct} for {year}, "
                    "stated by the province ({publisher}, {v:pub}) in the words of the office's indicator.",
                ),
                lang,
                place=place[lang],
                x=f["value"],
                year=f["year"],
                publisher=f["publisher"],
                v=f["vintage"],
            )
        ]
    if latest is None:
        out = [
            say(
                (
                    "Tính đến ngày {d:day}, chưa thấy cơ quan thống kê công bố tỷ trọng kinh tế số của {place}.",
                    "As of {d:day} no digital economy share for {place} has been found published by the statistics office.",
                ),
                lang,
                d=record["as_of"],
                place=place[lang],
            )
        ]
        former = [f for f in claims["figures"] if f["measure"] == "gso-experimental"]
        if former:
            f = former[-1]
            out.append(
                say(
                    (
                        "Với {name} trước sắp xếp, số liệu gần nhất của cơ quan thống kê là {x:pct} (năm {year}; {publisher}, {v:pub}).",
                        "For the former {name} the office's newest figure is {x:pct} ({year}; {publisher}, {v:pub}).",
                    ),
                    lang,
                    name=place["short"],
                    x=f["value"],
                    year=f["year"],
                    publisher=f["publisher"],
                    v=f["vintage"],
                )
            )
        if claims["other_measures"]:
            out.append(_other_measures(claims, lang))
        return out
    return [
        say(
            (
                "Năm {year}, kinh tế số chiếm {x:pct} {base} (số liệu {status}, thước đo của cơ quan thống kê; {publisher}, {v:pub}).",
                "In {year} the digital economy made up {x:pct} of {base} ({status}, the statistics office's measure; {publisher}, {v:pub}).",
            ),
            lang,
            year=latest["year"],
            x=latest["value"],
            base=base_name(place, lang),
            status=_status_words(latest, lang),
            publisher=latest["publisher"],
            v=latest["vintage"],
        )
    ]


def _other_measures(claims: dict, lang: str) -> str:
    parts = [
        say(
            ("{x:pct} (năm {year}, {m})", "{x:pct} ({year}, {m})"),
            lang,
            x=f["value"],
            year=f["year"],
            m=lower(f[f"measure_{lang}"]),
        )
        for f in claims["other_measures"]
    ]
    return say(
        ("Số liệu theo thước đo khác, chỉ để tham khảo: {l}.", "Figures on other measures, for context only: {l}."),
        lang,
        l="; ".join(parts),
    )


def share_measures(record: dict, claims: dict, lang: str) -> list[str]:
    """Why the published figures do not compare, and what a border does to one of them."""
    out, latest = [], claims["latest"]
    others = claims["other_measures"]
    if latest and others:
        high = max(others, key=lambda f: (f["measure"] == "mic-estimate", f["value"]))
        out.append(_other_measures(claims, lang))
        if high["measure"] == "mic-estimate" and high["value"] > latest["value"] and high["year"] < latest["year"]:
            out.append(
                say(
                    (
                        "Mức giảm từ {a:pct} (năm {y0}) xuống {b:pct} (năm {y1}) chủ yếu do thay đổi thước đo{border}, không cho thấy kinh tế số thu hẹp.",
                        "The fall from {a:pct} ({y0}) to {b:pct} ({y1}) is mostly a change of measure{border}, no sign of a smaller digital economy.",
                    ),
                    lang,
                    a=high["value"],
                    b=latest["value"],
                    y0=high["year"],
                    y1=latest["year"],
                    border=pick((" và địa giới", " and border"), lang)
                    if high["border"] != latest["border"] and not record["place"]["unchanged"]
                    else "",
                )
            )
    register = {p["slug"]: p for p in record["place"]["made_of"]}
    for c in claims["crossings"]:
        out.append(
            say(
                (
                    "Quy đổi mức {x:pct} năm {year} của {main} trước sắp xếp theo địa giới mới, với {part} chiếm {w:pct1} tổng GRDP của tỉnh mới (năm "
                    "{wy}) và giả định kinh tế số chiếm từ {lo:pct} đến {hi:pct} GRDP của {part}, thì tỷ trọng là từ {a:pct1} đến {b:pct1}.",
                    "Carried to the new border, the former {main}'s {x:pct} of {year} becomes {a:pct1} to {b:pct1}: {part} makes up "
                    "{w:pct1} of joint GRDP ({wy}), and the digital share of its own GRDP is assumed to lie between {lo:pct} and {hi:pct}.",
                ),
                lang,
                x=c["share"],
                year=c["year"],
                main=record["place"]["short"],
                part=register[c["part"]]["short"],
                w=100 * c["weight"],
                wy=c["weight_year"],
                lo=c["part_low"],
                hi=c["part_high"],
                a=c["low"],
                b=c["high"],
            )
        )
    return out


def share_forecast(record: dict, claims: dict, lang: str) -> list[str]:
    """The interval at the horizon and what it rests on, or why there is none."""
    if "forecast" not in claims:
        return [say(("Chưa thể dự báo: {why}.", "No forecast can be made: {why}."), lang, why=_refusal(claims, lang))]
    year = max(claims["forecast"])
    f = claims["forecast"][year]
    out = [
        say(
            (
                "Khoảng dự báo 80% cho năm {year} là từ {lo:pct1} đến {hi:pct1}; giá trị giữa là {m:pct1}.",
                "The 80% forecast interval for {year} runs from {lo:pct1} to {hi:pct1}, its middle at {m:pct1}.",
            ),
            lang,
            year=year,
            lo=f["low80"],
            hi=f["high80"],
            m=f["median"],
        ),
        pick(
            (
                "Theo mô hình, xác suất để số thực tế nằm trong khoảng này là 80%.",
                "By the model, the outcome falls inside with a probability of 80%.",
            ),
            lang,
        ),
    ]
    return out + share_carry(record, claims, lang)


def _refusal(claims: dict, lang: str) -> str:
    reason = claims["refusal"]
    if "nothing is left" in reason:
        return pick(
            (
                "số liệu mới nhất không sớm hơn năm cuối của kỳ dự báo",
                "the newest figure is not older than the last year asked for",
            ),
            lang,
        )
    if "reference class" in reason:
        return pick(
            (
                "đến ngày chốt số liệu, chưa đủ địa bàn có từ ba năm số liệu trở lên theo thước đo của cơ quan thống kê",
                "by the cut-off day too few places had three years on the office's measure",
            ),
            lang,
        )
    return pick(
        (
            "chưa có số liệu nào theo thước đo của cơ quan thống kê, cũng chưa có căn cứ nối chuỗi từ thước đo khác",
            "there is no figure on the office's measure and no named bridge from another one",
        ),
        lang,
    )


def measure_pairs(claims: dict, lang: str) -> list[str]:
    """How many pairs of the two measures exist and how their ratio drifts."""
    if "pairs" not in claims:
        return []
    pairs = claims["pairs"]
    nation = pairs["nation"]
    if len(nation) < 2:
        return []
    first, last = min(nation), max(nation)
    return [
        say(
            (
                "Chỉ có {k} cặp số liệu cùng năm của Bộ Thông tin và Truyền thông (nay là Bộ Khoa học và Công nghệ) và của cơ quan thống kê, tại {n} địa bàn "
                "(tính cả cả nước); với cả nước, tỷ số giữa ước tính của Bộ và số liệu của cơ quan thống kê thay đổi từ {a:n2} (năm {y0}) đến {b:n2} (năm {y1}), "
                "không ổn định. Vì vậy, ước tính của Bộ chỉ để tham khảo.",
                "The former information ministry's and the office's figure exist for the same year in only {k} cases, in {n} places (the nation among them); for the nation their "
                "ratio went from {a:n2} ({y0}) to {b:n2} ({y1}) and is not stable. The ministry's estimates are therefore context only.",
            ),
            lang,
            k=pairs["pairs"],
            n=pairs["places"],
            a=nation[first],
            b=nation[last],
            y0=first,
            y1=last,
        )
    ]


def share_target(record: dict, verdict: dict, target, lang: str) -> str:
    """One sentence on one target for the share."""
    word = pick(COMPARATOR[target.comparator], lang)
    goal = f"{word} {number(target.value, lang)}%".strip()
    base = "GDP" if record["place"]["tier"] == "nation" else "GRDP"
    values = {
        "goal": goal,
        "by": target.by,
        "decision": target.decision(lang),
        "p": verdict["probability"],
        "base": base,
    }
    if verdict["status"] in ("met", "missed"):
        f = verdict["figure"]
        moved = target.border != record["place"]["border"] and not record["place"]["unchanged"]
        old = (
            pick(
                (
                    " theo địa giới mới, mục tiêu do tỉnh trước sắp xếp đặt ra",
                    " on the new border, for a target the old province had set",
                ),
                lang,
            )
            if moved
            else ""
        )
        word = pick({"met": ("đã đạt", "met"), "missed": ("không đạt", "missed")}[verdict["status"]], lang)
        return say(
            (
                "Mục tiêu kinh tế số chiếm {goal} {base} đến năm {by} ({decision}) {word}: số liệu {status} là {x:pct}{old}.",
                "The target of a digital economy of {goal} of {base} by {by} ({decision}) was {word}: the {statusen} is {x:pct}{old}.",
            ),
            lang,
            **values,
            word=word,
            old=old,
            status=_status_words(f, lang),
            statusen="estimate" if f["status"] == "estimate" else f"{f['status']} figure",
            x=f["value"],
        )
    if verdict["probability"] is None:
        reason = reason_text(verdict, "percent", None, lang)
        return say(
            (
                "Mục tiêu kinh tế số chiếm {goal} {base} đến năm {by} ({decision}): {reason}.",
                "The target of a digital economy of {goal} of {base} by {by} ({decision}) cannot be judged: {reason}.",
            ),
            lang,
            **values,
            reason=reason,
        )
    grade = {
        "on_course": ("xác suất đạt {p:ap}", "likely to be met, at {p:ap}"),
        "uncertain": ("xác suất đạt {p:ap}", "too close to call, at {p:ap}"),
        "off_course": ("xác suất đạt {p:ap}", "unlikely to be met, at {p:ap}"),
    }[verdict["status"]]
    text = say(
        (
            "Mục tiêu kinh tế số chiếm {goal} {base} đến năm {by} ({decision}): ",
            "The target of a digital economy of {goal} of {base} by {by} ({decision}) is ",
        ),
        lang,
        **values,
    )
    text += say(grade, lang, **values)
    if target.threshold != target.value:
        text += say((" (tính là đạt khi từ {t:pct} trở lên)", " (met from {t:pct} on)"), lang, t=target.threshold)
    if verdict["pace_needed"] is not None and verdict["distance"] < 0:
        text += say(
            (
                "; để đạt đúng {v:pct}, cần tăng bình quân {a:n2} điểm phần trăm mỗi năm từ mức năm {y}",
                "; {v:pct} itself needs a gain of {a:n2} points a year from the level of {y}",
            ),
            lang,
            v=target.value,
            a=verdict["pace_needed"],
            y=verdict["figure"]["period"],
        )
    return text + "."


def share_targets(record: dict, claims: dict, goals: dict, lang: str) -> list[str]:
    """A sentence for each target of the share."""
    return [share_target(record, v, goals[v["target"]], lang) for v in claims["targets"]]

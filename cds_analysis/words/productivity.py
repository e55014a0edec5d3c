"""Sentences on labour productivity."""

from ..keyed import count
from . import telling
from .spelling import asked, count_en, listing, number, pick, say, year_span
from .spelling import moved as _moved


def productivity_level(record: dict, claims: dict, lang: str) -> list[str]:
    """The level worked out from GRDP and employment, and how it compares with the official one."""
    levels = claims.get("level", {})
    if not levels:
        return []
    year = max(levels)
    row = levels[year]
    out = [
        say(
            (
                "Năm {year}, mỗi lao động có việc làm tạo ra {x:n1} triệu đồng GRDP (giá hiện hành): {g:n0} tỷ đồng chia cho {e:n1} nghìn người.",
                "In {year} each employed person produced VND {x:n1} million of GRDP (current prices): VND {g:n0} billion over {e:n1} thousand persons.",
            ),
            lang,
            year=year,
            x=row["derived"],
            g=row["grdp"],
            e=row["employed"],
        )
    ]
    if row["official"] is not None and row["official"] == row["official"]:
        out.append(
            say(
                (
                    "Mức do cơ quan thống kê công bố là {x:n1} triệu đồng/lao động, chênh lệch {d:n2}%.",
                    "The statistics office publishes {x:n1} million, a difference of {d:n2}%.",
                ),
                lang,
                x=row["official"],
                d=abs(row["gap_percent"]),
            )
        )
    return out


def productivity_break(claims: dict, lang: str) -> list[str]:
    """What the redefinition of 2021 did to the count of employed persons."""
    levels = claims.get("level", {})
    growth = claims.get("growth", {})
    if not {2020, 2021} <= set(levels) or growth.get(2021, {}).get("kind") not in ("bridged", "break"):
        return []
    before, after = levels[2020]["employed"], levels[2021]["employed"]
    out = [
        say(
            (
                "Từ năm 2021, lao động tự sản tự tiêu không còn được tính là có việc làm: số lao động có việc làm giảm từ {a:n1} nghìn người xuống {b:n1} nghìn "
                "người, nên mức tăng năng suất lao động năm 2021 nếu tính trực tiếp từ hai số này không phản ánh thực tế.",
                "From 2021 those who produce only for their own use no longer count as employed: the number falls from {a:n1} to {b:n1} "
                "thousand, so that a growth of productivity computed straight across 2020-21 would be spurious.",
            ),
            lang,
            a=before,
            b=after,
        )
    ]
    row = growth[2021]
    if row["kind"] == "bridged":
        out.append(
            say(
                (
                    "Năm 2021 được nối chuỗi với giả định số lao động theo định nghĩa cũ thay đổi như các năm trước; sai số chuẩn của phép nối chuỗi là {s:n1} điểm phần trăm.",
                    "The year 2021 is bridged by assuming that employment on the old definition moved as in the years before; the bridge's standard error is {s:n1} points.",
                ),
                lang,
                s=row["sd"],
            )
        )
    return out


def productivity_growth(record: dict, claims: dict, lang: str) -> list[str]:
    """The rates that can be computed, and for which years there is none and why."""
    growth = claims.get("growth", {})
    direct = {y: r for y, r in growth.items() if r["kind"] in ("direct", "published")}
    out = []
    if direct:
        year = max(direct)
        r = direct[year]
        if r["kind"] == "published":
            out.append(
                say(
                    (
                        "Năm {year}, năng suất lao động {word} {x:pct} (giá so sánh, cơ quan thống kê công bố).",
                        "In {year} labour productivity {word} by {x:pct} (constant prices, as published).",
                    ),
                    lang,
                    year=year,
                    word=_moved(r["growth"], lang),
                    x=abs(r["growth"]),
                )
            )
        else:
            out.append(
                say(
                    (
                        "Năm {year}, năng suất lao động {word} {x:pct1} (giá so sánh): {base} {gw} {g:pct}, số lao động {ew} {e:pct1}.",
                        "In {year} labour productivity {word} by {x:pct1} (constant prices): {base} {gw} by {g:pct}, employed persons {ew} by {e:pct1}.",
                    ),
                    lang,
                    year=year,
                    base="GDP" if record["place"]["tier"] == "nation" else "GRDP",
                    x=abs(r["growth"]),
                    g=abs(r["grdp_growth"]),
                    e=abs(r["employed_growth"]),
                    word=_moved(r["growth"], lang),
                    gw=_moved(r["grdp_growth"], lang),
                    ew=_moved(r["employed_growth"], lang),
                )
            )
    since = max(direct) if direct else 0
    covered = ("published", "nowcast")
    without = [y for y, r in growth.items() if not r["employment_known"] and y > since and r["kind"] not in covered]
    if without:
        out.append(
            say(
                (
                    "Tính đến ngày {d:day}, bảng số liệu chưa có số lao động có việc làm {span} của {place}, nên chưa tính "
                    "được năng suất lao động {they}.",
                    "As of {d:day} the table holds no number of employed persons for {span} in {place}, so that "
                    "productivity cannot be computed.",
                ),
                lang,
                d=record["as_of"],
                span=_span(without, lang),
                they="năm đó" if len(without) == 1 else "các năm đó",
                place=record["place"][lang],
            )
        )
    stopped = [y for y, r in growth.items() if r["kind"] == "no GRDP" and r["employment_known"] and y > 2016]
    if stopped:
        base = "GDP" if record["place"]["tier"] == "nation" else "GRDP"
        out.append(
            say(
                (
                    "Bảng số liệu chưa có tốc độ tăng {base} theo giá so sánh {span}.",
                    "Nor does it hold the growth of {base} at constant prices for {span}."
                    if without
                    else "The table holds no growth of {base} at constant prices for {span}.",
                ),
                lang,
                base=base,
                span=_span(stopped, lang),
            )
        )
    return out


def _span(asked: list[int], lang: str) -> str:
    """năm 2023, năm 2018 và 2019, giai đoạn 2023-2025: a span only where no year is left out."""
    run = len(asked) > 2 and asked == list(range(asked[0], asked[-1] + 1))
    text = year_span(asked[0], asked[-1], lang) if run else listing(asked, lang)
    return ("giai đoạn " if run else "năm ") + text if lang == "vi" else text


def productivity_needed(claims: dict, lang: str) -> list[str]:
    """What employment would have had to do for the floor to hold in the newest years without a figure."""
    needed = claims.get("needed")
    if not needed or not needed["years"]:
        return []
    years = {y: row for y, row in needed["years"].items() if y > 2021}
    parts = []
    for year in sorted(years)[-3:]:
        row = years[year]
        parts.append(
            say(
                ("năm {y} (GRDP tăng {g:pct}) {w} {e:pct}", "in {y} (GRDP up {g:pct}) to {w} {e:pct}"),
                lang,
                y=year,
                g=row["grdp_growth"],
                e=abs(row["employment"]),
                w=pick(
                    ("sẽ phải giảm ít nhất", "fall by at least")
                    if row["employment"] < 0
                    else ("chỉ được tăng tối đa", "rise by no more than"),
                    lang,
                ),
            )
        )
    if not parts:
        return []
    return [
        say(
            (
                "Nếu năng suất lao động tăng ít nhất {f:pct} mỗi năm thì số lao động có việc làm {l:all}.",
                "For productivity to have grown by at least {f:pct} each year, employment would have had {l:all}.",
            ),
            lang,
            f=needed["floor"],
            l=parts,
        )
    ]


def productivity_target(verdict: dict, target, lang: str) -> str:
    """One sentence on one target for the growth of productivity."""
    span = year_span(target.since, target.by, lang) if target.since else str(target.by)
    when = pick((f"năm {span}", f"in {span}"), lang)
    if target.since:
        basis = ("mỗi năm", "every year") if target.basis == "each_year" else ("bình quân mỗi năm", "a year on average")
        when = pick((f"{basis[0]} giai đoạn {span}", f"{basis[1]} over {span}"), lang)
    values = {
        "goal": asked(target, lang=lang),
        "when": when,
        "p": verdict["probability"],
        "decision": target.decision(lang),
    }
    if verdict["reason"] == "lost_in_year":
        return say(
            (
                "Mục tiêu năng suất lao động tăng {goal} {when} ({decision}) đã không đạt ngay từ năm {y} ({old}{x:pct1}, tính toán từ số liệu công bố); các năm sau không bù lại được.",
                "The target of labour productivity growing by {goal} {when} ({decision}) was missed with {y} ({old}{x:pct1}, computed from published figures); later years cannot mend it.",
            ),
            lang,
            **values,
            y=verdict["years"][0],
            x=verdict["figure"]["value"],
            old=pick(("địa giới cũ, ", "old border, "), lang) if verdict["figure"]["border"] else "",
        )
    if verdict["probability"] is not None and verdict["reason"] != "nowcast_years":
        grade = {
            "on_course": ("xác suất đạt {p:ap}", "likely to be met, at {p:ap}"),
            "uncertain": ("xác suất đạt {p:ap}", "too close to call, at {p:ap}"),
            "off_course": ("xác suất đạt {p:ap}", "unlikely to be met, at {p:ap}"),
        }[verdict["status"]]
        head = (
            "Mục tiêu năng suất lao động tăng {goal} {when} ({decision}): ",
            "The target of labour productivity growing by {goal} {when} ({decision}) is ",
        )
        return say(head, lang, **values) + say(grade, lang, **values) + "."
    word = {"met": ("đã đạt", "was met"), "missed": ("không đạt", "was missed")}.get(verdict["status"])
    if word:
        return say(
            (
                "Mục tiêu năng suất lao động tăng {goal} {when} ({decision}) {w}.",
                "The target of labour productivity growing by {goal} {when} ({decision}) {w}.",
            ),
            lang,
            **values,
            w=pick(word, lang),
        )
    return say(
        (
            "Mục tiêu năng suất lao động tăng {goal} {when} ({decision}): {r}.",
            "The target of labour productivity growing by {goal} {when} ({decision}) cannot be judged: {r}.",
        ),
        lang,
        **values,
        r=telling.text("targets.reason", lang, {}, verdict, "percent"),
    )


def productivity_targets(claims: dict, goals: dict, lang: str) -> list[str]:
    """A sentence for each target of the growth of productivity, and what a revision may do to its verdict."""
    out = []
    for verdict in claims["targets"]:
        said = productivity_target(verdict, goals[verdict["target"]], lang)
        out.append(" ".join(filter(None, [said, *telling.tell("targets.turned", lang, {}, verdict)])))
    return out


def signed(rate: float, lang: str, word_it: bool = False) -> str:
    """A rate in prose: Vietnamese says giảm 1,8% and, beside it, tăng 10,2%."""
    if lang == "vi" and (rate < 0 or word_it):
        return f"{_moved(rate, lang)} {number(abs(rate), lang, 1, fixed=True)}%"
    return number(rate, lang, 1, fixed=True) + "%"


def productivity_forecast(claims: dict, lang: str) -> list[str]:
    """The interval of the yearly rate and what it rests on, or that there is none."""
    used = claims.get("rates_used", {"years": []})
    if "forecast" not in claims:
        return (
            [
                say(
                    (
                        "Chưa thể dự báo tốc độ tăng năng suất lao động: {có} kể từ năm {y}, trong khi cần ít nhất 4 năm.",
                        "The growth of labour productivity cannot be forecast: rates exist for {many} since {y}, at least 4 are needed.",
                    ),
                    lang,
                    có=f"mới tính được {count(used['years'])} năm" if used["years"] else "chưa tính được năm nào",
                    many=count_en(count(used["years"]), "year"),
                    y=used.get("since", ""),
                )
            ]
            if "growth" in claims
            else []
        )
    year = max(claims["forecast"])
    f = claims["forecast"][year]
    firm = [y for y in used["years"] if y not in used["nowcast"]]
    ours = (
        say(
            (", trong đó {k:all} là ước lượng của nhóm nghiên cứu,", ", our own estimate for {k:all},"),
            lang,
            k=used["nowcast"],
        )
        if used["nowcast"] and firm
        else ""
    )
    return [
        say(
            (
                "Từ {n:n0} tốc độ tăng ({years:all}){ours} khoảng dự báo 80% cho tốc độ tăng năm {y} là từ {lo} đến {hi}; giá trị giữa là {m:pct1}.",
                "From {n:n0} rates ({years:all}){ours} the 80% forecast interval for growth in {y} runs from {lo} to {hi}, its middle at {m:pct1}.",
            )
            if ours
            else (
                "Từ {n:n0} tốc độ tăng đã tính được ({years:all}), khoảng dự báo 80% cho tốc độ tăng năm {y} là từ {lo} đến {hi}; giá trị giữa là {m:pct1}.",
                "From the {n:n0} rates that can be computed ({years:all}) the 80% forecast interval for growth in {y} runs from {lo} to {hi}, its middle at {m:pct1}.",
            ),
            lang,
            n=count(used["years"]),
            years=used["years"],
            ours=ours,
            y=year,
            lo=signed(f["low80"], lang),
            hi=signed(f["high80"], lang, f["low80"] < 0),
            m=f["median"],
        )
    ]

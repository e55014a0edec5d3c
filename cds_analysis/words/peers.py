"""Sentences on productivity at two price bases, beside nation and region, and on foreign-owned industry."""

from .spelling import moved, number, period, pick, say


def two_prices(claims: dict, lang: str) -> list[str]:
    """Growth of the newest year known at both prices: what is real, what is prices."""
    both = [r for r in claims["prices"] if r["current"] is not None and r["constant"] is not None]
    if not both:
        return []
    row = both[-1]
    template = (
        "Năm {year}, năng suất lao động {a} {x:pct1} theo giá hiện hành và {b} {y:pct1} theo giá so sánh; phần chênh lệch là do giá thay đổi.",
        "In {year} labour productivity {a} by {x:pct1} at current prices and {b} by {y:pct1} at constant ones; the rest is prices.",
    )
    values = {"x": abs(row["current"]), "y": abs(row["constant"])}
    a, b = moved(row["current"], lang), moved(row["constant"], lang)
    return [say(template, lang, year=row["year"], a=a, b=b, **values)]


def beside_others(record: dict, claims: dict, lang: str) -> list[str]:
    """Level and growth beside the nation and the other provinces of the region that have the figure, their number told."""
    out = []
    for key, head, nation, unit in (
        (
            "level",
            (
                "Năm {year}, mức năng suất lao động của {place} (giá hiện hành) là {own}",
                "In {year} the level in {place} (current prices) was {own}",
            ),
            ("; cả nước là {nation}", "; the nation's was {nation}"),
            ("{x} triệu đồng/lao động", "VND {x} million a person"),
        ),
        (
            "growth",
            (
                "Năm {year}, tốc độ tăng năng suất lao động của {place} (giá so sánh) là {own}",
                "In {year} growth in {place} (constant prices) was {own}",
            ),
            ("; cả nước là {nation}", "; the nation's was {nation}"),
            ("{x}%", "{x}%"),
        ),
    ):
        row = claims[key]
        if row is None:
            continue

        def shown(value: float, unit=unit) -> str:
            return say(unit, lang, x=number(value, lang, 1, fixed=True))

        values = {"year": row["year"], "place": record["place"][lang], "own": shown(row["own"])}
        text = say(head, lang, **values)
        if row["nation"] is not None:
            text += say(nation, lang, nation=shown(row["nation"]))
        out.append(text + ".")
        values = {"n": row["peers"], "of": row["of"], "region": claims["region"][lang], "place": record["place"][lang]}
        none = pick(("không địa phương nào", "none"), lang)
        values["above"] = none if not row["above"] else number(row["above"], lang, 0) + pick((" địa phương", ""), lang)
        if row["peers"]:
            template = (
                "Trong {of:n0} tỉnh, thành phố khác của vùng {region}, {n:n0} địa phương có đủ số liệu năm đó, với giá trị giữa là {middle}; {above} cao hơn {place}.",
                "Of the {of:n0} other provinces of the region {region}, {n:n0} had the figures in that year: their middle is {middle}, "
                "{above} above this place.",
            )
            out.append(say(template, lang, middle=shown(row["middle"]), **values))
        else:
            template = (
                "Không tỉnh, thành phố nào khác của vùng {region} có đủ số liệu năm đó để so sánh.",
                "No other province of the region {region} had the figures in that year.",
            )
            out.append(say(template, lang, **values))
    return out


def foreign_industry(record: dict, claims: dict, lang: str) -> list[str]:
    """That GRDP of foreign-owned industry is no income of residents, with its weight where a document gives it."""
    out = []
    if claims["foreign"]:
        found = claims["foreign"]
        template = (
            "Khu vực có vốn đầu tư nước ngoài chiếm {x:pct1} giá trị sản xuất công nghiệp của {place} ({when}); đó là giá trị sản xuất, "
            "không phải giá trị tăng thêm, nên không phải tỷ trọng trong GRDP.",
            "Foreign-owned firms made {x:pct1} of industrial production value in {place} ({when}); that is gross output, not value "
            "added, hence no share of GRDP.",
        )
        when = period(found["period"], lang)
        out.append(say(template, lang, x=found["percent"], place=record["place"][lang], when=when))
    out.append(
        pick(
            (
                "GRDP tính giá trị tạo ra trên địa bàn, bất kể ai sở hữu; phần lợi nhuận của doanh nghiệp có vốn đầu tư nước ngoài chuyển "
                "ra ngoài không phải thu nhập của người dân địa phương, nên năng suất lao động cao không đồng nghĩa với thu nhập cao.",
                "GRDP counts what is produced in the territory, whoever owns it; profits that foreign-owned firms take out are no income "
                "of its residents, so that high productivity is not high income.",
            ),
            lang,
        )
    )
    return out

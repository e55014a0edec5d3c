"""Whether verdicts stay the same when figures, methods or years used are others, worded."""

from .spelling import count_en, lower, number, pick, say
from .verdicts import target_text

CHANGES = {
    "vintage": ("bản công bố trước", "earlier prints"),
    "method": ("cách đánh giá khác", "other methods"),
    "window": ("chỉ các năm gần nhất", "newest years alone"),
    "point": ("bớt một năm", "one year less"),
}


def same_of(same: int, n: int, lang: str) -> str:
    """5/6, or a dash where there is none."""
    return f"{number(same, lang, 0)}/{number(n, lang, 0)}" if n else "–"


def stability_summary(claims: dict, goals: dict, units, lang: str) -> list[str]:
    """How many open targets have a verdict, on which it holds in all variants, on which not and through what."""
    if not claims["open"]:
        pair = (
            "Không có mục tiêu nào về các chỉ tiêu chính còn thời hạn mà chưa có kết luận.",
            "No target on the main indicators is open.",
        )
        return [pick(pair, lang)]
    rows, n = claims["targets"], claims["open"]
    if not rows:
        pair = (
            "Có {n:n0} mục tiêu về các chỉ tiêu chính còn thời hạn và chưa có kết luận, nhưng chưa có dự báo để đánh giá, nên "
            "không có đánh giá nào để tính lại.",
            "No forecast answers {any} on the main indicators, so there is no verdict to test.",
        )
        only = "the one open target" if n == 1 else f"any of the {number(n, 'en', 0)} open targets"
        return [say(pair, lang, n=n, any=only)]
    pair = (
        "Có {n:n0} mục tiêu về các chỉ tiêu chính còn thời hạn và chưa có kết luận, {which} được đánh giá theo dự báo.",
        "Of {targets} on the main indicators, {k:n0} {has} a verdict from a forecast.",
    )
    some = f"trong đó {number(len(rows), lang, 0)} mục tiêu"
    which = some if len(rows) < n else "đều" if n > 1 else "mục tiêu này"
    has = "has" if len(rows) == 1 else "have"
    out = [say(pair, lang, n=n, targets=count_en(n, "open target"), k=len(rows), has=has, which=which)]
    tried = [r for r in rows if r["share"] is not None]
    out += _firm([r for r in tried if r["same"] == r["n"]], lang)
    out += [_moved(r, goals[r["target"]], units, lang) for r in tried if r["same"] < r["n"]]
    out += _few([r for r in rows if r["share"] is None], claims["fewest"], lang)
    if any(r["left_out"] for r in rows):
        pair = (
            "Các cách đánh giá đã công bố không có mức “chưa chắc chắn”, nên không được so với những mục tiêu đang ở mức này.",
            "No published method knows “uncertain”, so that none is held against targets with this verdict.",
        )
        out.append(pick(pair, lang))
    return out


def _firm(rows: list[dict], lang: str) -> list[str]:
    if not rows:
        return []
    sizes = sorted({r["n"] for r in rows})
    least, most = sizes[0], sizes[-1]
    pair = (
        "Với {k:n0} mục tiêu, đánh giá giữ nguyên trong mọi phương án tính ({span} phương án{each}).",
        "On {targets} the verdict is the same in every variant ({span} variants{each}).",
    )
    span = number(least, lang, 0) if least == most else pick((f"từ {least} đến {most}", f"{least} to {most}"), lang)
    each = pick((" mỗi mục tiêu", " each"), lang) if len(rows) > 1 else ""
    return [say(pair, lang, k=len(rows), targets=count_en(len(rows), "target"), span=span, each=each)]


def _moved(row: dict, target, units, lang: str) -> str:
    pair = (
        "Với mục tiêu {name} ({goal}), {same:n0} trong {n:n0} phương án tính cho cùng đánh giá ({share}).",
        "On the target {name} ({goal}) {same:n0} of {n:n0} variants give the same verdict ({share}).",
    )
    share = number(100 * row["share"], lang, 0) + "%"
    values = {"name": lower(target.name(lang)), "goal": target_text(target, units, lang), "share": share}
    text = say(pair, lang, same=row["same"], n=row["n"], **values)
    by = {d: v for d, v in row["by"].items() if v["same"] < v["n"]}
    if not by:
        return text
    parts = [f"{pick(CHANGES[d], lang)} ({same_of(v['n'] - v['same'], v['n'], lang)})" for d, v in by.items()]
    pair = ("Đánh giá thay đổi khi dùng: {parts:all}.", "It changes with {parts:all}.")
    return text + " " + say(pair, lang, parts=parts)


def _few(rows: list[dict], fewest: int, lang: str) -> list[str]:
    out, some, none = [], [r for r in rows if r["n"]], [r for r in rows if not r["n"]]
    if some:
        pair = (
            "Với {k:n0} mục tiêu chỉ tính được {span:all} phương án khác, quá ít để nêu tỷ lệ (cần ít nhất {fewest:n0}).",
            "On {targets} only {span:all} other {variants} can be computed, too few for a percentage (at least {fewest:n0}).",
        )
        sizes = sorted({r["n"] for r in some})
        words = {"targets": count_en(len(some), "target"), "variants": "variant" if sizes == [1] else "variants"}
        out.append(say(pair, lang, k=len(some), span=sizes, fewest=fewest, **words))
    if none:
        pair = (
            "Với {k:n0} mục tiêu không tính được phương án nào khác.",
            "On {targets} no other variant can be computed.",
        )
        out.append(say(pair, lang, k=len(none), targets=count_en(len(none), "target")))
    return out

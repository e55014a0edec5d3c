"""What the pages about many briefs say, in Vietnamese and English."""

from .. import words
from ..data import provinces

SAID = {
    "title": (
        "Các báo cáo về mục tiêu chuyển đổi số của các tỉnh, thành phố",
        "Briefs on the provinces’ digital targets",
    ),
    "about": (
        "Mỗi báo cáo cho biết một địa bàn đã đạt đến đâu so với các mục tiêu chuyển đổi số, khả năng đạt mục tiêu và mức độ "
        "chắc chắn của đánh giá đó. Mọi số liệu trên trang này lấy nguyên từ các báo cáo.",
        "Each brief says where a place stands against its digital transformation targets, whether they will be met and "
        "how sure that is. All numbers on this page are those of the briefs.",
    ),
    "other": ("English", "Tiếng Việt"),
    "on_page": ("Trên trang này", "On this page"),
    "home": ("Tất cả báo cáo", "All briefs"),
    "list": ("Danh mục báo cáo", "All briefs"),
    "empty": ("Chưa có báo cáo nào.", "There are no briefs yet."),
    "search": ("Tìm theo năm, địa bàn, địa giới, ngôn ngữ, định dạng", "Search year, place, border, language, format"),
    "shown": ("Số báo cáo đang hiện:", "Briefs shown:"),
    "edition": ("Kỳ báo cáo năm {y}", "Edition {y}"),
    "place": ("Địa bàn", "Place"),
    "border": ("Địa giới", "Border"),
    "as_of": ("Số liệu đến ngày", "Data as of"),
    "published": ("Công bố", "Published"),
    "draft": ("dự thảo", "draft"),
    "pages": ("Báo cáo", "Brief"),
    "changed": ("Thay đổi so với báo cáo trước", "Changes since the earlier brief"),
    "year": ("Kỳ báo cáo", "Edition"),
    "target": ("Mục tiêu", "Target"),
    "verdict": ("Kết luận", "Verdict"),
    "chance": ("Xác suất đạt", "Probability"),
    "interval": ("Khoảng dự báo 80% cho năm {y}", "80% forecast interval for {y}"),
    "figure": ("Số liệu mới nhất", "Newest figure"),
    "reason": ("Căn cứ", "Reason"),
    "until": ("dự báo đến năm {y}", "forecast to {y}"),
    "map": ("Bản đồ ô: mỗi ô là một tỉnh, thành phố", "Tile map: a tile a province"),
    "choose": ("Mục tiêu thể hiện trên bản đồ", "Target shown on the map"),
    "map_about": (
        "Mỗi ô ghi dấu và xác suất của kết luận, tên địa bàn và mức của mục tiêu; chọn một ô để mở trang của địa bàn. Mục "
        "tiêu của mỗi địa bàn là mục tiêu riêng, không so sánh được với nhau; nếu có nhiều mục tiêu cho cùng một năm thì ô "
        "ghi mục tiêu ban hành sau cùng.",
        "Each tile bears the sign of the verdict and its probability, the place and the level of the target, and leads to "
        "the page of the place. Places have targets of their own, which do not compare; of several for one year the tile "
        "shows the one set last.",
    ),
    "key": ("Chú giải", "Key"),
    "no_target": ("Chưa thấy mục tiêu riêng trong số liệu", "No target of its own in the data"),
    "no_brief": ("Chưa có báo cáo", "No brief yet"),
    "small": ("Tỷ trọng kinh tế số: số liệu và dự báo", "Digital economy’s share: figures and forecast"),
    "small_about": (
        "Chỉ vẽ địa bàn có số liệu, cùng một thang đo. Số liệu theo các thước đo khác nhau không so sánh được với "
        "nhau.",
        "Places with figures only, all on one scale. Figures by different measures do not compare.",
    ),
    "office_final": ("Cơ quan thống kê, số chính thức", "Statistics office, final"),
    "office": ("Cơ quan thống kê, chưa phải số chính thức", "Statistics office, not final"),
    "former": ("Cơ quan thống kê, địa giới cũ", "Statistics office, old border"),
    "other_measure": ("Thước đo khác", "Other measures"),
    "goal": ("Mục tiêu", "Target"),
    "fan": ("Khoảng dự báo 80%", "80% forecast interval"),
    "on_old": ("địa giới cũ", "old border"),
    "no_forecast": ("Không dự báo: chưa đủ số liệu.", "No forecast: too few figures."),
    "history": ("Kết luận qua các kỳ báo cáo", "Verdicts by edition"),
    "no_headline": (
        "Địa bàn chưa có mục tiêu riêng về tỷ trọng kinh tế số hoặc năng suất lao động trong số liệu.",
        "The data hold no target of this place on the digital economy’s share or labour productivity.",
    ),
    "made_of": ("Từ ngày 01/7/2025 gồm:", "Since 1 July 2025 made of:"),
    "joined": ("Từ ngày 01/7/2025 thuộc:", "Since 1 July 2025 part of:"),
    "skipped": ("Bỏ qua {n:n0} thư mục vì không đọc được:", "Skipped, as they cannot be read ({n:n0}):"),
    "batch": ("Lượt chạy gần nhất", "The last batch"),
    "share": ("Tỷ trọng kinh tế số trong GRDP", "Digital economy’s share of GRDP"),
    "productivity": ("Tốc độ tăng năng suất lao động", "Growth of labour productivity"),
    "by": ("{kind}, mục tiêu của năm {y}", "{kind}, target of {y}"),
    "until_by": ("{kind}, mục tiêu của giai đoạn đến năm {y}", "{kind}, target of the years to {y}"),
    "lang": ("tiếng Việt", "English"),
}
LANGUAGE = {"vi": ("Tiếng Việt", "Vietnamese"), "en": ("Tiếng Anh", "English")}
BORDER = {
    provinces.NEW: ("từ ngày 01/7/2025", "from 1 July 2025"),
    provinces.OLD: ("trước ngày 01/7/2025", "before 1 July 2025"),
}
UNITS = {
    provinces.NEW: (
        "{n} tỉnh, thành phố từ ngày 01/7/2025, kỳ báo cáo năm {y}",
        "The {n} provinces since 1 July 2025, edition {y}",
    ),
    provinces.OLD: (
        "{n} tỉnh, thành phố trước ngày 01/7/2025, kỳ báo cáo năm {y}",
        "The {n} provinces before 1 July 2025, edition {y}",
    ),
}
SIGN = {  # found in every font; never colour alone
    "met": "●",
    "missed": "×",
    "on_course": "▲",
    "uncertain": "?",
    "off_course": "▼",
    "void": "○",
    "cannot_be_judged": "–",
}


def say(name: str, lang: str, **values) -> str:
    """A sentence or label of these pages."""
    return words.say(SAID[name], lang, **values)


def verdict(status: str, lang: str) -> str:
    """A verdict in words."""
    return words.pick(words.VERDICT[status], lang)


def border(name: str, lang: str) -> str:
    """A border in words."""
    return words.pick(BORDER[name], lang)


def aim(kind: str, by: int, lang: str) -> str:
    """What a headline is about: the share in a year, productivity over the years to it."""
    return say("by" if kind == "share" else "until_by", lang, kind=say(kind, lang), y=by)

"""Words of the workbook, (vi, en): names of sheets, headings of columns, notes."""

SHEETS = {  # at most 31 characters, none of []:*?/\\
    "cover": ("Bìa", "Cover"),
    "notes": ("Ghi chú", "Notes"),
    "table": ("Bảng", "Table"),
    "share": ("Tỷ trọng - số liệu", "Share - figures"),
    "carried": ("Tỷ trọng - quy đổi", "Share - carried over"),
    "share_forecast": ("Tỷ trọng - dự báo", "Share - forecast"),
    "rates": ("Năng suất - tốc độ tăng", "Productivity - growth"),
    "rates_forecast": ("Năng suất - dự báo", "Productivity - forecast"),
    "level": ("Năng suất - mức", "Productivity - level"),
    "targets": ("Mục tiêu - khoảng cách", "Targets - gaps"),
    "sources": ("Nguồn", "Sources"),
}
TITLES = {
    "share": ("Số liệu tỷ trọng kinh tế số trong GRDP", "The digital economy's share of GRDP: figures"),
    "carried": (
        "Tỷ trọng kinh tế số quy đổi từ địa giới cũ sang địa giới mới",
        "The digital economy's share carried over from the old to the new border",
    ),
    "share_forecast": ("Dự báo tỷ trọng kinh tế số trong GRDP", "The digital economy's share of GRDP: forecast"),
    "rates": ("Tốc độ tăng năng suất lao động, giá so sánh", "Growth of labour productivity at constant prices"),
    "rates_forecast": (
        "Dự báo tốc độ tăng năng suất lao động, giá so sánh",
        "Growth of labour productivity at constant prices: forecast",
    ),
    "level": ("Mức năng suất lao động, giá hiện hành", "Level of labour productivity at current prices"),
    "targets": (
        "Khoảng cách đến các mục tiêu và mức cần thay đổi mỗi năm",
        "Gaps to the targets and the change needed a year",
    ),
    "notes": ("Ký hiệu, từ ngữ và lưu ý", "Shorthand, words and cautions"),
    "sources": ("Nguồn số liệu", "Sources"),
}
REMARKS = {  # what stands under the title
    "share": (
        "Số liệu theo các thước đo và địa giới khác nhau không so sánh được với nhau.",
        "Figures on different measures and borders are not comparable.",
    ),
    "carried": (
        "Công thức: tỷ trọng của đơn vị chính × (1 - phần của đơn vị nhập vào) + tỷ trọng giả định của đơn vị nhập vào × phần đó.",
        "Formula: share of the main unit × (1 - part of the joining unit) + assumed share of the joining unit × that part.",
    ),
    "share_forecast": (
        "Kết quả của mô hình, không phải số liệu công bố. Giá trị giữa và các khoảng dự báo, đơn vị: % GRDP.",
        "Results of the model, not published figures. Median and forecast intervals, per cent of GRDP.",
    ),
    "rates": (
        "Công thức: tốc độ tăng năng suất = (1 + tốc độ tăng GRDP) / (1 + tốc độ tăng số lao động) - 1.",
        "Formula: growth of productivity = (1 + growth of GRDP) / (1 + growth of employed persons) - 1.",
    ),
    "rates_forecast": (
        "Kết quả của mô hình, không phải số liệu công bố. Giá trị giữa và các khoảng dự báo, đơn vị: %.",
        "Results of the model, not published figures. Median and forecast intervals, per cent.",
    ),
    "level": (
        "Công thức: năng suất = GRDP / số lao động có việc làm (tỷ đồng chia cho nghìn người là triệu đồng/lao động).",
        "Formula: productivity = GRDP / employed persons (billion VND over thousand persons is million VND a person).",
    ),
    "level_break": (
        "Mức trước năm 2021 và từ năm 2021 không so sánh được do thay đổi định nghĩa lao động có việc làm.",
        "Levels before 2021 and from 2021 on are not comparable: the definition of employment changed.",
    ),
    "targets": (
        "Công thức: khoảng cách = mục tiêu - số liệu; mức cần thay đổi mỗi năm = khoảng cách / số năm còn lại tính từ năm số liệu.",
        "Formula: gap = target - figure; change needed a year = gap / years left from the year of the figure.",
    ),
    "notes": (
        "Các ký hiệu, từ ngữ và lưu ý dùng trong các trang tính.",
        "Shorthand, words and cautions of the sheets.",
    ),
    "sources": ("Các tài liệu đã dùng, kèm địa chỉ.", "The documents used, with their addresses."),
}
FRAME = {
    "one_table": ("Trang tính này có một bảng.", "This sheet holds one table."),
    "shorthand": (
        "Ký hiệu trong ngoặc vuông, như [x], được giải thích ở trang Ghi chú.",
        "Shorthand in square brackets, such as [x], is explained on the sheet Notes.",
    ),
    "back": ("Về trang bìa", "Back to the cover"),
    "contents": ("Trang tính", "Sheet"),
    "about": ("Nội dung", "What it holds"),
    "item": ("Mục", "Item"),
    "meaning": ("Giải thích", "Explanation"),
    "as_of": ("Số liệu chốt đến ngày {day}.", "Data as of {day}."),
    "newest_document": (
        "Tài liệu có ghi ngày mới nhất là ngày {day}.",
        "The newest dated document is of {day}.",
    ),
    "contact": ("Liên hệ:", "Contact:"),
    "draft": (
        "DỰ THẢO: chưa công bố, số liệu và câu chữ còn có thể thay đổi.",
        "DRAFT: not published; figures and words may still change.",
    ),
    "unnamed": ("Cột", "Column"),
    "open": ("Mở nguồn {n}", "Open source {n}"),
    "page": ("Trang", "Page"),
}
COLUMNS = {
    "year": ("Năm", "Year"),
    "share": ("Tỷ trọng (% GRDP)", "Share (% of GRDP)"),
    "relation": ("So với số nêu", "The value is"),
    "measure": ("Thước đo", "Measure"),
    "border": ("Địa giới", "Border"),
    "status": ("Loại số liệu", "Status"),
    "published": ("Thời điểm công bố", "Published"),
    "publisher": ("Nơi công bố", "Publisher"),
    "title": ("Tài liệu", "Document"),
    "address": ("Địa chỉ", "Address"),
    "source": ("Nguồn", "Source"),
    "open": ("Liên kết", "Link"),
    "median": ("Giá trị giữa", "Median"),
    "low80": ("Khoảng 80%, cận dưới", "80% interval, low"),
    "high80": ("Khoảng 80%, cận trên", "80% interval, high"),
    "low95": ("Khoảng 95%, cận dưới", "95% interval, low"),
    "high95": ("Khoảng 95%, cận trên", "95% interval, high"),
    "nature": ("Loại", "Kind"),
    "kind": ("Cách có được", "How obtained"),
    "grdp_growth": ("Tốc độ tăng GRDP (%)", "Growth of GRDP (%)"),
    "employed_growth": ("Tốc độ tăng số lao động có việc làm (%)", "Growth of employed persons (%)"),
    "growth": ("Tốc độ tăng năng suất lao động (%)", "Growth of labour productivity (%)"),
    "sd": ("Sai số chuẩn (điểm phần trăm)", "Standard error (percentage points)"),
    "grdp": ("GRDP (tỷ đồng)", "GRDP (billion VND)"),
    "employed": ("Số lao động có việc làm (nghìn người)", "Employed persons (thousand)"),
    "derived": ("Năng suất tính từ GRDP (triệu đồng/lao động)", "Productivity from GRDP (million VND a person)"),
    "official": (
        "Năng suất do cơ quan thống kê công bố (triệu đồng/lao động)",
        "Published productivity (million VND a person)",
    ),
    "gap_percent": ("Chênh lệch với số công bố (%)", "Difference from the published (%)"),
    "main": ("Tỷ trọng của đơn vị chính (% GRDP)", "Share of the main unit (% of GRDP)"),
    "weight": ("Phần của đơn vị nhập vào trong tổng GRDP", "Part of the joining unit in joint GRDP"),
    "weight_year": ("Năm của phần này", "Year of this part"),
    "part_low": ("Giả định cho đơn vị nhập vào, cận dưới (%)", "Assumed for the joining unit, low (%)"),
    "part_high": ("Giả định cho đơn vị nhập vào, cận trên (%)", "Assumed for the joining unit, high (%)"),
    "low": ("Kết quả, cận dưới (%)", "Result, low (%)"),
    "high": ("Kết quả, cận trên (%)", "Result, high (%)"),
    "target": ("Mục tiêu", "Target"),
    "asked": ("Mức mục tiêu, bằng lời", "Asked, in words"),
    "goal": ("Mức mục tiêu", "Target value"),
    "by": ("Đến năm", "By"),
    "figure": ("Số liệu gần nhất", "Newest figure"),
    "figure_year": ("Năm của số liệu", "Year of the figure"),
    "period": ("Thời kỳ của số liệu", "Period of the figure"),
    "verdict": ("Đánh giá", "Verdict"),
    "gap": ("Khoảng cách (mục tiêu trừ số liệu)", "Gap (target minus figure)"),
    "pace": ("Mức cần thay đổi mỗi năm", "Change needed a year"),
    "probability": ("Xác suất đạt", "Probability of reaching it"),
}
RELATION = {
    "=": ("bằng", "equal to"),
    "~": ("khoảng", "about"),
    ">": ("trên", "more than"),
    ">=": ("từ mức này trở lên", "at least"),
    "<": ("dưới", "less than"),
    "<=": ("không quá", "at most"),
}
BORDER = {
    "": ("cùng địa giới với báo cáo", "border of this brief"),
    "2025": ("từ ngày 01/7/2025", "since 1 July 2025"),
    "pre-2025": ("trước ngày 01/7/2025", "before 1 July 2025"),
}
KIND = {
    "direct": ("tính từ số liệu công bố", "from published figures"),
    "published": ("do cơ quan thống kê công bố", "published by the statistics office"),
    "bridged": ("nối chuỗi do thay đổi định nghĩa", "bridged over the change of definition"),
    "nowcast": ("ước lượng của nhóm nghiên cứu", "our own estimate"),
    "no GRDP": ("chưa có tốc độ tăng GRDP", "no growth of GRDP"),
    "no employment": ("chưa có số lao động", "no employed persons"),
    "break": ("thay đổi định nghĩa, không tính", "change of definition, not computed"),
}
NATURE = {
    "past": ("ước lượng cho năm đã qua", "estimate for a past year"),
    "ahead": ("dự báo", "forecast"),
}
NOTES = [  # symbols, words, then what the brief itself says
    (
        ("Ký hiệu [x]", "Shorthand [x]"),
        (
            "Không có số liệu: chưa thấy công bố, không phải bằng 0.",
            "Not available: none found published; it is not zero.",
        ),
    ),
    (
        ("Ký hiệu [z]", "Shorthand [z]"),
        (
            "Không áp dụng: ô này không có giá trị theo cách tính của bảng.",
            "Not applicable: by the way the table is made this cell has no value.",
        ),
    ),
    (
        ("Số liệu chính thức", "Final figure"),
        ("Số liệu đã được cơ quan công bố xác nhận.", "A figure its office has confirmed."),
    ),
    (
        ("Số liệu sơ bộ", "Preliminary figure"),
        (
            "Thời kỳ đã kết thúc nhưng số liệu chưa được xác nhận, còn có thể điều chỉnh.",
            "The period is over, the figure is not confirmed yet and may be revised.",
        ),
    ),
    (
        ("Số liệu ước tính", "Estimate"),
        (
            "Cơ quan công bố đưa ra khi thời kỳ chưa kết thúc; còn có thể điều chỉnh.",
            "Made by its office while the period still ran; it may be revised.",
        ),
    ),
    (
        ("Số liệu tính toán", "Derived figure"),
        ("Tính từ các số liệu công bố.", "Worked out from published figures."),
    ),
    (
        ("Số liệu do nguồn nêu", "Figure as reported"),
        ("Nguồn nêu mà không cho biết trạng thái.", "Stated by the source, which does not grade it."),
    ),
    (
        ("Ước lượng của nhóm nghiên cứu", "Our own estimate"),
        (
            "Kết quả của mô hình cho năm chưa có số liệu công bố; không dùng để kết luận đạt hay không đạt.",
            "A model's result for a year without a published figure; never decides whether a target is met.",
        ),
    ),
    (
        ("Khoảng dự báo 80% và 95%", "80% and 95% forecast intervals"),
        (
            "Theo mô hình, số thực tế nằm trong khoảng với xác suất 80% hoặc 95%.",
            "By the model the outcome lies inside with a probability of 80% or 95%.",
        ),
    ),
    (
        ("Đánh giá", "Verdicts"),
        (
            "Đạt, Không đạt: theo số liệu công bố. Nhiều khả năng đạt: xác suất từ 2/3 trở lên; Chưa chắc chắn: trên 1/3 và "
            "dưới 2/3; Ít khả năng đạt: từ 1/3 trở xuống. Không còn áp dụng: đối tượng của mục tiêu không còn. Không đủ căn cứ "
            "đánh giá: thiếu số liệu để kết luận hoặc dự báo.",
            "Met, Missed: by published figures. On course: a probability of 2 in 3 or more; Uncertain: more than 1 in 3, less "
            "than 2 in 3; Off course: 1 in 3 or less. Void: what the target asks of no longer exists. Cannot be judged: "
            "too few figures to conclude or to forecast.",
        ),
    ),
    (
        ("Công thức", "Formulas"),
        (
            "Ô tính toán là công thức dùng các ô cùng trang tính: sửa số liệu thì kết quả thay đổi theo. Dấu thập phân hiển thị "
            "theo thiết lập của máy.",
            "Computed cells are formulas over cells of the same sheet: change a figure and the result follows. The decimal "
            "separator is that of your computer's settings.",
        ),
    ),
]
FROM_BRIEF = ("Lưu ý của báo cáo", "From the brief")

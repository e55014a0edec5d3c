"""What LibreOffice makes of a Word file; run by `make test-office`, which says what is missing."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from test_office import BRIEF

from cds_analysis import letterhead, office

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "letterhead.example.yml"


def as_printed(folder, **options) -> str:
    """The text of the pages as LibreOffice prints them."""
    path = office.write_docx(BRIEF, folder / "brief.docx", heading="Báo cáo", footer="cds_analysis 0.1.0", **options)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    words = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    words = ["pdftotext", "-layout", str(folder / "brief.pdf"), "-"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> str:
    """A research brief."""
    return as_printed(tmp_path_factory.mktemp("word"))


def test_libreoffice_sets_an_official_report_side_by_side(tmp_path):
    head = letterhead.read(EXAMPLE)
    pages = as_printed(tmp_path, letterhead=replace(head, body="SỞ KHOA HỌC VÀ CÔNG NGHỆ")).split("\f")
    lines = [" ".join(line.split()) for line in pages[0].splitlines() if line.strip()]
    assert lines[0].endswith("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")  # on one line, beside the superior body
    assert "SỞ KHOA HỌC VÀ CÔNG NGHỆ Độc lập - Tự do - Hạnh phúc" in lines[1]
    order = ["Số:", "DỰ THẢO", "BÁO CÁO", head.summary, "Kính gửi:", "Kết luận"]
    at = [next(i for i, line in enumerate(lines) if line.startswith(text)) for text in order]
    assert at == sorted(at)
    (last,) = [page for page in pages if "Nơi nhận:" in page]
    assert head.name in last and "cds_analysis 0.1.0" in last and "không phải văn bản hành chính" not in "".join(pages)


def test_libreoffice_prints_every_vietnamese_letter(printed):
    said = re.sub(r"\s+", " ", printed)
    for text in ("Chuyển đổi số có kịp đạt mục tiêu không?", "Số liệu theo địa giới mới.", "Kết luận", "DỰ THẢO"):
        assert text in said
    assert "Bảng 1: Tỷ trọng theo các thước đo" in said and "Hình 1: Tỷ trọng kinh tế số: 29,53%." in said


def test_libreoffice_prints_no_sign_of_markdown(printed):
    assert ":::" not in printed and "\\-" not in printed and "{alt=" not in printed

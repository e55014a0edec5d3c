"""What LibreOffice makes of a Word file; run by `make test-office`, which says what is missing."""

import re
import subprocess

import pytest
from test_office import BRIEF

from cds_analysis import office


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> str:
    """The text of the pages as LibreOffice prints them."""
    folder = tmp_path_factory.mktemp("word")
    path = office.write_docx(BRIEF, folder / "brief.docx", heading="Báo cáo", footer="cds_analysis 0.1.0")
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    words = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    words = ["pdftotext", "-layout", str(folder / "brief.pdf"), "-"]
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def test_libreoffice_prints_every_vietnamese_letter(printed):
    said = re.sub(r"\s+", " ", printed)
    for text in ("Chuyển đổi số có kịp đạt mục tiêu không?", "Số liệu theo địa giới mới.", "Kết luận", "DỰ THẢO"):
        assert text in said
    assert "Bảng 1: Tỷ trọng theo các thước đo" in said and "Hình 1: Tỷ trọng kinh tế số: 29,53%." in said


def test_libreoffice_prints_no_sign_of_markdown(printed):
    assert ":::" not in printed and "\\-" not in printed and "{alt=" not in printed

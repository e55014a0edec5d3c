"""Make the pictures of the README and docs/gallery.md anew: `make screenshots`.

The brief in its four formats as a reader sees it, the front page, and the explorer in JupyterLab. Needs Chromium,
LibreOffice and poppler, as `make test-office` does.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS.parent / "tests" / "office"))
import lab  # noqa: E402

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
DOTS = "60"  # an inch, of a page
COLOURS = 256  # fewer, and red turns brown


def keep(picture: Image.Image, name: str) -> None:
    """Keep a picture under docs/ with few colours."""
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(DOCS / f"{name}.png", optimize=True)
    print(f"docs/{name}.png: {(DOCS / f'{name}.png').stat().st_size / 1024:.0f} kB")


def pages(pdf: Path, name: str, last: int) -> None:
    """The first pages of a PDF, side by side."""
    stem = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-png", "-r", DOTS, "-l", str(last), pdf, stem], check=True)
    found = [Image.open(p) for p in sorted(stem.parent.glob(f"{stem.name}-*.png"))]
    whole = Image.new("RGB", (sum(p.width for p in found) + 8 * (len(found) - 1), max(p.height for p in found)), "#999")
    left = 0
    for page in found:
        whole.paste(page, (left, 0))
        left += page.width + 8
    keep(whole, name)


def by_office(file: Path, folder: Path) -> Path:
    """A file as LibreOffice shows it, as PDF."""
    home = f"-env:UserInstallation=file://{folder}/office"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(folder / file.suffix[1:]), file]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / file.suffix[1:] / (file.stem + ".pdf")


def seen(browser, address: str, name: str, size: dict) -> None:
    """What a window of this size shows of a page."""
    page = browser.new_page(viewport=size, locale="vi-VN")
    page.goto(address)
    keep(Image.open(io.BytesIO(page.screenshot())), name)
    page.close()


def explorer(browser, folder: Path) -> None:
    """The explorer after one choice of a reader's."""
    (folder / "project").mkdir()
    (folder / "home").mkdir()
    with lab.project(folder / "project") as project, lab.serve(project, folder / "home") as server:
        page = browser.new_page(viewport={"width": 1360, "height": 1000}, locale="vi-VN")
        lab.run_all(page, server, "notebooks/explore/explorer.ipynb")
        chart = page.locator(lab.CHART).first
        before = chart.get_attribute("src")
        page.get_by_label("Kịch bản").select_option(label="Điện tử giảm như năm 2022-2023")
        page.wait_for_function("old => document.querySelector('.widget-html img').src !== old", arg=before)
        page.locator(".widget-dropdown").first.evaluate("control => control.scrollIntoView({block: 'start'})")
        page.wait_for_timeout(500)
        keep(Image.open(io.BytesIO(page.screenshot())), "explorer")
        lab.end_kernels(page)
        page.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as opened:
        folder = Path(name)
        out = folder / "outputs"
        formats = ["--format", "html,pdf,docx,xlsx", "--lang", "vi", "--out", str(out)]
        subprocess.run([sys.executable, "-m", "cds_analysis", "brief", "thai-nguyen", *formats], check=True)
        brief = next(out.glob("*/thai-nguyen/brief.vi.html"))
        browser = opened.chromium.launch(executable_path=lab.CHROMIUM, args=["--no-sandbox"])
        seen(browser, brief.as_uri(), "brief-desktop", DESKTOP)
        seen(browser, brief.as_uri(), "brief-phone", PHONE)
        seen(browser, (out / "index.html").as_uri(), "front", DESKTOP)
        explorer(browser, folder)
        pages(brief.with_suffix(".pdf"), "brief-pdf", 3)
        pages(by_office(brief.with_suffix(".docx"), folder), "brief-word", 3)
        pages(by_office(brief.with_suffix(".xlsx"), folder), "brief-excel", 3)
        browser.close()


if __name__ == "__main__":
    main()

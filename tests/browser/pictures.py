"""``python -m tests.browser.pictures``: takes the pictures of ``docs/pictures`` again, from a demo of its own.

The pictures that README and the user's guide show; nothing in them is arranged but what a person would do on the page.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.pages import CHIEF, to_correction
from tests.browser.visiting import PHONE, ROOT, WIDE, Portal, Visits, make_reference_database, opened, running
from tests.conftest import CHROMIUM

FOLDER = ROOT / "docs" / "pictures"
REPORT = "verksamhetsberattelse-2023"
PAGES_OF_PDF = (1, 6, 13)
DOTS_PER_INCH = 70


def start(page: Page) -> None:
    opened(page, "/")


def figures(page: Page) -> None:
    opened(page, "/varden/?indikator=sjuk&ar=2024&slag=outcome&del=total")


def indicator(page: Page) -> None:
    opened(page, "/indikatorer/sjuk/")


def correction(page: Page) -> None:
    opened(page, "/indikatorer/sjuk/")
    to_correction(page)
    page.get_by_label("Värde", exact=True).fill("1.234")
    page.get_by_label("Orsak till rättelsen").fill("Två medarbetare saknades i underlaget")
    page.get_by_role("button", name="Spara rättelsen").click()
    page.locator("#formularfel").wait_for()


def search(page: Page) -> None:
    opened(page, "/sok/?q=sjuk")


def report(page: Page) -> None:
    opened(page, f"/rapporter/{REPORT}/")


def entry(page: Page) -> None:
    opened(page, "/inmatning/vo-hr/2024/8/")


SHOTS: tuple[tuple[str, Callable[[Page], None], int], ...] = (
    ("start", start, WIDE),
    ("figures", figures, WIDE),
    ("indicator", indicator, WIDE),
    ("correction", correction, WIDE),
    ("search", search, WIDE),
    ("entry", entry, WIDE),
    ("report", report, WIDE),
    ("phone-start", start, PHONE),
    ("phone-indicator", indicator, PHONE),
    ("phone-report", report, PHONE),
)


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        with running(make_reference_database(folder), folder) as portal:
            take_screens(portal)
            take_pdf(portal, folder)
    for file in sorted(FOLDER.glob("*.png")):
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} kB")  # noqa: T201 (a command)
    return 0


def take_screens(portal: Portal) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        visits = Visits(browser, portal)
        for name, go, width in SHOTS:
            page = visits(CHIEF, width=width)
            go(page)
            page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
            shrink(FOLDER / f"{name}.png")
        beside([FOLDER / f"{name}.png" for name, _, width in SHOTS if width == PHONE], FOLDER / "phone.png", gap=24)
        visits.close()
        browser.close()


def take_pdf(portal: Portal, folder: Path) -> None:
    """Some pages of the formal document, side by side."""
    document = folder / "report.pdf"
    portal.manage("export_report", REPORT, "--format", "pdf", "--output", str(document))
    taken = []
    for number in PAGES_OF_PDF:
        target = folder / f"page-{number}"
        one = ["-f", str(number), "-l", str(number), "-singlefile"]
        subprocess.run(["pdftoppm", "-png", "-r", str(DOTS_PER_INCH), *one, document, target], check=True)
        taken.append(target.with_suffix(".png"))
    beside(taken, FOLDER / "pdf.png", gap=16, keep=True)


def beside(files: list[Path], target: Path, *, gap: int, keep: bool = False) -> None:
    """One picture of several on a grey ground; the single ones go unless they are kept."""
    pictures = [Image.open(file).convert("RGB") for file in files]
    width = sum(picture.width for picture in pictures) + gap * (len(pictures) + 1)
    height = max(picture.height for picture in pictures) + 2 * gap
    ground = Image.new("RGB", (width, height), "#cfd6db")
    left = gap
    for picture in pictures:
        ground.paste(picture, (left, gap))
        left += picture.width + gap
    ground.save(target)
    shrink(target)
    if not keep:
        for file in files:
            file.unlink()


def shrink(file: Path) -> None:
    Image.open(file).convert("RGB").save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main())

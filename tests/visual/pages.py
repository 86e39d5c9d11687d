"""Pages of a made report as small grey pictures, and how they are compared with the approved ones.

`python -m tests.visual.pages` (from the project's root) writes the pictures that are approved from then on; look at
them before they are committed.
"""

import os
import subprocess
import tempfile
from pathlib import Path

APPROVED = Path(__file__).with_name("approved")
DOTS_PER_INCH = 64
# What the eye takes for the same: after a blur of about a letter's width no spot differs by more than this of 255, and
# the whole page by hardly anything. Other releases of FreeType move the edges of letters by less.
BLUR, MOST_IN_A_SPOT, MOST_IN_ALL = 2.0, 26, 0.6
# The pages of the made report that are looked at, by name.
NAMES = {
    "cover": "KS 2024-100",
    "contents-and-long-table": "Innehåll",
    "long-table-goes-on": "Kommentar",
    "lying-table": "Tabell 2.",
    "statuses-and-chart": "Tabell 3.",
    "appendices": "Bilaga 1.",
    "adopted": "Om fastställandet",
}
FIRST = ("cover", "contents-and-long-table")


def printed():
    """The made report as a PDF."""
    import datetime as dt

    from reports.rendering.engine import render
    from reports.rendering.print import print_html
    from tests.pdf.made import DAY, whole

    return render(print_html(whole(), embedded=False), dated=dt.datetime.combine(DAY, dt.time(12)))


def pages_of(pdf, folder):
    """The named pages as grey pictures: by the words that stand on them, since page numbers may change."""
    from PIL import Image

    source = Path(folder) / "prov.pdf"
    source.write_bytes(pdf)
    texts = subprocess.run(["pdftotext", "-layout", source, "-"], capture_output=True, check=True).stdout.decode()
    subprocess.run(["pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", "-png", source, Path(folder) / "sida"], check=True)
    pictures = sorted(Path(folder).glob("sida-*.png"))
    sheets = texts.split("\f")
    return {name: Image.open(pictures[page_with(sheets, name)]).convert("L") for name in NAMES}


def page_with(sheets, name):
    """The number (from 0) of the page that the name stands for; the contents name headings too, so later ones win."""
    at = [number for number, text in enumerate(sheets) if NAMES[name] in text]
    return at[0] if name in FIRST else at[-1]


def difference(one, other):
    """The largest difference of any spot and the mean of all, both of 255, after the blur; None: other sizes."""
    from PIL import ImageChops, ImageFilter, ImageStat

    if one.size != other.size:
        return None
    blurred = (image.filter(ImageFilter.GaussianBlur(BLUR)) for image in (one, other))
    apart = ImageChops.difference(*blurred)
    return apart.getextrema()[1], ImageStat.Stat(apart).mean[0]


def approve():
    """Write the pictures as they are now, in 64 greys so that they stay small."""
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in pages_of(printed(), folder).items():
            picture.quantize(64).save(APPROVED / f"{name}.png", optimize=True)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vss_portal.settings")
    django.setup()
    approve()

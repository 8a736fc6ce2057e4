"""Draws a PDF from standard input as PNGs to standard output: a program of its own, started by
page_images, with little time and memory."""

import math
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image

from check_siak.page_images import packed

MOST_PAGES = 5
DOTS_PER_INCH = 110
POINTS_PER_INCH = 72
MOST_PIXELS = 2_500_000  # somewhat more than A4 at that density; larger pages are drawn smaller
CPU_SECONDS = 4
BYTES = 512 * 1024 * 1024


def main() -> None:
    pdf = sys.stdin.buffer.read()
    live_modestly()
    for image in drawn(pdf):
        sys.stdout.buffer.write(packed(image))


def drawn(pdf: bytes) -> Iterator[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        picture = page.render(scale=scale_for(*page.get_size())).to_pil()
        yield png(picture)


def scale_for(width: float, height: float) -> float:
    """Of a page in points."""
    pixels_of_a_point = math.sqrt(MOST_PIXELS / max(1, width * height))
    return min(DOTS_PER_INCH / POINTS_PER_INCH, pixels_of_a_point)


def png(picture: Image.Image) -> bytes:
    """256 colours: a quarter of the size, and nobody sees it."""
    output = BytesIO()
    picture.quantize(256, method=Image.Quantize.FASTOCTREE).save(output, "PNG")
    return output.getvalue()


def live_modestly() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash writes nobody's document to disk
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with suppress(ValueError):  # macOS does not know this limit
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


if __name__ == "__main__":
    main()

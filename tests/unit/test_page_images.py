"""Pictures of pages that an officer looks at, also of files that were made to hurt."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from check_siak import page_images as module
from check_siak.page_drawing import MOST_PIXELS, drawn, scale_for
from check_siak.page_images import page_images
from tests.unit.gate_hostile import zeros
from tests.unit.gate_pki import a_pdf, hand_made

A4 = (595.3, 841.9)


def size_of(image: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(image)) as picture:
        assert picture.format == "PNG"
        return picture.size


def a_page_of(size: tuple[float, float]) -> bytes:
    output = BytesIO()
    canvas = Canvas(output, pagesize=size)
    canvas.drawString(1, 1, "KARTU KELUARGA")
    canvas.showPage()
    canvas.save()
    return output.getvalue()


def test_a_page_is_drawn_to_be_read() -> None:
    (image,) = page_images(a_page_of(A4))
    assert size_of(image) == (910, 1287)
    assert len(image) < 100_000
    with Image.open(BytesIO(image)) as picture:
        shades = picture.convert("L").histogram()
    assert sum(shades[:20]) > 100
    assert sum(shades[240:]) > 0.9 * sum(shades)


def test_five_pages_are_enough() -> None:
    assert len(page_images(a_pdf(pages=3))) == 3
    assert len(page_images(a_pdf(pages=7))) == 5


@pytest.mark.parametrize("size", [(14_400, 14_400), (2, 14_400), (1, 1), (100_000, 100_000)])
def test_a_page_of_any_size_makes_a_picture_of_bounded_size(size: tuple[float, float]) -> None:
    (image,) = page_images(a_page_of(size))
    width, height = size_of(image)
    assert 1 <= width * height <= MOST_PIXELS * 1.01


@given(width=st.floats(0, 1e9), height=st.floats(0, 1e9))
def test_the_scale_bounds_the_pixels(width: float, height: float) -> None:
    scale = scale_for(width, height)
    assert 0 < scale <= 110 / 72
    assert width * height * scale * scale <= MOST_PIXELS * 1.0001


@pytest.mark.parametrize(
    "pdf",
    [
        b"",
        b"<html>",
        b"%PDF-1.7\n%%EOF",
        hand_made({1: b"<</Type/Catalog /Pages 2 0 R>>", 2: b"[" * 100_000}),
    ],
)
def test_what_cannot_be_drawn_has_no_pictures(pdf: bytes) -> None:
    assert page_images(pdf) == ()


@pytest.mark.parametrize(("size", "images"), [(1 << 20, (b"drawn",)), (1 << 30, ())])
def test_the_drawing_program_gets_only_so_much_memory(
    monkeypatch: pytest.MonkeyPatch, size: int, images: tuple[bytes, ...]
) -> None:
    program = (
        "import sys; from check_siak.page_drawing import live_modestly, packed; live_modestly();"
        f"bytearray({size}); sys.stdout.buffer.write(packed(b'drawn'))"
    )
    monkeypatch.setattr(module, "COMMAND", (module.COMMAND[0], "-S", "-c", program))
    assert page_images(b"") == images


def test_a_picture_inside_that_swells_is_stopped() -> None:
    """Or left out; what matters is that it ends here."""
    image = zeros(1200 << 20)
    objects = {
        1: b"<</Type/Catalog /Pages 2 0 R>>",
        2: b"<</Type/Pages /Kids [3 0 R] /Count 1>>",
        3: b"<</Type/Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 5 0 R"
        b" /Resources <</XObject <</I 4 0 R>> >> >>",
        4: b"<</Type/XObject /Subtype/Image /Width 20000 /Height 20000 /BitsPerComponent 8"
        b" /ColorSpace/DeviceRGB /Filter/FlateDecode /Length %d>>\nstream\n%s\nendstream"
        % (len(image), image),
        5: b"<</Length 21>>\nstream\n99 0 0 99 0 0 cm /I Do\nendstream",
    }
    assert len(page_images(hand_made(objects))) <= 1


def test_a_program_that_takes_too_long_crashes_or_babbles_leaves_no_pictures(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    python = module.COMMAND[0]
    for program in (
        "import os, time; os.write(1, bytes(4)); time.sleep(3)",
        "import os; os.abort()",
        "import sys; sys.stdout.write('abc')",
        "raise SystemExit(3)",
    ):
        monkeypatch.setattr(module, "COMMAND", (python, "-c", program))
        monkeypatch.setattr(module, "SECONDS", 0.5)
        assert page_images(a_pdf()) == ()
    monkeypatch.setattr(module, "COMMAND", ("no-such-program",))
    assert page_images(a_pdf()) == ()


def test_the_drawing_program_inherits_no_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
    told = tmp_path / "told"
    program = f"import os, pathlib; pathlib.Path({str(told)!r}).write_text(repr(dict(os.environ)))"
    monkeypatch.setattr(module, "COMMAND", (module.COMMAND[0], "-c", program))
    page_images(b"")
    assert "a-secret" not in told.read_text()


@settings(max_examples=60, deadline=None)
@given(noise=st.binary(max_size=300), place=st.integers(0, 1200))
def test_a_damaged_file_is_drawn_or_not_and_nothing_worse(noise: bytes, place: int) -> None:
    """In this very process, where a crash would show."""
    damaged = a_pdf()[:place] + noise + a_pdf()[place + len(noise) :]
    try:
        images = list(drawn(damaged))
    except Exception as error:
        assert "Failed to load" in str(error) or isinstance(error, ValueError)
    else:
        assert len(images) <= 5

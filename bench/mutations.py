"""Ways to damage a PDF."""

import re
from collections.abc import Callable, Sequence
from random import Random

from bench.seeds import Seed

WORDS = tuple(
    b"obj endobj stream endstream xref trailer startxref null true << >> [ ] < > ( ) R %%EOF /Kids"
    b" /Fields /V /ByteRange /Contents /Prev /Size /Root /Encrypt /Length /Filter /Type /DSS /Perms"
    b" 0 -1 1 2147483648 99999999999999999999 1.5".split(b" ")
)
WORD = re.compile(rb"[A-Za-z0-9/.<>\[\]-]+")
REVISION = (
    b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 99 /Root %d 0 R /Prev %s>>\n"
    b"startxref\n%d\n%%%%EOF\n"
)
STEPS = (1, 1, 1, 2, 4)


def mutated(pdf: bytes, corpus: Sequence[Seed], chance: Random) -> bytes:
    """Mostly still a PDF by its look: what is not goes no further than the first glance."""
    for _ in range(chance.choice(STEPS)):
        pdf = chance.choice(WAYS)(pdf, corpus, chance)
    if chance.random() < 0.1:
        return pdf
    end = b"" if pdf.rstrip().endswith(b"%%EOF") else b"\n%%EOF\n"
    return (pdf if pdf.startswith(b"%PDF-") else b"%PDF-" + pdf[5:]) + end


def flip(pdf: bytes, _: Sequence[Seed], chance: Random) -> bytes:
    if not pdf:
        return b"\0"
    place = chance.randrange(len(pdf))
    return pdf[:place] + bytes([pdf[place] ^ (1 << chance.randrange(8))]) + pdf[place + 1 :]


def exchange_a_word(pdf: bytes, _: Sequence[Seed], chance: Random) -> bytes:
    start = chance.randrange(len(pdf) + 1)
    found = WORD.search(pdf, start) or WORD.search(pdf)
    if found is None:
        return pdf + chance.choice(WORDS)
    return pdf[: found.start()] + chance.choice(WORDS) + pdf[found.end() :]


def exchange_in_place(pdf: bytes, _: Sequence[Seed], chance: Random) -> bytes:
    """Of the same length, so that every place in the file stays right."""
    numbers = list(re.finditer(rb"\d{1,20}", pdf))
    if not numbers:
        return pdf
    found = chance.choice(numbers)
    width = found.end() - found.start()
    return (
        pdf[: found.start()] + b"%0*d" % (width, chance.randrange(10**width)) + pdf[found.end() :]
    )


def overwrite(pdf: bytes, _: Sequence[Seed], chance: Random) -> bytes:
    start, end = _stretch(pdf, chance)
    return pdf[:start] + chance.randbytes(end - start) + pdf[end:]


def cut_out(pdf: bytes, _: Sequence[Seed], chance: Random) -> bytes:
    start, end = _stretch(pdf, chance)
    return pdf[:start] + pdf[end:]


def repeat(pdf: bytes, _: Sequence[Seed], chance: Random) -> bytes:
    start, end = _stretch(pdf, chance)
    return pdf[:end] + pdf[start:end] * chance.choice((1, 2, 50)) + pdf[end:]


def put_in_noise(pdf: bytes, _: Sequence[Seed], chance: Random) -> bytes:
    place = chance.randrange(len(pdf) + 1)
    return pdf[:place] + chance.randbytes(chance.randrange(64)) + pdf[place:]


def graft(pdf: bytes, corpus: Sequence[Seed], chance: Random) -> bytes:
    """A stretch of another file."""
    other = chance.choice(corpus).pdf
    start, end = _stretch(other, chance)
    place = chance.randrange(len(pdf) + 1)
    return pdf[:place] + other[start:end] + pdf[place:]


def append_a_revision(pdf: bytes, corpus: Sequence[Seed], chance: Random) -> bytes:
    """Another object 1 to 12, and a table of contents that leads to it."""
    number, start, other = chance.randrange(1, 12), len(pdf), chance.choice(corpus).pdf
    first, last = _stretch(other, chance)
    body = chance.choice((b"null", b"<</Type/Catalog>>", b"[]", other[first:last]))
    added = b"%d 0 obj\n%s\nendobj\n" % (number, body)
    before = re.findall(rb"startxref\s+(\d{1,9})", pdf) or [b"0"]
    end = REVISION % (number, start, chance.randrange(1, 12), before[-1], start + len(added))
    return pdf + added + end


def _stretch(pdf: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(pdf) + 1)
    return start, min(len(pdf), start + chance.randrange(1, 400))


WAYS: tuple[Callable[[bytes, Sequence[Seed], Random], bytes], ...] = (
    *(flip, flip, flip, flip, exchange_in_place, exchange_in_place, exchange_in_place, overwrite),
    *(append_a_revision, append_a_revision, append_a_revision),
    *(exchange_a_word, cut_out, repeat, put_in_noise, graft),
)

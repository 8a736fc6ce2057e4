"""Each sentence that a citizen may read has its English, and nothing else has."""

import re
import string
import tomllib
from itertools import chain

import pytest

from local.office_file import DEFAULTS, read_office
from menwa.office import DocumentType
from tests.infra.reading import FUNCTIONS, sources

SAID = re.compile(r'"((?:[^"\\]|\\.)*)"\|t\b')
ENGLISH: dict[str, str] = tomllib.loads((DEFAULTS / "pages.en.toml").read_text(encoding="utf-8"))
PAGES = sorted(FUNCTIONS.glob("*/pages/*.html"))
OFFICES = [read_office(key) for key in ("contoh", "pekanbaru")]


def sentences_in(page: str) -> set[str]:
    return {found.replace('\\"', '"') for found in SAID.findall(page)}


def sentences_of(document: DocumentType) -> set[str]:
    hint = document.number_hint
    said = {document.name, document.purpose, document.number_name, hint, document.never_a_pdf}
    return (said | {document.where, *document.bring}) - {""}


def said_to_citizens() -> set[str]:
    pages, office = (page.read_text(encoding="utf-8") for page in PAGES), OFFICES[0]
    beside = {key for key in office.texts if key.startswith(("error_", "note_"))}
    return {
        *chain.from_iterable(map(sentences_in, pages)),
        *chain.from_iterable(map(sentences_of, office.documents.values())),
        *(office.texts[key] for key in beside),
        *(each.opening for each in OFFICES),
    }


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_sentence_has_its_english() -> None:
    assert said_to_citizens() - ENGLISH.keys() == set()


def test_no_english_is_left_over() -> None:
    quoted = (re.findall(r'"([^"\n]+)"', page.read_text(encoding="utf-8")) for page in PAGES)
    words = {word for source in sources() for word in source.words()} | {*chain(*quoted)}
    assert ENGLISH.keys() - said_to_citizens() - words - {*OFFICES[0].texts.values()} == set()


@pytest.mark.parametrize("sentence", sorted(ENGLISH))
def test_the_same_is_filled_in(sentence: str) -> None:
    assert blanks(sentence) == blanks(ENGLISH[sentence])


def test_a_sentence_on_a_page_is_found() -> None:
    assert sentences_in('{{ "Ya"|t }}{{ ("Tahun {y}"|t(y=1) if x else "Nol") }}') == {
        "Ya",
        "Tahun {y}",
    }

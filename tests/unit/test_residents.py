import re
from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from local.siak import invented_residents
from local.siak.pdfs import DRAWN_BY, draw
from local.siak.pdfs.words import date_in_words, in_words
from local.siak.residents import Document, Person, misspelt

RESIDENTS = invented_residents()
PEOPLE = list(RESIDENTS.people.values())
FAMILIES = list(RESIDENTS.families.values())
DOCUMENTS = list(RESIDENTS.documents.values())
FIRST_SIGNED_PAPER = date(2020, 7, 1)
AKTA = re.compile(r"1471-(LU|LT|KM|KW|CR|PA|PS|PAA)-\d{8}-\d{4}")
NUMBERS = {"biodata": r"1471/BIO/\d{8}/\d{4}", "skpwni": r"SKPWNI/1471/\d{8}/\d{4}"}


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_there_are_about_forty_people_in_a_dozen_families() -> None:
    assert 38 <= len(PEOPLE) <= 45
    assert 11 <= len(FAMILIES) <= 14
    assert len({family.kecamatan_code for family in FAMILIES}) >= 11


def test_every_nik_and_every_family_card_number_is_invented_and_nobody_elses() -> None:
    numbers = [person.nik for person in PEOPLE] + [family.number for family in FAMILIES]
    assert all(re.fullmatch(r"99\d{14}", number) for number in numbers)
    members = sum(len(family.member) for family in FAMILIES)
    assert members + 4 == len({person.nik for person in PEOPLE})
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.nik)
def test_the_nik_holds_the_birth_date_with_forty_added_for_women(person: Person) -> None:
    day = person.born.day + (40 if person.sex == "P" else 0)
    assert person.nik[6:12] == f"{day:02d}{person.born:%m%y}"
    assert person.nik[12:] != "0000"


def test_birth_dates_are_plausible() -> None:
    assert all(date(1945, 1, 1) < person.born < date(2026, 1, 1) for person in PEOPLE)
    couples = [person for person in PEOPLE if person.married_on]
    assert all(one.married_on and one.married_on.year - one.born.year >= 19 for one in couples)


def test_a_family_lives_under_one_head_in_the_kecamatan_of_its_number() -> None:
    for family in FAMILIES:
        assert [one.relation for one in family.member].count("KEPALA KELUARGA") == 1
        assert family.number[4:6] == f"{family.kecamatan_code:02d}"
        assert re.fullmatch(r"28\d{3}", family.postal_code)


def test_every_type_of_document_occurs_at_least_twice() -> None:
    occurring = Counter(document.type for document in DOCUMENTS)
    assert set(occurring) == set(DRAWN_BY)
    assert min(occurring.values()) >= 2


def test_some_are_unsigned_inactive_wrong_or_recorded_with_another_phone_or_none() -> None:
    assert sum(not one.signed for one in DOCUMENTS) >= 5
    assert sum(not one.active for one in DOCUMENTS) >= 3
    assert sum(one.wrong_entry for one in DOCUMENTS) >= 2
    assert sum(one.phone is None for one in DOCUMENTS) >= 2
    assert len({one.phone for one in DOCUMENTS if (one.phone or "").startswith("+62899000002")}) > 2


def test_an_ordinary_request_can_be_walked_for_every_type() -> None:
    ready = {one.type for one in DOCUMENTS if one.active and one.phone and not one.wrong_entry}
    assert ready == set(DRAWN_BY)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_a_document_fits_the_people_on_it(document: Document) -> None:
    appearing = [party.nik for party in document.parties]
    assert document.subject in appearing
    assert all(nik in RESIDENTS.people for nik in appearing)
    assert FIRST_SIGNED_PAPER <= document.issued_on < date(2026, 1, 1)
    assert all(RESIDENTS.people[nik].born <= document.issued_on for nik in appearing)
    assert re.fullmatch(r"dok-\d{3}", document.id)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_a_document_has_a_number_of_its_types_shape(document: Document) -> None:
    if document.type == "kk":
        assert document.number == document.family
        assert document.number in RESIDENTS.families
    else:
        assert re.fullmatch(NUMBERS.get(document.type, AKTA.pattern), document.number)
        assert f"{document.issued_on:%d%m%Y}" in document.number


def test_where_one_is_inactive_for_a_newer_one_the_newer_one_is_active() -> None:
    cards = [one for one in DOCUMENTS if one.type == "kk"]
    for number, issued in Counter(card.number for card in cards).items():
        if issued > 1:
            newest = max((c for c in cards if c.number == number), key=lambda c: c.issued_on)
            assert [c.id for c in cards if c.number == number and c.active] == [newest.id]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_the_drawing_says_the_number_and_whose_it_is(document: Document) -> None:
    subject = RESIDENTS.people[document.subject]
    text = text_of(draw(document, RESIDENTS))
    assert document.number in text
    assert subject.nik in text
    assert subject.name.upper() in text
    assert "CONTOH" in text


def test_a_family_card_names_every_member_with_their_nik() -> None:
    card = RESIDENTS.documents["dok-001"]
    text = text_of(draw(card, RESIDENTS))
    for party in card.parties:
        assert party.nik in text
        assert RESIDENTS.people[party.nik].name.upper() in text


def test_the_same_document_is_drawn_into_the_same_bytes() -> None:
    document = DOCUMENTS[0]
    assert draw(document, RESIDENTS) == draw(document, RESIDENTS)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.nik)
def test_a_misspelt_name_is_another_name_with_the_same_letters(person: Person) -> None:
    assert misspelt(person.name) != person.name
    assert sorted(misspelt(person.name)) == sorted(person.name)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "SATU"),
        (10, "SEPULUH"),
        (11, "SEBELAS"),
        (17, "TUJUH BELAS"),
        (31, "TIGA PULUH SATU"),
        (100, "SERATUS"),
        (1974, "SERIBU SEMBILAN RATUS TUJUH PULUH EMPAT"),
        (2020, "DUA RIBU DUA PULUH"),
    ],
)
def test_numbers_are_spelt_as_indonesian_says_them(number: int, words: str) -> None:
    assert in_words(number) == words


def test_dates_are_spelt_out() -> None:
    assert date_in_words(date(2011, 11, 30)) == "TIGA PULUH NOVEMBER DUA RIBU SEBELAS"

"""What letters to Kasi, Kabid and Kadis say, and to what they lead."""

import re
from datetime import timedelta
from typing import Any

import pytest

from menwa.people import Absence
from menwa.types import Level
from notify_officials.letters import LINK_LIVES, Address, Letter, StallLetter, letter_about
from tests.builders import CASE_ID, NOW, OFFICE, a_proven_case, a_wait

POSTS: dict[Level, str] = {
    "kasi": "kasi-identitas",
    "kabid": "kabid-dafduk",
    "kadis": "kadis",
}
URL = "https://menwa.contoh.go.id"


def a_letter(*kinds: str, level: Level = "kasi", **wait: Any) -> Letter:
    post = POSTS[level]
    to = Address(post, level, OFFICE.holder(post, NOW.date()), ("whatsapp",))
    asked = a_wait(waiting_for=post, asked=level, **wait)
    waiting = [(a_proven_case(document_type=kind), asked) for kind in kinds or ("kk",)]
    return letter_about(to, waiting, OFFICE, NOW)


def test_a_letter_about_one_document_leads_to_its_question() -> None:
    letter = a_letter()
    link = letter.link
    assert (link.case_id, link.visit) == (CASE_ID, a_wait().visit)
    assert (link.official, link.level) == ("kasi-identitas", "kasi")
    assert link.valid_until == OFFICE.hours.after(NOW, LINK_LIVES)
    assert letter.message().name == "tanya_pejabat"


def test_a_letter_about_several_leads_to_all_that_waits_and_names_types_and_counts() -> None:
    letter = a_letter("akta_kelahiran", "kk", "kk", since=NOW - timedelta(hours=2))
    assert (letter.link.case_id, letter.link.visit) == (None, None)
    assert letter.message().values == {
        "count": "3",
        "title": "Kepala Seksi Identitas Penduduk",
        "documents": "2 Kartu Keluarga, 1 Akta Kelahiran",
        "waited": "2 jam kerja",
    }


@pytest.mark.parametrize("kinds", [["kk"], ["kk", "akta_kelahiran", "kk"]])
def test_mails_say_how_many_and_nothing_of_a_citizen(kinds: list[str]) -> None:
    letter = a_letter(*kinds)
    mail = letter.mail(URL)
    assert mail.subject.startswith(f"{len(kinds)} dokumen menunggu")
    for words in (mail.text, mail.html):
        assert re.findall(r"/k/([\w-]+)", words) == [letter.token]
        assert "9971" not in words
        assert "Nurhayati" not in words
    assert "<img" not in mail.html
    assert "prefers-color-scheme: dark" in mail.html


def test_a_superior_reads_how_many_wait_and_how_long() -> None:
    superior, waited = OFFICE.officials["kadis"], timedelta(hours=11)
    letter = StallLetter(superior, "kadis", ("mail",), "Kepala Bidang <A & B>", 23, waited)
    mail = letter.mail(URL)
    assert mail.subject == "23 dokumen tertahan di Kepala Bidang <A & B>"
    assert "11 jam kerja" in mail.text
    assert "Kepala Bidang <A & B>" in mail.text
    assert "Kepala Bidang &lt;A &amp; B&gt;" in mail.html
    assert letter.message().values["count"] == "23"


def test_during_an_absence_the_deputy_is_written_to() -> None:
    day = OFFICE.day_of(NOW)
    away = Absence(first=day, last=day, kind="cuti", deputy="kabid-capil")
    absent = OFFICE.officials["kabid-dafduk"].model_copy(update={"absences": (away,)})
    office = OFFICE.model_copy(update={"officials": {**OFFICE.officials, "kabid-dafduk": absent}})
    assert office.title("kabid-dafduk", day) == "Plh. Kepala Bidang Pendaftaran Penduduk"
    assert office.title("kabid-dafduk", day + timedelta(days=1)) == absent.title


def test_no_two_letters_have_the_same_link() -> None:
    letters = [a_letter(level="kadis") for _ in range(50)]
    assert len({letter.token for letter in letters}) == 50
    assert min(len(letter.token) for letter in letters) >= 43

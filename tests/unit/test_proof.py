"""`MENWA <code>`: what proves a phone, and what does not."""

from datetime import timedelta

import pytest

from intake.proof import code_in, proof_page, proven
from menwa.case import START, CaseFile
from menwa.errors import NotFound
from menwa.recipient import Recipient
from menwa.request_form import Request
from menwa.types import Status
from tests.builders import NOW, OFFICE, PHONE, a_case, a_file, an_applicant

SENDER = Recipient(phone=PHONE, user_id="ID.1")
UNPROVEN = a_file(a_case())


@pytest.mark.parametrize(
    "text",
    [
        "MENWA AB12-CD34",
        "MENWA AB12-CD34.",
        "menwa ab12 cd34",
        "Menwa ab12cd34",
        "  MENWA: AB12\u2013CD34!  ",
        "*MENWA AB12-CD34*",
        '"MENWA AB12-CD34"',
        "MENWA\nAB12-CD34",
        "MENWAAB12CD34",
        "menwa abi2 cd34",
        "menwa ABl2 CD34",
    ],
)
def test_a_code_is_found_however_it_is_typed(text: str) -> None:
    assert code_in(text) == "AB12CD34"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "Halo",
        "MENWA",
        "AB12-CD34",
        "MENWA AB12-CD3",
        "MENWA AB12-CD345",
        "MENWA AB12-CD34 tolong",
        "tolong MENWA AB12-CD34",
        "STATUS MW-0000000000A",
    ],
)
def test_other_words_are_no_code(text: str | None) -> None:
    assert code_in(text) is None


def prove(file: CaseFile = UNPROVEN, sender: Recipient = SENDER, **later: float) -> CaseFile:
    return proven(file, sender, NOW + timedelta(**later), OFFICE)


def test_the_phone_that_the_form_named_proves_the_request() -> None:
    case = prove(hours=1).case
    assert (case.status, case.identity) == (Status.CHECKING, SENDER)
    assert case.proven_at == NOW + timedelta(hours=1)


def test_a_proven_request_is_not_erased_with_the_unproven() -> None:
    assert UNPROVEN.case.expires_at is not None
    assert prove().case.expires_at is None


def test_a_proven_request_stands_on_the_list_of_the_offices_day() -> None:
    late_in_utc = proven(UNPROVEN, SENDER, NOW.replace(hour=18), OFFICE)
    assert str(prove().case.day) == "2026-11-23"
    assert str(late_in_utc.case.day) == "2026-11-24"


def test_the_proof_is_the_cards_first_entry_and_waits_to_begin() -> None:
    file = prove(hours=1)
    entry = file.entries[0]
    assert (entry.step, entry.act, entry.handed_to) == (1, "registered", "MENWA")
    assert (entry.received_at, entry.handed_over_at) == (NOW, NOW + timedelta(hours=1))
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.token) == (START, "")


@pytest.mark.parametrize(
    "sender",
    [
        Recipient(phone="+6289900000102"),
        Recipient(phone=PHONE + "0"),
        Recipient(user_id="ID.1"),
    ],
)
def test_nobody_else_proves_it(sender: Recipient) -> None:
    with pytest.raises(NotFound):
        prove(sender=sender)


def test_a_proof_that_comes_too_late_is_none() -> None:
    assert prove(hours=24).case.proven_at
    with pytest.raises(NotFound):
        prove(hours=24, seconds=1)


def test_a_second_proof_changes_nothing() -> None:
    once = prove()
    assert prove(once, minutes=5) == once
    assert prove(once, hours=48) == once


def test_another_phone_learns_nothing_of_a_proven_request() -> None:
    with pytest.raises(NotFound):
        prove(prove(), sender=Recipient(phone="+6289900000102"))


def test_the_page_leads_to_whatsapp_with_the_message_ready_to_send() -> None:
    page = proof_page(OFFICE, Request("kk", None, an_applicant()), "AB12CD34")
    assert 'href="https://wa.me/62811000714?text=MENWA%20AB12-CD34"' in str(page.body)


def test_the_page_shows_of_the_phone_only_its_end() -> None:
    text = str(proof_page(OFFICE, Request("kk", None, an_applicant()), "AB12CD34").body)
    assert "<strong>0101</strong>" in text
    assert PHONE not in text
    assert PHONE.removeprefix("+62") not in text


def test_the_page_warns_against_giving_the_code_away_and_has_a_picture_of_it() -> None:
    text = str(proof_page(OFFICE, Request("kk", None, an_applicant()), "AB12CD34").body)
    assert "Jangan berikan kode ini kepada siapa pun" in text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in text

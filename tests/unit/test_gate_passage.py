"""What the gate's verdict does to a case."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from check_siak.drop_store import Drop
from check_siak.gate import Examined, Passage, passage_for
from check_siak.passing import (
    Bringer,
    awaited_at_gate,
    dropped_by,
    fetched_for,
    outcome,
    through_the_gate,
)
from check_siak.settling import desk_id
from check_siak.verdicts import Revocation, Signature, SignatureVerdict, Verdict
from menwa.case import ANSWERED, DESK, GATE, CaseFile
from menwa.documents import incoming_key
from menwa.types import Status
from tests.builders import (
    CASE_ID,
    NOW,
    OFFICE,
    a_file,
    a_proven_case,
    a_wait,
    an_attempt,
    found,
    staged,
)

SIGNED_AT = datetime(2023, 8, 14, 3, 0, tzinfo=UTC)
TEXT = "KARTU KELUARGA No. 9971011103190001 H. SYAHRIAL TAMBUSAI 9971011704740001"
DROP = Drop(
    id="drop-aaaaaaaaaaaaaaaa",
    officer="siti.aminah",
    name="Siti Aminah",
    paraf="SA",
    at=NOW,
    expires_at=0,
)


def a_signature(signed_at: datetime | None) -> Signature:
    known: dict[str, Any] = dict.fromkeys(
        ("field", "subfilter", "signer", "certificate_sha256", "serial", "issuer", "coverage"), ""
    )
    return Signature(
        **known,
        verdict=Verdict.OK,
        detail="",
        modification="",
        signed_at=signed_at,
        timestamp=signed_at,
        tsa=None,
        digest="sha256",
        revocation=Revocation.GOOD,
    )


def a_pdf(verdict: Verdict = Verdict.OK, **changes: Any) -> Examined:
    signature = a_signature(changes.pop("signed_at", SIGNED_AT))
    told = SignatureVerdict(verdict, "", "b" * 64, "contoh-1", (signature,))
    known: dict[str, Any] = {"content": b"", "verdict": told, "text": TEXT, "observed": False}
    return Examined(**known | changes)


def a_passage(pdf: Examined | None = None, **changes: Any) -> Passage:
    known: dict[str, Any] = {"pdf": pdf or a_pdf(), "found": found()}
    return Passage(**known | changes)


def at_gate(**changes: Any) -> CaseFile:
    known: dict[str, Any] = {"found": found(), "right": "officer"}
    return a_file(a_proven_case(**known | changes), wait=a_wait(waiting_for=GATE, asked=GATE))


def asked(who: str = "siak", **changes: Any) -> CaseFile:
    """A person is asked: at the desk, or an official."""
    known: dict[str, Any] = {"found": found(), "right": "officer", "status": Status.AT_DESK}
    post = "kasi-identitas" if who == "kasi" else DESK
    return a_file(a_proven_case(**known | changes), wait=a_wait(waiting_for=post, asked=who))


def through(passage: Passage, file: CaseFile | None = None, by: Bringer | None = None) -> CaseFile:
    file = file or at_gate()
    return through_the_gate(file, passage, by or fetched_for(file), NOW + timedelta(seconds=3))


def dropped(passage: Passage, file: CaseFile) -> CaseFile:
    return through(passage, file, dropped_by(DROP, 3))


def answer_of(file: CaseFile) -> Any:
    return file.wait.answer if file.wait else None


def test_what_passes_is_staged_and_goes_on_to_be_sent() -> None:
    file = through(a_passage())
    assert file.case.staged is not None
    assert file.case.staged.model_dump() == {
        "sha256": "b" * 64,
        "siak_id": "dok-001",
        "signature": "OK",
        "text_holds": True,
        "policy": "contoh-1",
        "signed_at": SIGNED_AT,
        "observed": False,
        "pages": 0,
        "confirmed_by": None,
    }
    assert (file.case.status, file.case.verdict) == (Status.SENDING, "OK")
    assert (file.entries[0].act, file.entries[0].handed_to) == ("signed", "Pengiriman")
    assert answer_of(file) == {"found": "signed", "reason": "none"}
    assert file.wait is not None
    assert file.wait.waiting_for == ANSWERED


@pytest.mark.parametrize(
    ("passage", "verdict"),
    [
        (a_passage(a_pdf(Verdict.CONTENT_TAMPERED, text=None)), "CONTENT_TAMPERED"),
        (a_passage(a_pdf(Verdict.NO_SIGNATURE, text=None, observed=True)), "NO_SIGNATURE"),
        (a_passage(missing=("nik", "name")), "OTHER_TEXT: nik, name"),
        (a_passage(superseded=True), "SUPERSEDED"),
        (
            a_passage(a_pdf(Verdict.WEAK_ALGORITHM, observed=True), missing=("nik",)),
            "OTHER_TEXT: nik",
        ),
    ],
)
def test_what_the_gateway_brings_and_does_not_pass_goes_to_the_desk_with_the_verdict(
    passage: Passage, verdict: str
) -> None:
    file = through(passage)
    assert file.case.staged is None
    assert (file.case.status, file.case.verdict) == (Status.AT_DESK, verdict)
    assert (file.entries[0].act, file.entries[0].handed_to) == ("gate_refused", "Meja petugas")
    assert answer_of(file) == {"found": "desk", "reason": "gate_refused"}


@pytest.mark.parametrize(
    "passage",
    [a_passage(a_pdf(Verdict.CONTENT_TAMPERED, text=None)), a_passage(missing=("number",))],
)
def test_what_an_officer_drops_and_does_not_pass_leaves_the_case_waiting(passage: Passage) -> None:
    before = asked(staged=staged())
    file = dropped(passage, before)
    assert (file.wait, file.entries, file.case.staged) == (before.wait, (), before.case.staged)
    assert file.case.verdict == passage.verdict
    assert outcome(file, passage) == "refused"


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("siak", {"found": "signed", "reason": "none"}),
        ("desk", {"answer": "staged"}),
        ("kasi", {"answer": "staged"}),
    ],
)
def test_a_dropped_pdf_answers_whoever_is_asked(who: str, answer: dict[str, str]) -> None:
    unsigned = found(signed=False)
    file = dropped(a_passage(), asked(who, found=unsigned))
    assert answer_of(file) == answer
    assert file.case.found == found()
    assert file.case.status is Status.SENDING
    (entry,) = file.entries
    assert (entry.act, entry.paraf, entry.handed_to) == ("pdf_dropped", "SA", "Pengiriman")
    assert entry.holder == "Meja petugas (Siti Aminah)"
    assert outcome(file, a_passage()) == "goes_on"


def test_an_official_whom_a_pdf_answers_finds_it_on_the_card_by_their_visit() -> None:
    (entry,) = dropped(a_passage(), asked("kasi")).entries
    assert entry.occasion == f"answer:{a_wait().visit}"
    (entry,) = dropped(a_passage(), asked()).entries
    assert entry.occasion == "drop-aaaaaaaaaaaaaaaa:3"


def test_a_pdf_whose_applicants_right_is_open_waits_at_the_desk_for_that() -> None:
    file = dropped(a_passage(), asked(right=None))
    assert file.case.staged is not None
    assert (file.case.reason, answer_of(file)) == ("right_unknown", None)
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.reason) == (DESK, "right_unknown")
    assert file.entries[0].handed_to == "Meja petugas"
    assert outcome(file, a_passage()) == "right_unknown"


def test_an_officials_question_closes_and_the_open_right_goes_to_the_desk() -> None:
    file = dropped(a_passage(), asked("kasi", right=None, status=Status.WITH_OFFICIAL))
    assert answer_of(file) == {"answer": "right_unknown"}
    assert file.case.status is Status.AT_DESK


@pytest.mark.parametrize(
    "pdf",
    [
        a_pdf(text=None, pages=(b"png",)),
        a_pdf(observed=True, pages=(b"png",)),
        a_pdf(Verdict.ISSUER_UNTRUSTED, observed=True, pages=(b"png",)),
    ],
)
def test_what_the_gate_cannot_tell_waits_for_an_officers_eyes(pdf: Examined) -> None:
    for file in (through(a_passage(pdf)), dropped(a_passage(pdf), asked())):
        assert file.case.staged is not None
        assert file.case.staged.pages == 1
        assert file.case.reason == "pdf_to_confirm"
        assert file.case.status is Status.AT_DESK
        assert file.entries[0].act == "pdf_to_confirm"
        assert file.entries[0].handed_to == "Meja petugas"
    assert answer_of(through(a_passage(pdf))) == {"found": "desk", "reason": "pdf_to_confirm"}
    assert answer_of(dropped(a_passage(pdf), asked())) is None


def test_an_unreadable_text_is_said_to_be_one() -> None:
    assert a_passage(a_pdf(text=None, pages=(b"png",))).verdict == "UNREADABLE"


@pytest.mark.parametrize(
    "file",
    [
        a_file(),
        asked(),
        at_gate().answered({"found": "desk", "reason": "near_miss"}, NOW),
    ],
)
def test_the_gateways_pdf_that_nobody_waits_for_changes_nothing(file: CaseFile) -> None:
    assert through(a_passage(), file) == file


def test_a_verdict_of_an_earlier_look_does_not_answer_a_later_one() -> None:
    by = fetched_for(a_file(wait=a_wait(waiting_for=GATE, visit="2026-11-23T02:00:00Z")))
    later = at_gate()
    assert through(a_passage(), later, by) is later


@pytest.mark.parametrize(
    "file",
    [
        a_file(),
        at_gate(),
        asked(status=Status.RETURNED),
        asked().answered({"found": "unsigned", "reason": "none"}, NOW),
        a_file(asked("desk").case, wait=asked("desk").wait, attempts=(an_attempt(),)),
        a_file(asked().case, wait=asked().wait, attempts=(an_attempt(outcome="delivered"),)),
        a_file(wait=a_wait(waiting_for="delivery", asked="whatsapp")),
    ],
)
def test_a_dropped_pdf_changes_nothing_where_nobody_waits_for_one(file: CaseFile) -> None:
    assert dropped(a_passage(), file) is file
    assert outcome(file, a_passage()) == "too_late"


def test_a_pdf_after_a_send_that_failed_for_sure_is_taken() -> None:
    refused = a_file(asked().case, wait=asked().wait, attempts=(an_attempt(outcome="refused"),))
    assert dropped(a_passage(), refused).case.status is Status.SENDING


def test_the_same_dropped_file_a_second_time_changes_nothing() -> None:
    once = dropped(a_passage(), asked(right=None))
    assert dropped(a_passage(), once) is once
    assert outcome(once, a_passage()) == "right_unknown"


def test_only_the_pdf_of_this_very_look_is_awaited() -> None:
    key = incoming_key(CASE_ID, a_wait().visit)
    assert awaited_at_gate(at_gate(), key)
    assert not awaited_at_gate(at_gate(), incoming_key(CASE_ID, "2026-11-23T02:00:00Z"))
    assert not awaited_at_gate(asked(), key)
    assert not awaited_at_gate(at_gate(found=None), key)


def passed(pdf: Examined, newest: datetime | None = None, **changes: Any) -> Passage:
    known: dict[str, Any] = {"found": found()}
    case = a_proven_case(**known | changes)
    return passage_for(case, pdf, "siti.aminah", OFFICE, lambda _type, _number: newest)


def test_the_document_that_siak_found_passes() -> None:
    assert passed(a_pdf()).verdict == "OK"


@pytest.mark.parametrize(
    ("signed_at", "issued_on", "newest", "superseded"),
    [
        (SIGNED_AT, date(2023, 8, 14), None, False),
        (SIGNED_AT, date(2023, 8, 15), None, True),
        (datetime(2023, 8, 13, 17, 0, tzinfo=UTC), date(2023, 8, 14), None, False),
        (datetime(2023, 8, 13, 16, 59, tzinfo=UTC), date(2023, 8, 14), None, True),
        (SIGNED_AT, None, SIGNED_AT, False),
        (SIGNED_AT, None, SIGNED_AT + timedelta(seconds=1), True),
        (SIGNED_AT, None, SIGNED_AT - timedelta(days=900), False),
        (None, date(2023, 8, 15), SIGNED_AT, False),
    ],
)
def test_a_pdf_older_than_the_newest_known_is_superseded(
    signed_at: datetime | None, issued_on: date | None, newest: datetime | None, superseded: bool
) -> None:
    """Days are the office's: midnight there is 17.00 UTC."""
    passage = passed(a_pdf(signed_at=signed_at), newest, found=found(issued_on=issued_on))
    assert passage.is_open is not superseded
    assert passage.verdict == ("SUPERSEDED" if superseded else "OK")


def test_what_nobody_could_look_at_does_not_pass() -> None:
    passage = passed(a_pdf(text=None))
    assert not passage.is_open
    assert passage.verdict == "OTHER_TEXT: text"


def test_without_a_look_into_siak_the_drop_itself_says_what_is_there() -> None:
    text = "KARTU KELUARGA No. 9971011103190001 NURHAYATI LUBUK PUDING 9971014209770001"
    passage = passed(a_pdf(text=text), found=None)
    assert passage.verdict == "OK"
    assert passage.found.siak_id == desk_id("kk", "9971 0111 0319 0001")
    assert (passage.found.looked_up_by, passage.found.signed, passage.found.active) == (
        "siti.aminah",
        True,
        True,
    )


def test_another_persons_document_of_that_number_does_not_pass() -> None:
    assert passed(a_pdf(), found=None).verdict == "OTHER_TEXT: nik, name"

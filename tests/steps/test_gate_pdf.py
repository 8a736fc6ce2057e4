"""The gate: what arrives is verified, and only what passes is staged. By the real clock,
because signatures carry the real time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from check_siak import gate_pdf
from check_siak.trust import Mode
from local.siak.sample import draft, tampered
from menwa import aws
from menwa.case import GATE, CaseFile
from menwa.documents import DocumentStore, sha256_of
from menwa.types import Status
from tests.builders import CASE_ID, a_file, a_proven_case, a_wait, found
from tests.steps.calling import queued, s3_event
from tests.steps.world import STAGING, World
from tests.unit.gate_pki import sign
from tests.unit.siak_setting import a_pki

VISIT = "2026-11-23T03:00:00.000Z"


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    world.clock.moment = datetime.now(UTC)
    yield


def at_gate(world: World, **changes: Any) -> CaseFile:
    known: dict[str, Any] = {"found": found(), "right": "recorded_phone"}
    wait = a_wait(waiting_for=GATE, asked=GATE, visit=VISIT)
    return world.have(a_file(a_proven_case(**known | changes), wait=wait))


def arrive(pdf: bytes, visit: str = VISIT, case_id: str = CASE_ID) -> str:
    """The event of a PDF that has arrived."""
    before = set(_keys())
    DocumentStore(aws.s3(), STAGING).arrive(case_id, visit, pdf)
    key = next(iter(set(_keys()) - before), f"incoming/{case_id}/known.pdf")
    return s3_event(key)


def _keys() -> list[str]:
    listed = aws.s3().list_objects_v2(Bucket=STAGING).get("Contents", [])
    return [each["Key"] for each in listed]


def test_what_siak_signed_is_staged_under_its_own_hash_and_answered(world: World) -> None:
    at_gate(world)
    pdf = world.signed()
    assert queued(gate_pdf.handler, arrive(pdf)) == []
    assert world.staged_keys() == [f"staged/{sha256_of(pdf)}.pdf"]
    assert DocumentStore(aws.s3(), STAGING).staged(sha256_of(pdf)) == pdf
    file = world.file()
    assert (file.case.status, file.case.verdict) == (Status.SENDING, "OK")
    assert file.case.staged is not None
    assert file.case.staged.sha256 == sha256_of(pdf)
    assert world.procedure.answers == [("task-token", {"found": "signed", "reason": "none"})]
    assert [entry.act for entry in file.entries] == ["signed"]


def test_what_does_not_verify_goes_to_the_desk_unstaged(world: World) -> None:
    entry = world.siak.entry("dok-001")
    assert entry is not None
    for pdf, verdict in (
        (tampered(world.signed()), "CONTENT_TAMPERED"),
        (draft(entry), "NO_SIGNATURE"),
        (b"", "EMPTY"),
        (b"<html>Silakan masuk kembali</html>", "NOT_PDF"),
    ):
        file = world.file() if world.items() else at_gate(world)
        visit = f"visit {verdict}"
        wait = a_wait(waiting_for=GATE, asked=GATE, visit=visit, token=f"task-token {verdict}")
        world.store.save(file, file.opened(wait))
        queued(gate_pdf.handler, arrive(pdf, visit))
        assert world.file().case.verdict == verdict
    assert world.staged_keys() == []
    assert [answer for _, answer in world.procedure.answers] == [
        {"found": "desk", "reason": "gate_refused"}
    ] * 4
    assert world.file().case.status is Status.AT_DESK


def test_somebody_elses_genuine_pdf_goes_to_the_desk_unstaged(world: World) -> None:
    at_gate(world)
    other = world.siak.someone_elses(world.siak.entries()[0])
    queued(gate_pdf.handler, arrive(world.signed(other.document.id)))
    assert world.file().case.verdict == "OTHER_TEXT: number, nik, name"
    assert world.file().case.staged is None
    assert world.staged_keys() == []
    assert world.procedure.answers == [("task-token", {"found": "desk", "reason": "gate_refused"})]


def test_an_event_that_comes_twice_is_answered_once(world: World) -> None:
    at_gate(world)
    event = arrive(world.signed())
    assert queued(gate_pdf.handler, event, event) == []
    before = world.items()
    assert queued(gate_pdf.handler, event) == []
    assert world.items() == before
    assert len(world.procedure.answers) == 1
    assert len(world.file().entries) == 1


def test_a_pdf_that_nobody_waits_for_changes_nothing(world: World) -> None:
    world.have(a_file(a_proven_case(found=found())))
    before = world.items()
    assert queued(gate_pdf.handler, arrive(world.signed())) == []
    assert world.items() == before
    assert world.staged_keys() == []


def test_a_pdf_of_an_earlier_look_is_not_taken_for_this_ones(world: World) -> None:
    """Both family cards bear the same number, NIK and name; one of them was replaced."""
    at_gate(world)
    queued(gate_pdf.handler, arrive(world.signed("dok-002"), "2026-11-22T03:00:00.000Z"))
    assert world.staged_keys() == []
    wait = world.file().wait
    assert wait is not None
    assert wait.waiting_for == GATE


def test_a_pdf_of_no_case_is_only_noted(world: World) -> None:
    assert queued(gate_pdf.handler, arrive(world.signed(), case_id="MW-00000000011")) == []
    assert world.staged_keys() == []
    assert "a PDF of no case" in world.logs.getvalue()


def test_s3s_own_greeting_is_no_pdf(world: World) -> None:
    assert queued(gate_pdf.handler, '{"Service": "Amazon S3", "Event": "s3:TestEvent"}') == []
    assert world.procedure.answers == []


def test_an_event_that_cannot_be_read_holds_up_no_other(world: World) -> None:
    at_gate(world)
    assert queued(gate_pdf.handler, "{", arrive(world.signed())) == [0]
    assert world.file().case.status is Status.SENDING


def test_a_case_of_which_siak_found_nothing_passes_no_pdf(world: World) -> None:
    at_gate(world, found=None)
    queued(gate_pdf.handler, arrive(world.signed()))
    assert world.file().case.staged is None
    assert world.procedure.answers == []


def test_a_document_older_than_the_newest_that_ever_passed_is_refused(world: World) -> None:
    """Both family cards bear the same number, NIK and name; SIAK's own date is not known here."""
    at_gate(world)
    queued(gate_pdf.handler, arrive(world.signed()))
    file = world.file()
    older = a_wait(waiting_for=GATE, asked=GATE, visit="later", token="task-token later")
    again = file.updated(found=found(siak_id="dok-002", issued_on=None)).opened(older)
    world.store.save(file, again)
    queued(gate_pdf.handler, arrive(world.signed("dok-002"), "later"))
    assert world.file().case.verdict == "SUPERSEDED"
    assert len(world.staged_keys()) == 1
    assert world.procedure.answers[-1][1] == {"found": "desk", "reason": "gate_refused"}


def test_a_forged_pdf_is_noted_for_the_operators(world: World) -> None:
    at_gate(world)
    queued(gate_pdf.handler, arrive(tampered(world.signed())))
    assert "a PDF may be forged or altered" in world.logs.getvalue()


def test_a_certificate_of_whose_revocation_nothing_is_known_is_noted(world: World) -> None:
    """It carries no revocation data, and none has been fetched."""
    at_gate(world)
    entry = world.siak.entry("dok-001")
    assert entry is not None
    queued(gate_pdf.handler, arrive(sign(a_pki(), draft(entry))))
    assert world.file().case.verdict == "OK"
    assert "nothing is known about a certificate's revocation" in world.logs.getvalue()


def test_while_the_gate_is_observed_an_officer_has_to_look(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    observing(monkeypatch)
    at_gate(world)
    pdf = world.signed()
    queued(gate_pdf.handler, arrive(pdf))
    staged = world.file().case.staged
    assert staged is not None
    assert (staged.signature, staged.observed, staged.pages) == ("OK", True, 1)
    assert DocumentStore(aws.s3(), STAGING).page(sha256_of(pdf), 1).startswith(b"\x89PNG")
    assert world.file().case.status is Status.AT_DESK
    assert world.procedure.answers == [
        ("task-token", {"found": "desk", "reason": "pdf_to_confirm"})
    ]


def test_while_the_gate_is_observed_what_proves_tampering_is_refused_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    observing(monkeypatch)
    at_gate(world)
    queued(gate_pdf.handler, arrive(tampered(world.signed())))
    assert world.file().case.staged is None
    assert world.file().case.verdict == "CONTENT_TAMPERED"


def observing(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = a_pki().trust_policy().model_copy(update={"mode": Mode.OBSERVE})
    monkeypatch.setattr("check_siak.gate_pdf.trust_in", lambda _bucket, **_: policy)

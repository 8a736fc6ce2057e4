"""What the gate's verdict does to a case."""

from datetime import timedelta
from typing import Any

import pytest

from check_siak.gate import Passage, through_the_gate
from check_siak.verdicts import Verdict
from menwa.case import ANSWERED, GATE, CaseFile
from menwa.types import Status
from tests.builders import NOW, a_file, a_proven_case, a_wait, found


def waiting_at_gate(**changes: Any) -> CaseFile:
    wait = a_wait(waiting_for=GATE, asked=GATE)
    return a_file(a_proven_case(found=found(), right="officer", **changes), wait=wait)


def a_passage(**changes: Any) -> Passage:
    known: dict[str, Any] = {
        "sha256": "b" * 64,
        "signature": Verdict.OK,
        "missing": (),
        "policy": "contoh-1",
        "siak_id": "dok-001",
        "visit": a_wait().visit,
    }
    return Passage(**known | changes)


def through(passage: Passage, file: CaseFile | None = None) -> CaseFile:
    return through_the_gate(file or waiting_at_gate(), passage, NOW + timedelta(seconds=3))


def test_what_passes_is_staged_and_goes_on_to_be_sent() -> None:
    file = through(a_passage())
    assert file.case.staged is not None
    assert file.case.staged.model_dump() == {
        "sha256": "b" * 64,
        "siak_id": "dok-001",
        "signature": "OK",
        "text_holds": True,
        "policy": "contoh-1",
    }
    assert (file.case.status, file.case.verdict) == (Status.SENDING, "OK")
    assert (file.entries[0].act, file.entries[0].handed_to) == ("signed", "Pengiriman")
    assert file.wait is not None
    assert file.wait.answer == {"found": "signed", "reason": "none"}
    assert file.wait.waiting_for == ANSWERED


@pytest.mark.parametrize(
    ("refused", "verdict"),
    [
        ({"signature": Verdict.CONTENT_TAMPERED, "missing": ("text",)}, "CONTENT_TAMPERED"),
        ({"signature": Verdict.NO_SIGNATURE}, "NO_SIGNATURE"),
        ({"missing": ("nik", "name")}, "OTHER_TEXT: nik, name"),
        ({"missing": ("text",)}, "OTHER_TEXT: text"),
    ],
)
def test_what_does_not_pass_goes_to_the_desk_with_the_verdict(
    refused: dict[str, Any], verdict: str
) -> None:
    file = through(a_passage(**refused))
    assert file.case.staged is None
    assert (file.case.status, file.case.verdict) == (Status.AT_DESK, verdict)
    assert (file.entries[0].act, file.entries[0].handed_to) == ("gate_refused", "Meja petugas")
    assert file.wait is not None
    assert file.wait.answer == {"found": "desk", "reason": "gate_refused"}


@pytest.mark.parametrize(
    "file",
    [
        a_file(),
        a_file(wait=a_wait()),
        waiting_at_gate().answered({"found": "desk", "reason": "near_miss"}, NOW),
    ],
)
def test_a_verdict_that_nobody_waits_for_changes_nothing(file: CaseFile) -> None:
    assert through(a_passage(), file) == file


def test_a_verdict_of_an_earlier_look_does_not_answer_a_later_one() -> None:
    later = waiting_at_gate()
    assert through(a_passage(visit="2026-11-23T02:00:00Z"), later) is later

"""PDFs that officers drop: each finds the cases that it is for, or is listed with why not. By the
real clock, because signatures carry the real time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from check_siak import gate_pdf
from check_siak.drop_store import Drop, Dropped, DropStore, new_drop
from check_siak.trust import Mode
from local.siak.sample import draft, tampered
from menwa import aws
from menwa.case import DESK, CaseFile
from menwa.documents import dropped_key, sha256_of
from menwa.errors import Unavailable
from menwa.types import Status
from tests.builders import a_file, a_proven_case, a_wait, an_applicant, an_attempt, found
from tests.steps.calling import queued, s3_event
from tests.steps.world import STAGING, TABLE, World
from tests.unit.gate_pki import a_pdf
from tests.unit.siak_setting import a_pki

ONE, TWO = "MW-00000000000", "MW-00000000011"
HUSBAND, STRANGER = "9971011704740001", "9971100802850001"
STATED = found(
    siak_id="meja-1",
    issued_on=None,
    subject_nik=None,
    subject_name="NURHAYATI LUBUK PUDING",
    looked_up_by="siti.aminah",
)


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    world.clock.moment = datetime.now(UTC)
    world.secrets.update({"rahasia keluarga", "9971011103190001"})
    yield


def at_desk(world: World, case_id: str = ONE, **changes: Any) -> CaseFile:
    """In an office without a gateway: the right is stated, and what SIAK has."""
    known: dict[str, Any] = {"id": case_id, "right": "officer", "found": STATED, "number": None}
    asked = changes.pop("asked", "siak")
    waits = changes.pop("waiting_for", DESK)
    wait = a_wait(
        waiting_for=waits,
        asked=asked,
        since=world.clock.moment,
        reason="pdf_awaited",
        token=f"task-token {case_id}",
    )
    attempts = changes.pop("attempts", ())
    case = a_proven_case(**known | {"status": Status.AT_DESK, "proof_hash": case_id} | changes)
    return world.have(a_file(case, wait=wait, attempts=attempts))


def drops() -> DropStore:
    return DropStore(aws.dynamodb(), TABLE)


def a_drop(world: World, case_id: str | None = None) -> Drop:
    drop = new_drop("siti.aminah", "Siti Aminah", "SA", case_id, world.clock.moment)
    drops().begin(drop)
    drops().announce(drops().load(drop.id, world.clock.moment), ["kk rahasia keluarga.pdf"])
    return drop


def arrives(drop: Drop, pdf: bytes, number: int = 1) -> str:
    key = dropped_key(drop.id, number)
    aws.s3().put_object(Bucket=STAGING, Key=key, Body=pdf)
    return s3_event(key)


def drop(world: World, pdf: bytes, case_id: str | None = None) -> Dropped:
    """Through the gate, twice as the queue may have it; what the drop's list has of it."""
    dropping = a_drop(world, case_id)
    event = arrives(dropping, pdf)
    assert queued(gate_pdf.handler, event) == []
    once = world.items()
    assert queued(gate_pdf.handler, event) == []
    assert world.items() == once
    (file,) = drops().load(dropping.id, world.clock.moment).files
    assert file.name == "kk rahasia keluarga.pdf"
    assert file.is_settled
    return file


def test_a_pdf_finds_its_case_by_number_and_applicant_and_the_case_goes_on(world: World) -> None:
    at_desk(world)
    pdf = world.signed()
    file = drop(world, pdf)
    assert (file.how, file.verdict, file.cases) == ("number", "OK", {ONE: "goes_on"})
    assert world.staged_keys() == [f"staged/{sha256_of(pdf)}.pdf"]
    assert world.procedure.answers == [(f"task-token {ONE}", {"found": "signed", "reason": "none"})]
    case = world.file()
    assert (case.case.status, case.case.staged and case.case.staged.siak_id) == (
        Status.SENDING,
        "meja-1",
    )
    (entry,) = case.entries
    assert (entry.act, entry.holder, entry.paraf) == (
        "pdf_dropped",
        "Meja petugas (Siti Aminah)",
        "SA",
    )


def test_one_pdf_serves_two_who_are_entitled_to_it(world: World) -> None:
    at_desk(world)
    husband = an_applicant(nik=HUSBAND, name="Syahrial Tambusai")
    at_desk(world, TWO, applicant=husband, found=None, number="9971011103190001", asked="desk")
    file = drop(world, world.signed())
    assert file.cases == {ONE: "goes_on", TWO: "goes_on"}
    answers = dict(world.procedure.answers)
    assert answers[f"task-token {TWO}"] == {"answer": "staged"}
    assert len(world.staged_keys()) == 1


def test_an_officials_question_closes_with_the_pdf(world: World) -> None:
    at_desk(world, waiting_for="kasi-identitas", asked="kasi", found=found(signed=False))
    assert drop(world, world.signed()).cases == {ONE: "goes_on"}
    assert world.procedure.answers == [(f"task-token {ONE}", {"answer": "staged"})]


def test_a_case_whose_right_is_open_keeps_its_pdf_and_waits_for_that(world: World) -> None:
    at_desk(world, right=None, found=None, number="9971011103190001")
    assert drop(world, world.signed()).cases == {ONE: "right_unknown"}
    file = world.file()
    assert file.case.staged is not None
    assert (file.case.reason, world.procedure.answers) == ("right_unknown", [])


@pytest.mark.parametrize(
    ("changes", "how", "cases"),
    [
        ({"found": None}, "applicant", {ONE: "goes_on"}),
        (
            {"found": None, "number": "9971011103190001", "applicant": an_applicant(nik=STRANGER)},
            "other_applicant",
            {ONE: "ahead"},
        ),
        ({"found": None, "applicant": an_applicant(name="Orang Lain")}, "nothing", {}),
        ({"found": found(number="9971102208160001")}, "nothing", {}),
    ],
)
def test_whom_a_pdf_is_for_is_said(
    world: World, changes: dict[str, Any], how: str, cases: dict[str, str]
) -> None:
    at_desk(world, **changes)
    file = drop(world, world.signed())
    assert (file.how, file.cases) == (how, cases)
    assert bool(world.staged_keys()) is file.serves


def test_of_two_requests_without_a_number_neither_is_served(world: World) -> None:
    at_desk(world, found=None)
    at_desk(world, TWO, found=None)
    file = drop(world, world.signed())
    assert (file.how, set(file.cases)) == ("several", {ONE, TWO})
    assert world.procedure.answers == []


def test_a_strangers_card_serves_nobody(world: World) -> None:
    at_desk(world)
    other = world.siak.someone_elses(world.siak.entries()[0])
    file = drop(world, world.signed(other.document.id))
    assert (file.how, file.verdict) == ("nothing", "OK")
    assert world.file().case.staged is None
    assert world.staged_keys() == []


def test_what_does_not_verify_is_not_even_read(world: World) -> None:
    at_desk(world)
    entry = world.siak.entry("dok-001")
    assert entry is not None
    for pdf, verdict in (
        (tampered(world.signed()), "CONTENT_TAMPERED"),
        (draft(entry), "NO_SIGNATURE"),
        (b"catatan biasa", "NOT_PDF"),
    ):
        file = drop(world, pdf)
        assert (file.how, file.verdict, file.cases) == ("refused", verdict, {})
    assert world.staged_keys() == []
    assert world.file().case.verdict is None


def test_an_older_document_of_that_number_is_refused_and_the_case_says_so(world: World) -> None:
    at_desk(world)
    drop(world, world.signed())
    before = at_desk(world, TWO)
    file = drop(world, world.signed("dok-002"))
    assert (file.verdict, file.cases) == ("SUPERSEDED", {TWO: "refused"})
    assert world.file(TWO).case.verdict == "SUPERSEDED"
    assert world.file(TWO).wait == before.wait
    assert len(world.staged_keys()) == 1


def test_what_cannot_be_read_is_matched_to_nobody(world: World) -> None:
    at_desk(world)
    file = drop(world, a_pki().sign(a_pdf("")))
    assert (file.how, file.verdict) == ("refused", "UNREADABLE")
    assert world.staged_keys() == []


def test_what_cannot_be_read_is_compared_by_an_officer_at_its_own_case(world: World) -> None:
    at_desk(world)
    file = drop(world, a_pki().sign(a_pdf("")), ONE)
    assert (file.how, file.verdict, file.cases) == (
        "bound",
        "UNREADABLE",
        {ONE: "pdf_to_confirm"},
    )
    case = world.file().case
    assert case.staged is not None
    assert (case.staged.text_holds, case.staged.pages, case.reason) == (False, 1, "pdf_to_confirm")
    assert [key for key in world.objects() if key.startswith("pages/")] == [
        f"pages/{case.staged.sha256}/1.png"
    ]


def test_a_pdf_for_one_case_is_not_given_to_another(world: World) -> None:
    at_desk(world)
    at_desk(world, TWO, found=None, number="9971102208160001")
    file = drop(world, world.signed(), TWO)
    assert (file.how, file.cases) == ("bound", {TWO: "refused"})
    assert file.verdict == "OTHER_TEXT: number"
    assert world.file(ONE).case.staged is None
    assert world.file(TWO).case.verdict == "OTHER_TEXT: number"


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.CLOSED},
        {"attempts": (an_attempt(outcome="accepted"),)},
        {"waiting_for": "delivery", "asked": "whatsapp"},
    ],
)
def test_a_case_that_waits_for_no_pdf_any_more_is_left_alone(
    world: World, changes: dict[str, Any]
) -> None:
    before = at_desk(world, **changes)
    assert drop(world, world.signed(), ONE).cases == {ONE: "too_late"}
    assert world.file() == before
    assert world.staged_keys() == []


def test_while_the_gate_is_observed_a_match_waits_for_an_officers_eyes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = a_pki().trust_policy().model_copy(update={"mode": Mode.OBSERVE})
    monkeypatch.setattr("check_siak.gate_pdf.trust_in", lambda _bucket, **_: policy)
    at_desk(world)
    file = drop(world, world.signed())
    assert (file.how, file.cases) == ("number", {ONE: "pdf_to_confirm"})
    assert world.procedure.answers == []


def test_a_gate_that_died_after_the_case_was_served_finds_out_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_desk(world)
    dropping = a_drop(world)
    event = arrives(dropping, world.signed())
    with monkeypatch.context() as dying:
        dying.setattr("check_siak.arrivals.carry_on", dies)
        assert queued(gate_pdf.handler, event, s3_event("incoming/MW-1/x.pdf")) == [0]
    case = world.file()
    assert case.case.status is Status.SENDING
    queued(gate_pdf.handler, event)
    (again,) = drops().load(dropping.id, world.clock.moment).files
    assert (again.how, again.cases, world.file()) == ("number", {ONE: "goes_on"}, case)
    assert len(world.procedure.answers) == 1


def dies(*_: object) -> None:
    raise Unavailable("gone")


def test_another_file_in_the_same_place_is_looked_at_anew(world: World) -> None:
    at_desk(world)
    dropping = a_drop(world)
    queued(gate_pdf.handler, arrives(dropping, b"catatan biasa"))
    queued(gate_pdf.handler, arrives(dropping, world.signed()))
    (file,) = drops().load(dropping.id, world.clock.moment).files
    assert file.cases == {ONE: "goes_on"}


def test_a_file_that_was_never_announced_is_listed_all_the_same(world: World) -> None:
    dropping = a_drop(world)
    queued(gate_pdf.handler, arrives(dropping, world.signed(), 2))
    assert [file.number for file in drops().load(dropping.id, world.clock.moment).files] == [1, 2]


def test_a_pdf_of_no_drop_is_only_noted(world: World) -> None:
    dropping = new_drop("siti.aminah", "Siti Aminah", "SA", None, world.clock.moment)
    assert queued(gate_pdf.handler, arrives(dropping, world.signed())) == []
    assert "a PDF of no drop" in world.logs.getvalue()
    assert world.items() == []


def test_a_drop_is_forgotten_after_a_week(world: World) -> None:
    dropping = a_drop(world)
    event = arrives(dropping, world.signed())
    world.clock.pass_by(days=7)
    queued(gate_pdf.handler, event)
    assert "a PDF of no drop" in world.logs.getvalue()
    expiries = {item["expires_at"]["N"] for item in world.items() if "DROP#" in item["pk"]["S"]}
    assert expiries == {str(dropping.expires_at)}

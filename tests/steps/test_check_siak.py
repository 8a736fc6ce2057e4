"""The look into SIAK, against the sample SIAK behind its gateway."""

from typing import Any

import httpx
import pytest

from check_siak import step
from local.siak.entries import Change
from menwa import aws
from menwa.case import ANSWERED, DESK, GATE
from menwa.documents import DocumentStore
from menwa.errors import NotSigned, WhatsAppUnavailable
from menwa.types import Status
from tests.builders import (
    CASE_ID,
    PHONE,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
    found,
    staged,
)
from tests.steps.calling import TASK, visited
from tests.steps.world import STAGING, World
from tests.unit.siak_setting import BEARER

CARD = "dok-001"
VISIT = "2026-11-23T03:00:00.000Z"


def look(world: World, token: str = TASK, level: str = "kasi", **changes: Any) -> None:
    world.writes()
    if not world.items():
        world.have(
            a_file(a_proven_case(**changes), wait=a_wait(waiting_for="start", visit="proof"))
        )
    visited(step.handler, CASE_ID, token=token, level=level)


def in_siak(world: World, **change: Any) -> None:
    assert world.siak.change(CARD, Change.model_validate(change))


def incoming() -> bytes:
    found = aws.s3().list_objects_v2(Bucket=STAGING)["Contents"]
    return aws.s3().get_object(Bucket=STAGING, Key=found[0]["Key"])["Body"].read()


def test_a_signed_document_is_put_before_the_gate_which_answers(world: World) -> None:
    look(world)
    file = world.file()
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.token, file.wait.visit) == (GATE, "task-token", VISIT)
    on_record = found(family="9971011103190001", applicant_role="istri")
    assert (file.case.found, file.case.right) == (on_record, "recorded_phone")
    assert file.case.staged is None
    assert [key.rpartition("/")[0] for key in world.objects()] == [f"incoming/{CASE_ID}"]
    assert incoming() == world.siak.signed_pdf(CARD)
    assert world.procedure.answers == []
    assert world.texts() == []


def test_whoever_reads_the_pdfs_event_finds_the_wait_it_answers(world: World) -> None:
    waits: list[str] = []

    def arriving(**_: Any) -> None:
        wait = world.file().wait
        waits.append(wait.waiting_for if wait else "nobody")

    aws.s3().meta.events.register("before-call.s3.PutObject", arriving)
    try:
        look(world)
    finally:
        aws.s3().meta.events.unregister("before-call.s3.PutObject", arriving)
    assert waits == [GATE]


def test_an_unsigned_document_is_answered_at_once(world: World) -> None:
    in_siak(world, signed=False)
    look(world)
    assert world.procedure.answers == [("task-token", {"found": "unsigned", "reason": "none"})]
    file = world.file()
    assert file.case.status is Status.WITH_OFFICIAL
    assert file.entries[-1].handed_to == "Kepala Seksi Identitas Penduduk"
    assert file.wait is not None
    assert file.wait.waiting_for == ANSWERED
    assert world.objects() == []
    assert world.texts() == []


def test_an_official_whose_document_is_still_unsigned_is_next_again(world: World) -> None:
    in_siak(world, signed=False)
    look(world, level="kadis")
    assert world.file().entries[-1].handed_to == "Kepala Dinas"


def test_who_does_not_match_is_told_once_and_returned(world: World) -> None:
    look(world, applicant=an_applicant(nik="9971014209770002"))
    look(world, token="token-2")
    assert [answer for _, answer in world.procedure.answers] == [
        {"found": "returned", "reason": "not_matched"}
    ] * 2
    assert len(world.texts()) == 1
    assert "belum dapat mencocokkan data Anda" in world.texts()[0]
    assert world.file().case.status is Status.RETURNED
    assert len(world.file().entries) == 1


def test_a_document_that_was_replaced_is_returned_with_what_to_do(world: World) -> None:
    in_siak(world, active=False)
    look(world, number="9971011103190001")
    assert "sudah tidak berlaku" in world.texts()[0]
    assert world.procedure.answers[0][1] == {"found": "returned", "reason": "superseded"}


@pytest.mark.parametrize("recorded", ["no", "unknown"])
def test_a_right_in_doubt_goes_to_the_desk(world: World, recorded: str) -> None:
    in_siak(world, recorded_phone=recorded)
    look(world)
    assert world.procedure.answers[0][1] == {"found": "desk", "reason": "right_unknown"}
    assert world.file().case.status is Status.AT_DESK
    assert world.objects() == []


def test_a_right_that_an_officer_confirmed_is_not_asked_again(world: World) -> None:
    in_siak(world, recorded_phone="no")
    look(world, found=found(), right="officer")
    assert world.objects() != []
    assert world.file().case.right == "officer"


@pytest.mark.parametrize("number", ["9971011103190001", None])
def test_a_siak_that_answers_with_somebody_elses_data_is_not_the_citizens_fault(
    world: World, number: str | None
) -> None:
    world.siak.faults.switch("someone_elses_record")
    look(world, number=number)
    assert world.procedure.answers[0][1] == {"found": "desk", "reason": "siak_contradicts"}
    assert world.file().case.found is None
    assert world.objects() == []


def test_a_new_look_forgets_the_pdf_of_the_last_one(world: World) -> None:
    look(world, found=found(), staged=staged(), right="recorded_phone")
    assert world.file().case.staged is None


@pytest.mark.parametrize("fault", ["down", "quota", "html", "unreached"])
def test_where_siak_gives_no_answer_an_officer_looks(
    world: World, fault: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("check_siak.gateway.LONGEST_PAUSE", 0)
    if fault == "unreached":
        del world.internet.hosts["siak.test"]
    else:
        world.siak.faults.switch(fault)  # type: ignore[arg-type]
    look(world)
    assert waits_for_an_officer(world) == "siak_unavailable"
    assert world.procedure.answers == []
    assert '"SiakUnavailable":[1.0]' in capsys.readouterr().out
    [told] = world.texts()
    assert "sedang diperiksa oleh petugas" in told


def waits_for_an_officer(world: World) -> str | None:
    file = world.file()
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.asked, file.wait.visit) == (DESK, "siak", VISIT)
    assert (file.case.status, file.case.reason) == (Status.AT_DESK, file.wait.reason)
    assert file.entries[-1].act == file.wait.reason
    return file.wait.reason


def test_a_pdf_that_siak_does_not_give_is_an_officers_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("check_siak.gateway.LONGEST_PAUSE", 0)
    host = world.internet.hosts["siak.test"]

    def gives_no_pdf(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/pdf"):
            raise httpx.ReadTimeout("slow", request=request)
        return host.handle_request(request)

    world.internet.answer("siak.test", gives_no_pdf)
    look(world)
    assert waits_for_an_officer(world) == "siak_unavailable"
    assert world.objects() == []


@pytest.mark.usefixtures("no_gateway")
def test_without_a_gateway_an_officer_looks_and_nobody_else_is_asked(world: World) -> None:
    look(world)
    assert waits_for_an_officer(world) == "look_up"
    assert [one for one in world.internet.asked if one.url.host == "siak.test"] == []
    [told] = world.texts()
    assert "sedang diperiksa oleh petugas" in told


@pytest.mark.usefixtures("no_gateway")
def test_a_rerun_takes_the_new_token_to_the_desk_and_tells_nothing_twice(world: World) -> None:
    look(world)
    look(world, token="token-2")
    wait = world.file().wait
    assert wait is not None
    assert wait.token == "token-2"
    assert len(world.texts()) == 1
    assert len(world.file().entries) == 1


@pytest.mark.usefixtures("no_gateway")
def test_while_whatsapp_is_down_the_case_waits_at_the_desk_all_the_same(world: World) -> None:
    world.whatsapp_fails(unavailable=True)
    look(world)
    assert waits_for_an_officer(world) == "look_up"


SEEN = found(siak_id="meja-1", looked_up_by="siti", issued_on=None)


def dropped(**changes: Any) -> dict[str, Any]:
    """An officer looked it up, and its PDF passed the gate while somebody else was asked."""
    sha256 = DocumentStore(aws.s3(), STAGING).stage(b"%PDF-1.7")
    known = {"found": SEEN, "staged": staged(siak_id="meja-1", sha256=sha256), "right": "officer"}
    return known | changes


@pytest.mark.usefixtures("no_gateway")
def test_where_the_pdf_has_passed_meanwhile_nobody_is_asked_again(world: World) -> None:
    look(world, **dropped())
    assert world.procedure.answers == [("task-token", {"found": "signed", "reason": "none"})]
    file = world.file()
    assert (file.case.status, file.case.found) == (Status.SENDING, SEEN)
    assert file.case.staged is not None
    assert [(entry.act, entry.handed_to) for entry in file.entries] == [("signed", "Pengiriman")]
    assert world.texts() == []


@pytest.mark.usefixtures("no_gateway")
@pytest.mark.parametrize(
    "lacks",
    [
        {"staged": staged(siak_id="meja-1", sha256="e" * 64)},
        {"right": None},
        {"found": SEEN.model_copy(update={"signed": False})},
        {"staged": None},
    ],
    ids=["the PDF has expired", "the right is open", "it was unsigned", "no PDF came"],
)
def test_an_officer_is_asked_where_something_of_it_is_missing(
    world: World, lacks: dict[str, Any]
) -> None:
    look(world, **dropped(**lacks))
    assert waits_for_an_officer(world) == "look_up"


def test_siak_is_asked_with_the_offices_own_key_and_no_person_in_the_address(world: World) -> None:
    look(world)
    asked = [one for one in world.internet.asked if one.url.host == "siak.test"]
    assert [one.url.path for one in asked] == [
        "/_siak/v1/documents/find",
        f"/_siak/v1/documents/{CARD}/pdf",
    ]
    assert {one.headers["authorization"] for one in asked} == {f"Bearer {BEARER}"}


def test_a_signed_document_whose_pdf_is_missing_waits_for_nobody(world: World) -> None:
    in_siak(world, signed=False)
    world.have(a_file(a_proven_case()))
    before = world.items()
    host = world.internet.hosts["siak.test"]

    def says_signed(request: Any) -> Any:
        answer = host.handle_request(request)
        answer.read()
        content = answer.content.replace(b'"signed":false', b'"signed":true')
        return type(answer)(
            answer.status_code,
            content=content,
            headers={"content-type": answer.headers["content-type"]},
        )

    world.internet.answer("siak.test", says_signed)
    with pytest.raises(NotSigned):
        look(world)
    assert world.items() == before


def test_a_rerun_of_the_same_visit_answers_with_its_own_token_and_adds_nothing(
    world: World,
) -> None:
    in_siak(world, signed=False)
    look(world)
    entries = world.file().entries
    in_siak(world, signed=True)
    look(world, token="token-2")
    assert world.file().entries == entries
    assert world.procedure.answers[1] == ("token-2", {"found": "unsigned", "reason": "none"})


def test_a_rerun_after_the_sweep_was_faster_adds_no_second_entry(world: World) -> None:
    in_siak(world, signed=False)
    look(world)
    file = world.file()
    world.store.save(file, file.cleared())
    look(world, token="token-2")
    assert len(world.file().entries) == 1
    assert world.procedure.answers[1] == ("token-2", {"found": "unsigned", "reason": "none"})


def test_a_rerun_while_the_gate_is_at_work_takes_the_new_token(world: World) -> None:
    look(world)
    look(world, token="token-2")
    wait = world.file().wait
    assert wait is not None
    assert (wait.waiting_for, wait.token) == (GATE, "token-2")
    assert len(world.objects()) == 1


def test_while_whatsapp_is_down_a_returned_case_is_answered_only_once_it_was_told(
    world: World,
) -> None:
    in_siak(world, active=False)
    world.whatsapp_fails(unavailable=True, times=1)
    with pytest.raises(WhatsAppUnavailable):
        look(world)
    assert world.procedure.answers == []
    look(world, token="token-2")
    assert [token for token, _ in world.procedure.answers] == ["token-2"]
    assert len(world.texts()) == 1


def test_a_token_that_is_gone_counts_as_answered(world: World) -> None:
    in_siak(world, signed=False)
    world.procedure.gone.add("task-token")
    look(world)
    assert world.file().case.status is Status.WITH_OFFICIAL


def test_the_proven_phone_is_what_siak_is_asked_about(world: World) -> None:
    look(world, applicant=an_applicant(phone="+6289900000999"))
    assert world.file().case.reason == "right_unknown"
    assert PHONE not in str(world.procedure.answers)

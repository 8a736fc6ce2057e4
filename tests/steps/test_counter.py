"""The citizen at the counter: a request entered for them, another number, and the switch."""

import re
from datetime import datetime
from typing import Any

import pytest

from check_siak import desk
from intake import inbox
from menwa import aws
from menwa.case import CaseFile
from menwa.recipient import Recipient
from menwa.sending_switch import SendingSwitch
from menwa.types import Status
from menwa.whatsapp_inbound import InboundMessage
from tests.builders import (
    CASE_ID,
    NOW,
    PHONE,
    a_cleared_case,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
    an_attempt,
)
from tests.steps.calling import Reply, queued, requested
from tests.steps.world import TABLE, World
from tests.unit.test_form import FIELDS

PATH = f"/meja/{CASE_ID}"
WALK_IN = FIELDS | {"ktp_el": "seen"}
NEW_PHONE = "+6289900000777"


def post(path: str, officer: str = "siti.aminah", **form: str) -> Reply:
    return requested(desk.handler, "POST", path, form=form, officer=officer)


def get(path: str) -> Reply:
    return requested(desk.handler, "GET", path, officer="siti.aminah")


def code_on(page: Reply) -> str:
    found = re.search(r"MENWA [0-9A-Z]{4}-[0-9A-Z]{4}", page.text)
    assert found, page.status
    return found[0]


def write(text: str, phone: str, at: datetime = NOW) -> None:
    message = InboundMessage(
        id=f"wamid.{text}{phone}",
        sender=Recipient(phone=phone),
        timestamp=at,
        kind="text",
        text=text,
    )
    assert queued(inbox.handler, message.model_dump_json()) == []


def the_only_case(world: World) -> CaseFile:
    ids = [item["pk"]["S"] for item in world.items() if item["sk"]["S"] == "CASE"]
    return world.file(ids[0].removeprefix("CASE#"))


def test_a_request_entered_at_the_counter_begins_once_the_citizens_phone_has_written(
    world: World,
) -> None:
    page = post("/meja/baru", **WALK_IN)
    assert page.status == 200
    assert "<svg" in page.text
    case = the_only_case(world).case
    assert (case.status, case.entered_by, case.proven_at) == (
        Status.UNPROVEN,
        "siti.aminah",
        None,
    )
    world.secrets.add(code_on(page))
    write(code_on(page), PHONE)
    file = the_only_case(world)
    assert file.case.proven_at == NOW
    assert world.begun() == [file.case.id]
    assert [(entry.act, entry.holder, entry.paraf) for entry in file.entries] == [
        ("entered", "Meja petugas (Contoh Siti Aminah)", "SA"),
        ("registered", "Pemohon", "-"),
    ]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"ktp_el": ""}, "Lihat dulu KTP-el asli"),
        ({"nik": "1"}, "NIK terdiri dari 16 angka"),
        ({"document_type": "ktp_el"}, "KTP-el adalah kartu"),
    ],
)
def test_a_request_is_taken_only_whole_and_with_the_ktp_el_seen(
    world: World, form: dict[str, str], sentence: str
) -> None:
    before = world.items()
    page = post("/meja/baru", **{**WALK_IN, **form})
    assert page.status == 422
    assert sentence in page.text
    assert 'value="Nurhayati Lubuk Puding"' in page.text
    assert [item for item in world.items() if "SESSION" not in item["pk"]["S"]] == before


def undeliverable(world: World, **changes: Any) -> CaseFile:
    case = a_cleared_case(status=Status.AT_DESK, reason="Undeliverable", **changes)
    world.writes()
    failed = an_attempt(outcome="failed")
    return world.have(a_file(case, wait=a_wait(reason="Undeliverable"), attempts=(failed,)))


def another_number(world: World, officer: str = "siti.aminah") -> str:
    world.secrets |= {NEW_PHONE.removeprefix("+")}
    code = code_on(post(f"{PATH}/nomor", officer, ktp_el="seen"))
    world.secrets.add(code)
    return code


def test_whoever_sends_the_counters_code_becomes_the_number_and_proves_the_right_anew(
    world: World,
) -> None:
    undeliverable(world)
    write(another_number(world), NEW_PHONE)
    file = world.file()
    assert (file.case.applicant.phone, file.case.identity) == (
        NEW_PHONE,
        Recipient(phone=NEW_PHONE),
    )
    assert (file.case.right, file.case.reason) == (None, "number_changed")
    assert [entry.act for entry in file.entries] == ["code_issued", "number_changed"]
    assert list(file.notes.values()) == ["Kode dari Contoh Siti Aminah; nomor baru berakhiran 0777"]
    assert "baru saja diganti" in world.texts()[-1]


@pytest.mark.parametrize(("asked", "reason"), [("desk", "wrong_entry"), ("siak", "look_up")])
def test_what_waited_for_something_else_still_does(world: World, asked: str, reason: str) -> None:
    world.writes()
    case = a_proven_case(status=Status.AT_DESK, reason=reason, right="officer")
    world.have(a_file(case, wait=a_wait(asked=asked, reason=reason)))
    write(another_number(world), NEW_PHONE)
    file = world.file()
    assert file.wait is not None
    assert (file.case.right, file.case.reason, file.wait.reason) == (None, reason, reason)


def test_the_new_numbers_pdf_leaves_only_by_a_second_officers_word(world: World) -> None:
    undeliverable(world)
    write(another_number(world), NEW_PHONE)
    own = post(PATH, right="yes")
    assert own.status == 422
    assert "petugas lain" in own.text
    assert post(PATH, "rudi.hartono", right="yes").status == 200
    assert world.procedure.answers == [("task-token", {"answer": "send_again"})]
    assert world.file().case.right == "officer"


def test_the_counters_code_is_for_one_phone_once_and_for_an_hour(world: World) -> None:
    undeliverable(world)
    code = another_number(world)
    late = world.clock.pass_by(minutes=61)
    write(code, NEW_PHONE, late)
    assert world.file().case.applicant.phone == PHONE
    code = another_number(world)
    write(code, NEW_PHONE)
    write(code, "+6289900000778")
    assert world.file().case.applicant.phone == NEW_PHONE


def test_a_newer_code_makes_the_older_one_void(world: World) -> None:
    undeliverable(world)
    older = another_number(world)
    another_number(world)
    write(older, NEW_PHONE)
    assert world.file().case.applicant.phone == PHONE


def test_a_code_whose_case_went_on_meanwhile_changes_nothing(world: World) -> None:
    undeliverable(world)
    code = another_number(world)
    file = world.file()
    world.store.save(file, file.answered({"answer": "closed"}, NOW))
    write(code, NEW_PHONE)
    assert world.file().case.applicant.phone == PHONE


def test_no_code_without_the_ktp_el(world: World) -> None:
    undeliverable(world)
    page = post(f"{PATH}/nomor")
    assert page.status == 422
    assert "Lihat dulu KTP-el asli" in page.text
    assert world.file().case.reproof is None


def test_sending_is_held_with_a_reason_every_page_says_so_and_it_is_released(
    world: World,
) -> None:
    switch = SendingSwitch(aws.dynamodb(), TABLE)
    assert post("/meja/pengiriman", answer="hold").status == 422
    assert switch.held() is None
    assert post("/meja/pengiriman", answer="hold", reason="PDF tertukar").status == 303
    held = switch.held()
    assert held is not None
    assert (held.officer, held.reason) == ("Contoh Siti Aminah", "PDF tertukar")
    undeliverable(world)
    for path in ("/meja", PATH, "/meja/baru", "/meja/pengiriman"):
        assert "Pengiriman ditahan oleh Contoh Siti Aminah" in get(path).text
    assert post("/meja/pengiriman", answer="release").status == 303
    assert switch.held() is None
    assert "ditahan oleh" not in get("/meja").text


def test_what_is_held_already_keeps_its_first_reason(world: World) -> None:
    post("/meja/pengiriman", answer="hold", reason="Pertama")
    post("/meja/pengiriman", "rudi.hartono", answer="hold", reason="Kedua")
    held = SendingSwitch(aws.dynamodb(), TABLE).held()
    assert held is not None
    assert held.reason == "Pertama"
    assert an_applicant().nik not in world.logs.getvalue()

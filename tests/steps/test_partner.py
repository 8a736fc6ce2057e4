"""A partner's system asks for a citizen: what is taken, what is refused, and never twice."""

import json
from datetime import timedelta
from typing import Any

import pytest
from openapi_spec_validator import validate

from check_siak import desk, step
from intake import partner
from intake.partner_keys import MOST_A_MINUTE
from intake.partner_signature import NOBODY, Signed
from local.siak.entries import Change
from menwa import aws
from menwa.applicant import ThroughPartner
from menwa.case import Case, CaseFile
from menwa.errors import Misconfigured
from menwa.proving import Proof, proven
from menwa.recipient import Recipient
from menwa.types import Status, as_proof_code
from tests.builders import NOW, OFFICE, PHONE, a_file, a_proven_case, a_wait, an_applicant
from tests.steps.calling import Reply, requested, visited
from tests.steps.partner_setting import (
    a_request,
    as_body,
    contract,
    headers_for,
    misfits,
    operation,
    posted,
    sent,
    sent_bytes,
)
from tests.steps.world import PARTNER_KEY, World

Answer = dict[str, Any]


def proves_the_phone(world: World, told: Answer) -> CaseFile:
    proof = Proof(Recipient(phone=PHONE, user_id="ID.1"), None, NOW)
    before = world.file(told["case_id"])
    return world.store.change(before, lambda file: proven(file, proof, NOW, OFFICE))


def answer(reply: Reply) -> Answer:
    assert reply.status == 201, reply.text
    found: Answer = json.loads(reply.text)
    return found


def problem(reply: Reply, status: int) -> str:
    assert reply.status == status, reply.text
    told = json.loads(reply.text)
    assert told["status"] == status
    return str(told["type"])


def fields(reply: Reply) -> dict[str, str]:
    return {each["field"]: each["detail"] for each in json.loads(reply.text)["errors"]}


def the_case(world: World, reply: Reply) -> Case:
    return world.file(answer(reply)["case_id"]).case


def cases_in(world: World) -> int:
    return sum(item["sk"]["S"] == "CASE" for item in world.items())


def test_the_contract_is_valid_and_its_examples_fit_it() -> None:
    validate(contract())
    asked = operation()["requestBody"]["content"]["application/json"]
    assert [misfits(asked["schema"], each["value"]) for each in asked["examples"].values()] == [
        [],
        [],
    ]
    examples = [
        (content["schema"], content["example"])
        for response in operation()["responses"].values()
        for content in response["content"].values()
        if "example" in content
    ]
    assert [misfits(*each) for each in examples] == [[], []]


def test_the_contracts_own_signature_is_right() -> None:
    said = contract()["info"]["description"]
    signed = Signed(
        partner_id="", timestamp="1795402800", idempotency_key="kel-2026-0001", signature=""
    )
    assert signed.signature_with("kunci-contoh", b"{}") in said


@pytest.mark.usefixtures("world")
def test_the_contracts_own_examples_are_taken() -> None:
    asked = operation()["requestBody"]["content"]["application/json"]["examples"].values()
    for place, each in enumerate(asked):
        answer(sent(each["value"], idempotency_key=f"example-{place}"))


def test_what_a_partner_asks_for_waits_for_the_citizens_own_phone(world: World) -> None:
    reply = sent(a_request())
    case = the_case(world, reply)
    assert (case.status, case.identity, case.right) == (Status.UNPROVEN, None, None)
    assert (case.document_type, case.number) == ("kk", "9971011103190001")
    assert case.applicant == an_applicant()
    assert case.partner == ThroughPartner(id="kelurahan-contoh")
    assert world.begun() == []
    told = answer(reply)
    known = world.store.code(as_proof_code(told["message"].removeprefix("MENWA ")))
    assert known is not None
    assert known.case_id == case.id
    number = OFFICE.whatsapp_number.removeprefix("+")
    assert told["whatsapp_link"].startswith(f"https://wa.me/{number}?text=MENWA%20")
    assert told["expires_at"] == "2026-11-24T03:00:00Z"


@pytest.mark.parametrize("relation", ["child", "cucu"])
def test_it_may_be_about_somebody_else(world: World, relation: str) -> None:
    about = {"relation": relation, "subject_name": "Aisyah Zahira", "subject_nik": None}
    case = the_case(world, sent(a_request(document_type="biodata", number=None, **about)))
    assert case.subject is not None
    assert (case.subject.relation, case.subject.name) == (relation, "Aisyah Zahira")
    assert case.subject.nik is None


@pytest.mark.usefixtures("world")
def test_the_answer_is_kept_nowhere_on_its_way() -> None:
    assert sent(a_request()).headers["Cache-Control"] == "no-store"


def test_who_saw_the_ktp_el_stands_on_the_card_before_the_proof(world: World) -> None:
    told = answer(sent(a_request(ktp_el_seen_by="Rahmat Hidayat")))
    file = proves_the_phone(world, told)
    assert [(entry.act, entry.holder) for entry in file.entries] == [
        ("seen_by_partner", "Mitra kelurahan-contoh"),
        ("registered", "Pemohon"),
    ]
    assert file.notes == {1: "KTP-el dilihat oleh Rahmat Hidayat"}


@pytest.mark.parametrize(
    ("seen_by", "right"), [("Rahmat Hidayat", "partner"), (None, None)], ids=["seen", "not seen"]
)
def test_a_ktp_el_that_a_trusted_partner_saw_establishes_the_right(
    world: World, seen_by: str | None, right: str | None
) -> None:
    world.siak.change("dok-001", Change(recorded_phone="no"))
    told = answer(sent(a_request(ktp_el_seen_by=seen_by)))
    proves_the_phone(world, told)
    visited(step.handler, told["case_id"], level="kasi")
    file = world.file(told["case_id"])
    assert file.wait is not None
    assert (file.case.right, file.wait.waiting_for) == (right, "gate" if right else "answered")


def test_the_officer_reads_who_saw_the_ktp_el(world: World) -> None:
    through = ThroughPartner(id="kelurahan-contoh", seen_by="Rahmat Hidayat")
    case = a_proven_case(status=Status.AT_DESK, reason="look_up", partner=through)
    world.have(a_file(case, wait=a_wait()))
    page = requested(desk.handler, "GET", f"/meja/{case.id}", officer="siti.aminah").text
    assert "kelurahan-contoh; KTP-el dilihat oleh Rahmat Hidayat" in page


def test_an_untrusted_partners_word_on_a_ktp_el_is_refused(world: World) -> None:
    reply = sent(a_request(ktp_el_seen_by="Rahmat Hidayat"), by="kios-contoh")
    assert problem(reply, 403) == "not-trusted"
    assert "belum diberi wewenang" in fields(reply)["ktp_el_seen_by"]
    assert cases_in(world) == 0
    case = the_case(world, sent(a_request(), by="kios-contoh"))
    assert case.partner == ThroughPartner(id="kios-contoh")


@pytest.mark.parametrize(
    "changed",
    [
        {"Menwa-Partner": "somebody"},
        {"Menwa-Partner": ""},
        {"Menwa-Timestamp": str(int(NOW.timestamp()) + 1)},
        {"Idempotency-Key": "kel-2026-0002"},
        {"Menwa-Signature": ""},
        {"Menwa-Signature": "sha256=" + "0" * 64},
        {"Menwa-Signature": "sha256=ä"},
    ],
)
def test_what_is_not_signed_as_it_stands_there_is_refused_always_alike(
    world: World, changed: dict[str, str]
) -> None:
    body = as_body(a_request())
    reply = posted(body, headers_for(body) | changed)
    assert problem(reply, 401) == "signature-invalid"
    assert reply.text == sent(a_request(), "another key").text
    assert reply.headers["WWW-Authenticate"] == "MENWA-HMAC-SHA256"
    assert world.items() == []


def test_a_changed_body_is_refused(world: World) -> None:
    headers = headers_for(as_body(a_request()))
    reply = posted(as_body(a_request(phone="0899 0000 0102")), headers)
    assert problem(reply, 401) == "signature-invalid"
    assert world.items() == []


@pytest.mark.usefixtures("world")
def test_no_key_at_all_opens_the_door_to_somebody() -> None:
    assert problem(sent(a_request(), NOBODY, by="somebody"), 401) == "signature-invalid"


@pytest.mark.usefixtures("world")
def test_both_keys_hold_while_one_is_changed() -> None:
    answer(sent(a_request(), "the-old-partner-key"))
    assert sent(a_request(), "the-old-partner-key", by="kios-contoh").status == 401


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(("late", "status"), [(300, 201), (301, 401), (-300, 201), (-301, 401)])
def test_a_partners_clock_may_differ_by_five_minutes(late: float, status: int) -> None:
    assert sent(a_request(), seconds_late=late).status == status


@pytest.mark.usefixtures("world")
def test_a_wrong_clock_is_told_to_whoever_signed_rightly_only() -> None:
    assert problem(sent(a_request(), seconds_late=3600), 401) == "timestamp-out-of-range"
    assert problem(sent(a_request(), "x", seconds_late=3600), 401) == "signature-invalid"


@pytest.mark.parametrize("key", ["", "kurang7", "x" * 65, "kel 2026 0001", "kel#2026#0001"])
def test_a_request_has_a_key_of_its_own(world: World, key: str) -> None:
    reply = sent(a_request(), idempotency_key=key)
    assert problem(reply, 400) == "idempotency-key-missing"
    assert set(fields(reply)) == {"Idempotency-Key"}
    assert world.items() == []


def test_a_request_that_is_sent_again_is_answered_the_same_and_filed_once(world: World) -> None:
    first = sent(a_request())
    world.clock.pass_by(hours=23, minutes=59)
    again = sent_bytes(json.dumps(a_request(), indent=2, sort_keys=True).encode())
    assert answer(again) == answer(first)
    assert answer(sent(a_request(), "the-old-partner-key")) == answer(first)
    assert cases_in(world) == 1


def test_after_a_day_the_key_may_serve_again(world: World) -> None:
    first = answer(sent(a_request()))
    world.clock.pass_by(hours=24)
    second = answer(sent(a_request()))
    assert second["case_id"] != first["case_id"]
    assert second["message"] != first["message"]
    assert cases_in(world) == 2


def test_a_key_stands_for_one_request(world: World) -> None:
    answer(sent(a_request()))
    reply = sent(a_request(document_type="biodata", number=None))
    assert problem(reply, 409) == "idempotency-key-reused"
    assert cases_in(world) == 1


@pytest.mark.usefixtures("world")
def test_two_partners_may_choose_the_same_key() -> None:
    first, other = sent(a_request()), sent(a_request(), by="kios-contoh")
    assert answer(first)["case_id"] != answer(other)["case_id"]


def test_of_two_at_the_same_moment_one_is_filed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, seen = answer(sent(a_request())), partner._earlier
    world.clock.pass_by(seconds=1)
    looks = iter([lambda *_: None, seen])  # the other was filed after this one had looked
    monkeypatch.setattr(partner, "_earlier", lambda *key: next(looks)(*key))
    assert answer(sent(a_request())) == first
    assert cases_in(world) == 1


def test_what_was_refused_may_be_mended_under_the_same_key(world: World) -> None:
    assert problem(sent(a_request(nik="123")), 422) == "invalid-fields"
    answer(sent(a_request()))
    assert cases_in(world) == 1


@pytest.mark.parametrize(
    ("changes", "field", "detail"),
    [
        ({"nik": "123"}, "nik", "NIK terdiri dari 16 angka"),
        ({"phone": "0761 000000"}, "phone", "omor"),
        ({"number": ""}, "number", "nomor"),
        ({"document_type": "paspor"}, "document_type", "dokumen"),
        ({"document_type": "ktp_el"}, "document_type", "KTP-el"),
        ({"birth_date": "2.9.1977"}, "birth_date", "TTTT-BB-HH"),
        ({"birth_date": "1877-09-02"}, "birth_date", "ahun lahir"),
        ({"name": 7}, "name", "harus berupa teks"),
        ({"nama": "Nurhayati"}, "nama", "tidak dikenal"),
        ({"relation": "child"}, "subject_name", "Nama"),
        ({"relation": "x", "subject_name": "Aisyah"}, "relation", ""),
        ({"subject_name": "Aisyah"}, "relation", ""),
        ({"ktp_el_seen_by": " "}, "ktp_el_seen_by", "nama petugas"),
    ],
)
def test_an_error_names_its_field(
    world: World, changes: dict[str, Any], field: str, detail: str
) -> None:
    reply = sent(a_request(**changes))
    assert problem(reply, 422) == "invalid-fields"
    assert list(fields(reply)) == [field]
    assert detail in fields(reply)[field]
    assert cases_in(world) == 0


@pytest.mark.usefixtures("world")
def test_every_missing_field_is_named() -> None:
    missing = {"document_type", "number", "nik", "name", "birth_date", "phone"}
    assert set(fields(sent({}))) == missing
    assert set(operation_fields("required")) == missing


def operation_fields(of: str) -> list[str]:
    return list(contract()["components"]["schemas"]["Request"][of])


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"nik=1", b"null"])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    if body == b"\xff":
        body = b'"\\ud800"'
    assert problem(sent_bytes(body), 400) == "malformed-request"


@pytest.mark.usefixtures("world")
def test_a_request_is_at_most_16_kb() -> None:
    assert problem(sent(a_request(name="N" * 16_384)), 413) == "request-too-large"


@pytest.mark.usefixtures("world")
def test_more_than_sixty_a_minute_are_asked_to_wait(world: World) -> None:
    world.clock.pass_by(seconds=20)
    for _ in range(MOST_A_MINUTE):
        sent({})
    reply = sent(a_request())
    assert problem(reply, 429) == "too-many-requests"
    assert reply.headers["Retry-After"] == "40"
    answer(sent(a_request(), by="kios-contoh"))
    world.clock.pass_by(seconds=40)
    answer(sent(a_request()))


@pytest.mark.usefixtures("world")
def test_who_is_not_known_uses_up_nobodys_minute() -> None:
    for _ in range(MOST_A_MINUTE):
        sent({}, "another key")
    answer(sent(a_request()))


@pytest.mark.usefixtures("world")
def test_while_the_table_is_out_of_reach_a_partner_is_asked_to_come_again() -> None:
    aws.dynamodb().delete_table(TableName="cases")
    reply = sent(a_request())
    assert problem(reply, 503) == "unavailable"
    assert reply.headers["Retry-After"] == "5"


def test_a_secret_that_is_written_wrongly_says_where(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partner, "secret", lambda _: {"kel": {"key": "k" * 8, "trustd": True}})
    with pytest.raises(Misconfigured, match=r"kel\.trustd"):
        sent(a_request())
    assert world.items() == []


def test_neither_the_key_nor_the_code_stands_in_the_table_or_the_logs(world: World) -> None:
    code = as_proof_code(answer(sent(a_request()))["message"].removeprefix("MENWA "))
    world.secrets |= {code, PARTNER_KEY, f"{code[:4]}-{code[4:]}"}
    assert code not in str(world.items())
    assert PHONE in str(world.items())


def test_nobody_is_kept_longer_than_the_form_keeps_them(world: World) -> None:
    answer(sent(a_request()))
    ends = {item["expires_at"]["N"] for item in world.items() if "LIMIT" not in item["pk"]["S"]}
    assert ends == {str(int((NOW + timedelta(hours=24)).timestamp()))}

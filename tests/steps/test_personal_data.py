"""What data subjects ask, from the counter to its end, and who a breach affected."""

import re
from datetime import timedelta
from typing import Any

import pytest

from check_siak import ask_desk, desk
from menwa import aws
from menwa.applicant import Subject
from menwa.data_requests import DataRequest, DataRequestStore
from menwa.questions import Question, QuestionStore, Words
from menwa.recipient import Recipient
from menwa.restriction import restricted
from menwa.table import Table
from menwa.types import Status, new_case_id
from report import personal_data
from send_pdf import step
from tests.builders import (
    CASE_ID,
    NOW,
    OFFICE,
    PHONE,
    a_cleared_case,
    a_delivered_file,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
    found,
)
from tests.steps.calling import Reply, requested, visited
from tests.steps.world import TABLE, World
from tests.unit.test_retention import a_case_with_everything

FIRST, SECOND, CHIEF = "siti.aminah", "rudi.hartono", "sari.dewi"
HOME = "/data-pribadi"
CHILD = "9971014101150003"
STRANGER = an_applicant(nik="9971010101900009", name="Darto Tandun", phone="+6289900000909")
ASKED = {
    "kind": "access",
    "basis": "self",
    "nik": an_applicant().nik,
    "name": "Nurhayati Lubuk Puding",
    "phone": PHONE,
    "words": "Saya ingin tahu apa yang disimpan",
    "seen": "yes",
}


def opened(path: str, officer: str = FIRST, **query: str) -> Reply:
    return requested(personal_data.handler, "GET", path, query=query, officer=officer)


def sent(path: str, officer: str = FIRST, **form: Any) -> Reply:
    return requested(personal_data.handler, "POST", path, form=form, officer=officer)


def received(**changes: str) -> str:
    """Its path."""
    reply = sent(f"{HOME}/baru", **ASKED | changes)
    assert reply.status == 303, reply.text
    return reply.headers["Location"]


def vouched(**changes: str) -> str:
    path = received(**changes)
    assert sent(path, SECOND, act="vouch", seen="yes").status == 303
    return path


def on_record(path: str) -> DataRequest:
    return DataRequestStore(aws.dynamodb(), TABLE).find(path.rpartition("/")[2])


def another(**changes: Any) -> Any:
    return a_proven_case(id=new_case_id(), proof_hash=new_case_id(), **changes)


def test_a_request_stands_in_the_offices_view_until_it_is_answered(world: World) -> None:
    path = received()
    assert "26-11-2026 <span" in opened(HOME).text
    assert "Menunggu petugas kedua" in opened(HOME).text
    assert "Terlambat" not in opened(HOME).text
    world.clock.pass_by(hours=71)
    received(kind="erasure")
    world.clock.pass_by(hours=1, seconds=1)
    first, last = re.findall(r'<th scope="row"><a class="target" href="([^"]+)', opened(HOME).text)
    assert first == path != last
    assert opened(HOME).text.count("Terlambat") == 1
    assert "Dijawab paling lambat" in opened(path).text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "all"}, "kind"),
        ({"basis": ""}, "basis"),
        ({"nik": "123"}, "nik"),
        ({"name": ""}, "name"),
        ({"words": ""}, "words"),
        ({"seen": ""}, "seen"),
        ({"phone": "12"}, "phone"),
        ({"received": "2026-11-24T10:00"}, "received"),
        ({"received": "2026-09-24T10:00"}, "received"),
    ],
)
def test_what_is_missing_is_named_beside_its_field(
    world: World, changes: dict[str, str], field: str
) -> None:
    reply = sent(f"{HOME}/baru", **ASKED | changes)
    assert reply.status == 422
    assert f'id="{field}-error"' in reply.text
    assert ASKED["words"] in reply.text or field == "words"
    assert world.items() == []


@pytest.mark.usefixtures("world")
def test_the_clock_runs_from_when_the_letter_came() -> None:
    request = on_record(received(received="2026-11-22T08:00"))
    assert request.due == NOW.replace(day=25, hour=1)


def test_nothing_is_done_before_a_second_officer_has_made_sure_of_the_right(world: World) -> None:
    world.have(a_delivered_file())
    path = received()
    assert "Petugas lain yang memastikan" in opened(path).text
    assert sent(path, FIRST, act="vouch", seen="yes").headers["Location"] == path
    assert sent(f"{path}/berkas", SECOND).status == 303
    assert sent(path, SECOND, act="carry_out").status == 303
    assert on_record(path).state == "right"
    assert sent(path, SECOND, act="vouch").status == 422
    assert sent(path, SECOND, act="vouch", seen="yes").status == 303
    assert on_record(path).state == "open"


@pytest.mark.usefixtures("world")
def test_a_refusal_says_why() -> None:
    path = received()
    assert sent(path, SECOND, act="refuse").status == 422
    assert sent(path, SECOND, act="refuse", reason="Bukan walinya").status == 303
    assert "Bukan walinya" in opened(path).text
    assert "Ditolak" in opened(HOME).text


def test_the_export_has_all_of_one_person_and_blacks_out_others(world: World) -> None:
    """Their own request for a child's document, and another's request for a document of theirs."""
    world.have(a_case_with_everything())
    nik = an_applicant().nik
    others = another(
        applicant=STRANGER,
        identity=Recipient(phone=STRANGER.phone),
        number="9971010101010101",
        subject=Subject(relation="parent", name="Nurhayati Lubuk Puding", nik=nik),
        found=found(subject_nik=nik, subject_name="NURHAYATI LUBUK PUDING", number="1471-LU-1"),
    )
    world.have(a_file(others))
    path = vouched()
    reply = sent(f"{path}/berkas", SECOND)
    assert reply.status == 200
    assert reply.headers["Content-Disposition"].startswith("attachment")
    for own in (CASE_ID, others.id, nik, PHONE, "RSI-77", "1471-LU-1", "Nama anak saya Puteri"):
        assert own in reply.text
    assert "█████" in reply.text
    subject_of_theirs = (CHILD, "Puteri Lubuk Puding", "9971011704740001", "TAMBUSAI")
    for another_ones in (*subject_of_theirs, "9971010101010101", "Darto", STRANGER.phone):
        assert another_ones not in reply.text
    assert STRANGER.nik not in reply.text
    assert [one.act for one in on_record(path).acts] == ["received", "right_seen", "exported"]


def test_who_asked_under_their_name_from_another_phone_stays_hidden(world: World) -> None:
    """Nor is what SIAK holds shown: nobody's right to that document was ever established."""
    phone = "+6289900000555"
    seen = found(number="9971010000000777")
    case = a_proven_case(
        applicant=an_applicant(phone=phone), identity=Recipient(phone=phone), found=seen
    )
    world.have(a_file(case))
    text = sent(f"{vouched()}/berkas", SECOND).text
    assert CASE_ID in text
    assert phone not in text
    assert "TAMBUSAI" not in text
    assert "9971011704740001" not in text
    assert seen.number not in text


def test_what_officers_noted_is_blacked_out(world: World) -> None:
    noted = a_delivered_file().handed_over(
        step=2,
        act="data_right",
        holder="Meja petugas (Contoh Siti Aminah)",
        paraf="SA",
        to="Pemohon",
        now=NOW,
        occasion="answer:1",
        note="Ayahnya Darto menelepon",
    )
    world.have(noted)
    text = sent(f"{vouched()}/berkas", SECOND).text
    assert "catatan petugas atau orang lain" in text
    assert "Darto" not in text
    assert "Contoh Siti Aminah" not in text


@pytest.mark.parametrize(
    ("phone", "doubt", "shown"),
    [
        (PHONE, None, True),
        (PHONE, "another_holder", False),
        ("+6289900000555", None, False),
    ],
)
def test_what_they_wrote_in_the_chat_goes_to_the_proven_phone_alone(
    world: World, phone: str, doubt: str | None, shown: bool
) -> None:
    world.have(a_delivered_file(identity_doubt=doubt))
    questions = QuestionStore(aws.dynamodb(), TABLE)
    words = (Words(text="Kapan KK saya jadi?", at=NOW, by="1"),)
    for each in (PHONE, "+6289900000555"):
        asker = Recipient(phone=each)
        question = Question(person=asker, words=words, since=NOW, told_at=NOW, told_by="1")
        key = personal_data.environment().persons().key_of(asker)
        Table(aws.dynamodb(), TABLE).write([questions.saving(key, None, question)])
    text = sent(f"{vouched(phone=phone)}/berkas", SECOND).text
    assert ("Kapan KK saya jadi?" in text) is shown


@pytest.mark.usefixtures("world")
def test_an_access_is_answered_once_the_copy_is_handed_over() -> None:
    path = vouched()
    sent(f"{path}/berkas", SECOND)
    assert sent(path, FIRST, act="carry_out").status == 303
    assert on_record(path).state == "done"
    assert sent(f"{path}/berkas", SECOND).status == 303
    assert "Baru dijawab" in opened(HOME).text


def test_a_correction_reaches_what_has_ended_and_nothing_that_is_open(world: World) -> None:
    world.have(a_delivered_file())
    still = another()
    world.have(a_file(still))
    path, right = vouched(kind="correction"), {"birth_day": "3", "birth_month": "9"}
    form = {"act": "carry_out", "case_id": [CASE_ID, still.id], "name": "Nurhayati Lubuk"}
    assert sent(path, SECOND, **form, **right).status == 422
    assert sent(path, SECOND, **form, **right, birth_year="1977").status == 303
    assert world.file().case.applicant.name == "Nurhayati Lubuk"
    assert world.file().case.applicant.birth_date.day == 3
    assert world.file(still.id).case.applicant == still.applicant
    assert on_record(path).case_ids == (CASE_ID,)


def test_a_restriction_stops_a_send(world: World) -> None:
    world.have(a_file(a_cleared_case()))
    path = vouched(kind="restriction")
    assert sent(path, SECOND, act="carry_out", case_id=CASE_ID).status == 303
    with pytest.raises(Exception, match=CASE_ID) as stopped:
        visited(step.handler, CASE_ID)
    assert type(stopped.value).__name__ == "Restricted"
    assert world.on_phone() == []
    assert world.file().attempts == ()
    assert on_record(path).state == "standing"
    assert "Pembatasan yang berlaku (1)" in opened(HOME).text


def test_a_restriction_takes_the_question_from_whoever_is_asked(world: World) -> None:
    waits = a_wait(waiting_for="kasi-identitas", asked="kasi")
    world.have(a_file(a_proven_case(status=Status.WITH_OFFICIAL), wait=waits))
    path = vouched(kind="restriction")
    sent(path, SECOND, act="carry_out", case_id=CASE_ID)
    assert world.procedure.answers == [("task-token", {"error": "Restricted"})]
    sent(path, SECOND, act="lift")
    assert world.file().case.restricted_at is None
    assert on_record(path).state == "done"


def test_what_is_restricted_waits_at_the_desk_and_nobody_is_written_to(world: World) -> None:
    world.have(a_file(a_proven_case(restricted_at=NOW)))
    world.writes()
    visited(ask_desk.handler, CASE_ID, reason="Restricted")
    assert (world.file().wait or a_wait()).reason == "Restricted"
    assert world.on_phone() == []
    page = requested(desk.handler, "GET", f"/meja/{CASE_ID}", officer=FIRST).text
    assert "Pemilik data meminta pemrosesan dihentikan" in page


@pytest.mark.parametrize("waiting_for", ["settling", "delivery"])
def test_what_may_have_left_is_only_settled(waiting_for: str) -> None:
    file = a_file(a_cleared_case(), wait=a_wait(waiting_for=waiting_for))
    assert restricted(file, NOW).wait == file.wait
    assert restricted(restricted(file, NOW), NOW + timedelta(1)).case.restricted_at == NOW


def test_a_request_is_carried_out_on_nobody_elses_cases(world: World) -> None:
    """Nor on one whose document happens to have the person's NIK as its number."""
    known = {"identity": Recipient(phone=STRANGER.phone), "number": an_applicant().nik}
    strangers = another(applicant=STRANGER, **known)
    world.have(a_file(strangers))
    path = vouched(kind="restriction")
    assert strangers.id not in opened(path).text
    assert sent(path, SECOND, act="carry_out", case_id=strangers.id).status == 422
    assert world.file(strangers.id).case.restricted_at is None


def test_a_request_is_carried_out_on_the_cases_that_were_ticked(world: World) -> None:
    world.have(a_delivered_file())
    other = another()
    world.have(a_file(other))
    path = vouched(kind="restriction")
    assert sent(path, SECOND, act="carry_out", case_id=other.id).status == 303
    assert world.file(other.id).case.restricted_at == NOW
    assert world.file().case.restricted_at is None


def test_an_erasure_comes_sooner_once_it_was_asked_for(world: World) -> None:
    world.have(a_delivered_file())
    path = vouched(kind="erasure")
    assert "23 November 2028" in opened(path).text
    sent(path, SECOND, act="carry_out", case_id=CASE_ID)
    assert world.file().case.erasure_asked
    assert on_record(path).state == "done"
    goes = OFFICE.day_of(NOW) + timedelta(days=OFFICE.retention.on_request + 1)
    assert f"{goes.day} Februari 2027" in opened(path).text


def test_whoever_was_affected_is_listed_with_how_to_reach_them(world: World) -> None:
    world.have(a_case_with_everything())
    begun = NOW - timedelta(days=40)
    early = another(proven_at=begun, created_at=begun, day=begun.date(), ended_at=begun)
    doubted = another(identity_doubt="another_holder", day=NOW.date())
    for case in (early, doubted):
        world.have(a_file(case))
    page = opened(f"{HOME}/terdampak", CHIEF, dari="2026-11-23", sampai="2026-11-23")
    assert f"WhatsApp atau telepon {PHONE}" in page.text
    assert "mungkin bukan miliknya" in page.text
    assert early.id not in page.text
    csv = sent(f"{HOME}/terdampak", CHIEF, dari="2026-10-14", sampai="2026-11-23")
    assert csv.headers["Content-Type"].startswith("text/csv")
    assert {case_id for case_id in (CASE_ID, early.id, doubted.id) if case_id in csv.text} == {
        CASE_ID,
        early.id,
        doubted.id,
    }


def test_phones_of_all_are_for_administrators(world: World) -> None:
    world.have(a_delivered_file())
    span = {"dari": "2026-11-23", "sampai": "2026-11-23"}
    assert opened(f"{HOME}/terdampak", FIRST, **span).status == 403
    assert sent(f"{HOME}/terdampak", FIRST, **span).status == 403
    assert PHONE not in opened(f"{HOME}/terdampak", FIRST, **span).text


@pytest.mark.usefixtures("world")
def test_a_span_that_is_too_long_asks_for_a_shorter_one() -> None:
    page = opened(f"{HOME}/terdampak", CHIEF, dari="2025-01-01", sampai="2026-11-23")
    assert "terlalu panjang" in page.text


@pytest.mark.usefixtures("world")
def test_a_request_that_is_not_there() -> None:
    assert opened(f"{HOME}/{'0' * 16}").status == 404

"""Letters that the sweep writes: together, in time, by a channel that works."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from check_siak import desk
from menwa import aws
from menwa.case import ANSWERED, DESK, CaseFile
from menwa.letter_book import LetterBook, Letters, attempt_for, mark_of
from menwa.letter_rules import LetterRules
from menwa.people import Absence
from menwa.types import Status, new_case_id
from menwa.whatsapp_updates import Receipt
from notify_officials import bounces, step, sweep
from send_pdf import receipts
from tests.builders import CASE_ID, NOW, OFFICE, PHONE, a_file, a_proven_case, a_wait
from tests.steps.calling import invoked, queued, requested, visited
from tests.steps.test_ask_officials import KASI, links_on, mails
from tests.steps.world import TABLE, World

KADIS = OFFICE.officials["kadis"]
KABID = OFFICE.officials["kabid-dafduk"]


def swept(world: World) -> dict[str, int]:
    done: dict[str, int] = invoked(sweep.handler, {})
    for official in OFFICE.officials.values():
        world.secrets |= {*links_on(world, official.phone)}
    return {name: times for name, times in done.items() if times}


def waiting(world: World, case_id: str = CASE_ID, **changes: Any) -> CaseFile:
    known = {"waiting_for": "kasi-identitas", "asked": "kasi", "visit": f"v:{case_id}"}
    case = a_proven_case(
        id=case_id, proof_hash=case_id, status=Status.WITH_OFFICIAL, right="recorded_phone"
    )
    case = case.model_copy(update={"promise": NOW + timedelta(days=9)})
    return world.have(a_file(case, wait=a_wait(**known | changes)))


def book() -> LetterBook:
    return LetterBook(aws.dynamodb(), TABLE)


def noted(world: World, case_id: str = CASE_ID) -> tuple[datetime | None, int]:
    wait = world.file(case_id).wait
    assert wait is not None
    return wait.letter_at, wait.reminders


def test_what_came_within_a_quarter_of_an_hour_goes_in_one_letter(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = OFFICE.model_copy(update={"letters": LetterRules()})
    monkeypatch.setattr(sweep.Environment, "office", lambda _self: office)
    ids = [new_case_id() for _ in range(3)]
    book().write(Letters(post="kasi-identitas", at=NOW - timedelta(minutes=5), by=("whatsapp",)))
    for case_id in ids:
        waiting(world, case_id)
    world.clock.pass_by(minutes=9)
    assert swept(world) == {}
    world.clock.pass_by(minutes=1)
    assert swept(world) == {"letters": 1}
    [letter] = world.on_phone(KASI.phone)
    assert letter.content.template == "dokumen_menunggu"
    assert "3 dokumen" in letter.content.text
    assert "3 Kartu Keluarga" in letter.content.text
    assert not any(case_id in letter.content.text for case_id in ids)
    [token] = links_on(world, KASI.phone)
    link = world.store.link(token, world.clock.moment)
    assert link is not None
    assert (link.case_id, link.visit, link.official) == (None, None, "kasi-identitas")
    assert link.valid_until == world.clock.moment + timedelta(hours=72)
    assert [noted(world, case_id) for case_id in ids] == [(world.clock.moment, 0)] * 3
    assert swept(world) == {}


def test_the_first_reminder_comes_by_the_other_channel_and_the_next_by_the_own(
    world: World,
) -> None:
    waiting(world, letter_at=NOW)
    world.clock.pass_by(hours=1)
    assert swept(world) == {"letters": 1}
    assert [mail.destinations["ToAddresses"] for mail in mails()] == [[KASI.mail]]
    assert world.on_phone(KASI.phone) == []
    world.clock.pass_by(minutes=30)
    assert swept(world) == {}
    world.clock.pass_by(hours=2, minutes=30)
    assert swept(world) == {"letters": 1}
    assert len(mails()) == len(world.on_phone(KASI.phone)) == 1
    assert noted(world) == (NOW, 2)
    world.secrets |= {token for mail in mails() for token in [mail.body.split("/k/")[1][:43]]}


def test_whoever_comes_in_between_learns_of_it_with_the_next_sweep(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The deputy does not wait for a reminder; nor does whoever comes back."""
    waiting(world)
    assert swept(world) == {"letters": 1}
    today = OFFICE.day_of(NOW)
    leave = Absence(first=today, last=today, kind="cuti", deputy="kasi-pindah")
    away = OFFICE.model_copy(
        update={
            "officials": {
                **OFFICE.officials,
                "kasi-identitas": KASI.model_copy(update={"absences": (leave,)}),
            }
        }
    )
    world.clock.pass_by(minutes=5)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(sweep.Environment, "office", lambda _self: away)
        assert swept(world) == {"letters": 1}
        world.clock.pass_by(minutes=5)
        assert swept(world) == {}
    deputy = OFFICE.officials["kasi-pindah"]
    assert len(links_on(world, deputy.phone)) == len(links_on(world, KASI.phone)) == 1
    assert swept(world) == {"letters": 1}
    assert len(links_on(world, KASI.phone)) == 2


def test_reminders_that_were_missed_come_as_one(world: World) -> None:
    waiting(world, letter_at=NOW)
    world.clock.pass_by(hours=9)
    assert swept(world) == {"letters": 1}
    assert swept(world) == {}
    assert noted(world) == (NOW, 1)


def test_who_asked_for_time_is_not_reminded_before(world: World) -> None:
    waiting(world, letter_at=NOW, until=NOW + timedelta(hours=30), not_yet=1)
    world.clock.pass_by(hours=30, minutes=59)
    assert swept(world) == {}
    world.clock.pass_by(minutes=1)
    assert swept(world) == {"letters": 1}


@pytest.mark.parametrize(
    ("level", "post", "receiver"),
    [("kasi", "kasi-identitas", KABID.title), ("kadis", "kadis", "Meja petugas")],
)
def test_after_twelve_hours_the_next_level_is_asked_and_the_card_says_why(
    world: World, level: str, post: str, receiver: str
) -> None:
    waiting(world, waiting_for=post, asked=level, letter_at=NOW)
    world.clock.pass_by(hours=11, minutes=59)
    swept(world)
    assert world.procedure.answers == []
    world.clock.pass_by(minutes=1)
    assert swept(world)["unanswered"] == 1
    assert world.procedure.answers == [("task-token", {"answer": "no_answer"})]
    file = world.file()
    [entry] = file.entries
    assert (entry.act, entry.handed_to, entry.received_at) == ("no_answer", receiver, NOW)
    assert file.wait is not None
    assert file.wait.waiting_for == ANSWERED
    world.clock.pass_by(minutes=5)
    assert "unanswered" not in swept(world)
    world.secrets |= {mail.body.split("/k/")[1][:43] for mail in mails()}


def test_a_mail_that_bounces_goes_by_whatsapp_with_the_next_sweep(world: World) -> None:
    kelahiran = OFFICE.officials["kasi-kelahiran"]
    world.have(a_file(a_proven_case(document_type="akta_kelahiran")))
    visited(step.handler, CASE_ID, level="kasi")
    [mail] = mails()
    world.secrets |= {mail.body.split("/k/")[1][:43]}
    assert mail.tags == {"post": "kasi-kelahiran", "to": mark_of(kelahiran, "mail")}
    world.clock.pass_by(minutes=2)
    assert swept(world) == {}
    invoked(bounces.handler, bounced(mail.tags))
    assert swept(world) == {"letters": 1}
    assert len(world.on_phone(kelahiran.phone)) == 1
    assert swept(world) == {}


def test_a_phone_without_whatsapp_is_heard_of_in_a_receipt_and_mailed_to(world: World) -> None:
    waiting(world, letter_at=NOW)
    book().write(Letters(post="kasi-identitas", at=NOW, by=("whatsapp",)))
    failed = Receipt(
        wamid="wamid.1",
        status="failed",
        timestamp=NOW,
        attempt_id=attempt_for("kasi-identitas", KASI),
        error_code=131026,
    )
    assert queued(receipts.handler, failed.model_dump_json()) == []
    world.clock.pass_by(minutes=2)
    assert swept(world) == {"letters": 1}
    [mail] = mails()
    assert mail.destinations["ToAddresses"] == [KASI.mail]
    world.secrets |= {mail.body.split("/k/")[1][:43]}


def bounced(tags: dict[str, str]) -> dict[str, Any]:
    named = {name: [value] for name, value in tags.items()} | {"ses:source-ip": ["203.0.113.7"]}
    detail = {"eventType": "Bounce", "mail": {"destination": ["a@b.id"], "tags": named}}
    return {"source": "aws.ses", "detail-type": "Email Bounced", "detail": detail}


def test_the_desk_sees_whom_letters_do_not_reach(world: World) -> None:
    kelahiran = OFFICE.officials["kasi-kelahiran"]
    told = "Surat untuk Kepala Seksi Kelahiran tidak sampai lewat surel"
    assert told not in requested(desk.handler, "GET", "/meja", officer="sari.dewi").text
    tags = {"post": "kasi-kelahiran", "to": mark_of(kelahiran, "mail")}
    invoked(bounces.handler, bounced(tags))
    assert told in requested(desk.handler, "GET", "/meja", officer="sari.dewi").text
    world.clock.pass_by(days=1)
    assert told not in requested(desk.handler, "GET", "/meja", officer="sari.dewi").text


def test_an_event_of_a_mail_that_is_no_letter_changes_nothing(world: World) -> None:
    invoked(bounces.handler, bounced({}))
    assert world.items() == []


def test_a_stall_is_one_letter_to_the_superior_however_often_it_is_seen(world: World) -> None:
    for _ in range(20):
        waiting(world, new_case_id(), letter_at=NOW)
    world.clock.pass_by(minutes=5)
    assert swept(world) == {"stalls": 1}
    world.clock.pass_by(minutes=5)
    assert swept(world) == {}
    [letter] = world.on_phone(KABID.phone)
    assert letter.content.template == "antrean_tersendat"
    assert "20 dokumen tertahan di Kepala Seksi Identitas Penduduk" in letter.content.text


def test_above_the_kadis_there_is_nobody_to_tell(world: World) -> None:
    for _ in range(20):
        waiting(world, new_case_id(), waiting_for="kadis", asked="kadis", letter_at=NOW)
    world.clock.pass_by(minutes=5)
    assert swept(world) == {"stalls": 1}
    assert world.on_phone(KADIS.phone) == []


def late(world: World, **changes: Any) -> None:
    today = NOW + timedelta(hours=11)
    file = waiting(world, since=today, letter_at=today)
    known = {"promise": NOW + timedelta(hours=14), "promised_on": (NOW - timedelta(days=3)).date()}
    world.store.save(file, file.updated(**known | changes))
    world.writes()


def test_the_citizen_hears_that_it_becomes_later_once(world: World) -> None:
    late(world)  # the day ends at 17.00 UTC, midnight in Pekanbaru
    world.clock.pass_by(hours=11, minutes=59)
    swept(world)
    assert world.texts() == []
    world.clock.pass_by(minutes=1)
    assert swept(world)["delays"] == 1
    [text] = world.texts()
    assert "lebih lama dari perkiraan" in text
    assert "paling lambat Selasa, 24 November 2026" in text
    case = world.file().case
    assert case.promised_on == OFFICE.day_of(world.clock.moment)
    assert case.promise == NOW.replace(day=24, hour=17)
    world.clock.pass_by(minutes=5)
    assert "delays" not in swept(world)
    world.secrets |= {mail.body.split("/k/")[1][:43] for mail in mails()}


@pytest.mark.parametrize(
    "changes", [{"right": None}, {"frozen_at": NOW}, {"identity_doubt": "another_holder"}]
)
def test_who_may_not_know_hears_of_no_delay(world: World, changes: dict[str, Any]) -> None:
    late(world, **changes)
    world.clock.pass_by(hours=13)
    assert "delays" not in swept(world)
    assert world.texts() == []
    world.secrets |= {mail.body.split("/k/")[1][:43] for mail in mails()}


def test_while_whatsapp_is_down_the_citizen_is_told_later(world: World) -> None:
    late(world)
    world.clock.pass_by(hours=12)
    world.whatsapp_fails(unavailable=True, phone=PHONE, times=1)
    assert "delays" not in swept(world)
    world.clock.pass_by(minutes=5)
    assert swept(world)["delays"] == 1
    assert len(world.texts()) == 1
    world.secrets |= {mail.body.split("/k/")[1][:43] for mail in mails()}


def test_a_delay_is_told_of_a_case_at_the_desk_too(world: World) -> None:
    late(world)
    file = world.file()
    world.store.save(file, file.opened(a_wait(waiting_for=DESK, asked=DESK, since=NOW)))
    world.clock.pass_by(hours=12)
    assert swept(world) == {"delays": 1}


def at_desk(world: World, **changes: Any) -> None:
    late(world)
    file = world.file()
    wait = a_wait(waiting_for=DESK, since=NOW, **changes)
    world.store.save(file, file.opened(wait))


def test_a_delay_is_told_where_the_look_itself_waits_at_the_desk(world: World) -> None:
    at_desk(world, asked="siak", reason="siak_unavailable")
    world.clock.pass_by(hours=12)
    assert swept(world) == {"delays": 1}


@pytest.mark.parametrize("reason", ["IdentityDoubted", "PhoneHidden", "ProofStale"])
def test_who_may_hold_the_phone_by_now_hears_of_no_delay(world: World, reason: str) -> None:
    at_desk(world, asked=DESK, reason=reason)
    world.clock.pass_by(hours=12)
    assert swept(world) == {}
    assert world.texts() == []


def test_a_doubted_phone_hears_of_no_delay_and_no_promise_is_noted(world: World) -> None:
    late(world, identity_doubt="another_holder")
    before = world.file().case.promise
    world.clock.pass_by(hours=12)
    assert "delays" not in swept(world)
    assert world.texts() == []
    assert world.file().case.promise == before
    world.secrets |= {mail.body.split("/k/")[1][:43] for mail in mails()}


def test_a_year_that_nobody_entered_is_missed_from_december_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = OFFICE.hours.model_copy(update={"years_entered": (2026,)})
    office = OFFICE.model_copy(update={"hours": hours})
    monkeypatch.setattr(sweep.Environment, "office", lambda _self: office)
    world.clock.moment = datetime.fromisoformat("2026-11-30T16:59:00+00:00")
    assert swept(world) == {}
    world.clock.pass_by(minutes=1)
    assert swept(world) == {"calendar": 1}
    world.clock.pass_by(minutes=5)
    assert swept(world) == {}

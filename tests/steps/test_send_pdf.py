"""The PDF goes out once, whole, and only if all five conditions hold."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from menwa import aws
from menwa.case import ANSWERED, DELIVERY, HELD, LATER, SETTLING, CaseFile
from menwa.daily_limit import DailyLimit
from menwa.documents import DocumentStore
from menwa.errors import Contended, DocumentGone, NotCleared, WhatsAppUnavailable
from menwa.pauses import still_theirs
from menwa.recipient import Recipient
from menwa.sending_switch import Hold, SendingSwitch
from menwa.settings import secret
from menwa.types import Status
from send_pdf import step
from tests.builders import (
    CASE_ID,
    NOW,
    OFFICE,
    PHONE,
    SECOND_RUN,
    a_cleared_case,
    a_file,
    a_wait,
    an_attempt,
    found,
    staged,
)
from tests.steps.calling import TASK, visited
from tests.steps.roles import by_the_test_itself
from tests.steps.world import ACCESS_TOKEN, STAGING, TABLE, World

PDF = b"%PDF-1.7\nKARTU KELUARGA\n%%EOF"
VISIT = "2026-11-23T03:00:00.000Z"


def cleared(world: World, *, filed: dict[str, Any] | None = None, **changes: Any) -> CaseFile:
    sha256 = DocumentStore(aws.s3(), STAGING).stage(PDF)
    known: dict[str, Any] = {"staged": staged(sha256=sha256)}
    world.writes()
    return world.have(a_file(a_cleared_case(**known | changes), **filed or {}))


def send(token: str = TASK, **more: str) -> None:
    visited(step.handler, CASE_ID, token=token, **more)


def uploads(world: World) -> int:
    return sum(one.url.path.endswith("/media") for one in world.internet.asked)


def documents(world: World) -> list[bytes]:
    held = [one.content.document for one in world.on_phone()]
    return [one.content for one in held if one is not None]


def test_the_phone_holds_byte_for_byte_what_was_staged(world: World) -> None:
    cleared(world)
    send()
    assert documents(world) == [PDF]
    [message] = world.on_phone()
    assert message.attempt_id == f"{CASE_ID}.1"
    assert message.content.kind == "buttons"
    assert [(one.label, one.value) for one in message.content.buttons] == [
        ("Data salah", f"WRONG_DATA:{CASE_ID}"),
        ("Milik orang lain", f"NOT_MINE:{CASE_ID}"),
        ("Beri nilai", f"SURVEY:{CASE_ID}"),
    ]
    assert CASE_ID in message.content.text
    assert message.content.document is not None
    assert message.content.document.filename == f"Kartu-Keluarga-{CASE_ID}.pdf"


def test_what_was_accepted_waits_for_its_receipt(world: World) -> None:
    cleared(world)
    send()
    file = world.file()
    assert [(one.number, one.outcome) for one in file.attempts] == [(1, "accepted")]
    assert file.attempts[0].wamid == world.on_phone()[0].id
    assert file.case.status is Status.SENDING
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.token) == (DELIVERY, "task-token")
    assert world.procedure.answers == []


BREAKS: dict[str, dict[str, Any]] = {
    "the phone was never proven": {"proven_at": None, "identity": None},
    "another phone proved it": {"identity": Recipient(phone="+6289900000999")},
    "nobody with a right asked": {"right": None},
    "SIAK says it is not signed": {"found": found(signed=False)},
    "SIAK says it was replaced": {"found": found(active=False)},
    "SIAK found nothing": {"found": None},
    "its signature did not verify": {"staged": {"signature": "SIGNATURE_INVALID"}},
    "its text is another document's": {"staged": {"text_holds": False}},
    "it was staged for another document": {"staged": {"siak_id": "dok-002"}},
    "nothing was staged": {"staged": None},
}


@pytest.mark.parametrize("broken", BREAKS, ids=str)
def test_a_pdf_stays_here_if(world: World, broken: str) -> None:
    changes, sha256 = BREAKS[broken], DocumentStore(aws.s3(), STAGING).stage(PDF)
    if changes.get("staged"):
        changes = {"staged": staged(**{"sha256": sha256} | changes["staged"])}
    cleared(world, **changes)
    before = world.items()
    with pytest.raises(NotCleared):
        send()
    assert uploads(world) == 0
    assert world.on_phone() == []
    assert world.items() == before


def test_bytes_that_are_not_those_that_were_judged_stay_here(world: World) -> None:
    file = cleared(world)
    assert file.case.staged is not None
    key = f"staged/{file.case.staged.sha256}.pdf"
    aws.s3().put_object(Bucket=STAGING, Key=key, Body=PDF.replace(b"KARTU", b"kartu"))
    with pytest.raises(DocumentGone):
        send()
    assert uploads(world) == 0
    assert world.file() == file


def test_a_staged_pdf_that_has_expired_is_looked_up_again(world: World) -> None:
    file = cleared(world, staged=staged(sha256="c" * 64))
    with pytest.raises(DocumentGone):
        send()
    assert uploads(world) == 0
    assert world.file() == file


def intercepted(world: World, act: Callable[[httpx.Request], None]) -> None:
    """`act` at the door to WhatsApp, before each message."""
    host = world.internet.hosts["graph.test"]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/messages"):
            act(request)
        return host.handle_request(request)

    world.internet.answer("graph.test", answer)


def test_the_intent_stands_before_anything_is_sent(world: World) -> None:
    cleared(world)
    seen: list[Any] = []

    def look(_request: httpx.Request) -> None:
        file = world.file()
        seen.append((file.attempts[0].outcome, file.wait.waiting_for if file.wait else None))

    intercepted(world, look)
    send()
    assert seen == [("intended", SETTLING)]


class Killed(BaseException):
    """As the process ends, without a word."""


def test_what_a_killed_run_intended_is_never_sent_again(world: World) -> None:
    cleared(world)

    def kill(_request: httpx.Request) -> None:
        raise Killed

    host = world.internet.hosts["graph.test"]
    intercepted(world, kill)
    with pytest.raises(Killed):
        send()
    world.internet.hosts["graph.test"] = host
    send("token-2")
    assert world.on_phone() == []
    assert uploads(world) == 1
    file = world.file()
    assert [one.outcome for one in file.attempts] == ["intended"]
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.token) == (SETTLING, "token-2")


def test_a_run_that_was_killed_before_its_intent_is_run_again(world: World) -> None:
    cleared(world)
    host = world.internet.hosts["graph.test"]

    def kill(_request: httpx.Request) -> httpx.Response:
        raise Killed

    world.internet.answer("graph.test", kill)
    with pytest.raises(Killed):
        send()
    world.internet.hosts["graph.test"] = host
    send("token-2")
    assert documents(world) == [PDF]


@pytest.mark.parametrize("again", [1, 3])
def test_a_rerun_of_what_was_accepted_sends_nothing_more(world: World, again: int) -> None:
    cleared(world)
    send()
    for turn in range(again):
        send(f"token-{turn}")
    assert len(world.on_phone()) == 1
    wait = world.file().wait
    assert wait is not None
    assert (wait.waiting_for, wait.token) == (DELIVERY, f"token-{again - 1}")


def test_a_rerun_of_what_was_delivered_answers_with_its_own_token(world: World) -> None:
    cleared(world, filed={"attempts": (an_attempt(outcome="delivered"),)})
    send("token-2")
    assert world.procedure.answers == [("token-2", {"answer": "delivered"})]
    assert world.file().case.status is Status.DELIVERED
    assert world.on_phone() == []


def test_a_rerun_of_what_was_answered_carries_the_answer_on(world: World) -> None:
    wait = a_wait(waiting_for=ANSWERED, visit=VISIT, answer={"error": "Undeliverable"})
    cleared(world, filed={"wait": wait, "attempts": (an_attempt(outcome="failed"),)})
    send("token-2")
    assert world.procedure.answers == [("token-2", {"error": "Undeliverable"})]
    assert world.on_phone() == []


def test_what_whatsapp_refuses_for_good_is_the_desks(world: World) -> None:
    cleared(world)
    world.whatsapp_fails(refuse_code=131026)
    send()
    [attempt] = world.file().attempts
    assert (attempt.outcome, attempt.code) == ("refused", 131026)
    assert world.procedure.answers == [(TASK, {"error": "Undeliverable"})]
    assert len(world.whatsapp.media) == 0


@pytest.mark.parametrize(
    ("code", "then"),
    [(131047, "Released"), (131053, "Released"), (131042, "WhatsAppTrouble")],
)
def test_what_comes_of_a_refusal_is_answered_at_once(world: World, code: int, then: str) -> None:
    cleared(world)
    world.whatsapp_fails(refuse_code=code, times=1)
    send()
    assert world.procedure.answers == [(TASK, {"error": then})]


def test_after_meta_has_called_the_window_closed_it_goes_by_template(world: World) -> None:
    cleared(world)
    world.whatsapp_fails(refuse_code=131047, times=1)
    send()
    visited(step.handler, CASE_ID, token="token-2", visit="2026-11-23T03:00:02.000Z")
    [message] = world.on_phone()
    assert message.content.template == "dokumen_siap"
    assert [one.value for one in message.content.buttons] == [
        f"WRONG_DATA:{CASE_ID}",
        f"NOT_MINE:{CASE_ID}",
        f"SURVEY:{CASE_ID}",
    ]


def test_what_whatsapp_asks_to_leave_for_a_while_waits_and_a_rerun_waits_on(world: World) -> None:
    cleared(world)
    world.whatsapp_fails(refuse_code=80007, times=1)
    send()
    send("token-2")
    assert documents(world) == []
    wait = world.file().wait
    assert wait is not None
    assert (wait.waiting_for, wait.reason, wait.token) == (LATER, "sending_paused", "token-2")
    assert wait.until == NOW + timedelta(minutes=2)


def test_a_blocked_number_holds_all_sending_in_menwas_own_name(world: World) -> None:
    cleared(world)
    world.whatsapp_fails(refuse_code=131048)
    send()
    wait, hold = world.file().wait, switch().held()
    assert wait is not None
    assert wait.waiting_for == HELD
    assert hold is not None
    assert hold.officer == "MENWA"
    assert "131048" in hold.reason
    assert world.procedure.answers == []


def test_a_number_that_another_person_may_hold_gets_nothing_until_it_is_proven(
    world: World,
) -> None:
    cleared(world)
    world.whatsapp_fails(refuse_code=137000, times=1)
    send()
    assert world.procedure.answers == [(TASK, {"error": "IdentityDoubted"})]
    assert world.file().case.identity_doubt
    with pytest.raises(NotCleared):
        visited(step.handler, CASE_ID, token="token-2", visit="2026-11-23T03:00:02.000Z")


def test_a_file_that_whatsapp_cannot_use_is_uploaded_once_more(world: World) -> None:
    cleared(world)
    world.whatsapp_fails(upload_code=131053)
    send()
    visited(step.handler, CASE_ID, token="token-2", visit="2026-11-23T03:00:02.000Z")
    assert uploads(world) == 2
    assert world.procedure.answers == [
        (TASK, {"error": "Released"}),
        ("token-2", {"error": "UploadRefused"}),
    ]


def test_a_rotated_token_is_read_anew_at_once(world: World) -> None:
    cleared(world)
    host = world.internet.hosts["graph.test"]
    fresh = json.dumps({"access_token": "another-token"})
    tokens: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        tokens.append(request.headers["authorization"])
        if tokens[-1] == f"Bearer {ACCESS_TOKEN}":
            with by_the_test_itself():
                aws.secrets_manager().put_secret_value(SecretId="whatsapp", SecretString=fresh)
            return httpx.Response(401, json={"error": {"code": 190}})
        request.headers["authorization"] = f"Bearer {ACCESS_TOKEN}"
        return host.handle_request(request)

    world.internet.answer("graph.test", answer)
    send()
    own = json.dumps({"access_token": ACCESS_TOKEN})
    aws.secrets_manager().put_secret_value(SecretId="whatsapp", SecretString=own)
    secret.afresh("whatsapp")
    assert documents(world) == [PDF]
    assert [one.outcome for one in world.file().attempts] == ["accepted"]
    assert tokens == [f"Bearer {ACCESS_TOKEN}", *["Bearer another-token"] * 2]


def test_after_a_month_of_silence_the_phone_is_asked_first(world: World) -> None:
    cleared(world)
    world.clock.pass_by(days=31)
    send()
    [message] = world.on_phone()
    assert message.content.template == "masih_anda"
    assert [one.value for one in message.content.buttons] == [f"STILL_ME:{CASE_ID}"]
    wait = world.file().wait
    assert wait is not None
    assert (wait.waiting_for, wait.reason, wait.until) == (LATER, "proof_asked", None)
    send("token-2")
    assert len(world.on_phone()) == 1
    after = world.store.change(world.file(), lambda file: still_theirs(file, world.clock.now()))
    assert after.wait is not None
    assert after.wait.answer == {"error": "Released"}


def test_a_phone_that_cannot_even_be_asked_is_the_desks(world: World) -> None:
    cleared(world)
    world.clock.pass_by(days=31)
    world.whatsapp_fails(refuse_code=131026)
    send()
    assert world.procedure.answers == [(TASK, {"error": "Undeliverable"})]


def test_whom_meta_does_not_let_the_office_write_to_first_today_waits_for_tomorrow(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared(world)
    world.clock.pass_by(hours=25)
    small = OFFICE.model_copy(update={"whatsapp_daily_limit": 1})
    monkeypatch.setattr("menwa.environment.office_in", lambda _bucket: small)
    limit = DailyLimit(aws.dynamodb(), TABLE, 1)
    assert limit.full_until(Recipient(phone="+6289900000999"), world.clock.now()) is None
    world.clock.pass_by(hours=1)
    send()
    assert (documents(world), uploads(world)) == ([], 0)
    wait = world.file().wait
    assert wait is not None
    assert (wait.waiting_for, wait.reason) == (LATER, "daily_limit")
    assert wait.until == NOW + timedelta(hours=49)
    world.clock.pass_by(hours=24)
    send("token-2")
    assert documents(world) == [PDF]


def test_inside_the_window_four_calls_to_aws_do(world: World) -> None:
    cleared(world)
    calls: list[str] = []

    def note(model: object, **_: object) -> None:
        calls.append(getattr(model, "name", ""))

    send()  # whatever is fetched once and remembered
    world.store.change(world.file(), lambda file: file.updated(run=2))
    for client in (aws.dynamodb(), aws.s3(), aws.secrets_manager()):
        client.meta.events.register("before-call", note)
    send("token-2", run=SECOND_RUN)
    for client in (aws.dynamodb(), aws.s3(), aws.secrets_manager()):
        client.meta.events.unregister("before-call", note)
    assert calls == ["Query", "GetObject", "TransactWriteItems", "TransactWriteItems"]


def test_asked_for_again_it_is_sent_again_and_once(world: World) -> None:
    sha256 = DocumentStore(aws.s3(), STAGING).stage(PDF)
    delivered = an_attempt(outcome="delivered", sha256=sha256)
    cleared(world, filed={"attempts": (delivered,)}, run=2)
    send(run=SECOND_RUN)
    send("token-2", run=SECOND_RUN)
    assert documents(world) == [PDF]
    assert [(one.run, one.outcome) for one in world.file().attempts] == [
        (1, "delivered"),
        (2, "accepted"),
    ]


def test_while_whatsapp_is_down_the_next_run_sends_it(world: World) -> None:
    cleared(world)
    world.whatsapp_fails(unavailable=True, times=1)
    with pytest.raises(WhatsAppUnavailable):
        send()
    assert [one.outcome for one in world.file().attempts] == ["refused"]
    send("token-2")
    assert documents(world) == [PDF]
    file = world.file()
    assert [(one.number, one.outcome) for one in file.attempts] == [(1, "refused"), (2, "accepted")]
    assert world.on_phone()[0].attempt_id == f"{CASE_ID}.2"


def test_while_whatsapp_is_not_reached_it_is_tried_a_few_times_and_then_pauses(
    world: World,
) -> None:
    cleared(world)
    del world.internet.hosts["graph.test"]
    for turn in range(3):
        with pytest.raises(WhatsAppUnavailable):
            send(f"token-{turn}")
    send("token-4")
    file = world.file()
    assert [one.outcome for one in file.attempts] == ["refused"] * 4
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.until) == (LATER, NOW + timedelta(seconds=64))
    assert world.procedure.answers == []


@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.RemoteProtocolError, httpx.ReadError])
def test_a_message_of_which_nothing_is_known_is_waited_for(
    world: World, error: type[httpx.RequestError]
) -> None:
    cleared(world)
    host = world.internet.hosts["graph.test"]

    def answer(request: httpx.Request) -> httpx.Response:
        taken = host.handle_request(request)
        if request.url.path.endswith("/messages"):
            raise error("lost", request=request)
        return taken

    world.internet.answer("graph.test", answer)
    send()
    send("token-2")
    assert documents(world) == [PDF]
    file = world.file()
    assert [one.outcome for one in file.attempts] == ["intended"]
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.token) == (SETTLING, "token-2")
    assert world.procedure.answers == []


@pytest.mark.parametrize(
    ("later", "template"),
    [
        ({"hours": 23, "minutes": 49}, None),
        ({"hours": 23, "minutes": 51}, "dokumen_siap"),
        ({"days": 20}, "dokumen_siap"),
    ],
)
def test_outside_the_window_it_goes_by_template(
    world: World, later: dict[str, float], template: str | None
) -> None:
    cleared(world)
    world.clock.pass_by(**later)
    send()
    [message] = world.on_phone()
    assert message.content.template == template
    assert documents(world) == [PDF]
    assert message.attempt_id == f"{CASE_ID}.1"


def test_after_the_desk_said_so_it_is_sent_again(world: World) -> None:
    cleared(world, filed={"attempts": (an_attempt(outcome="given_up"),)})
    send()
    assert documents(world) == [PDF]
    assert [one.outcome for one in world.file().attempts] == ["given_up", "accepted"]


def test_the_office_speaks_with_its_own_token_from_its_own_number(world: World) -> None:
    cleared(world)
    send()
    assert {one.headers["authorization"] for one in world.internet.asked} == {
        "Bearer the-access-token"
    }
    assert not [one for one in world.internet.asked if PHONE.removeprefix("+") in str(one.url)]


def switch() -> SendingSwitch:
    return SendingSwitch(aws.dynamodb(), TABLE)


def test_while_sending_is_held_nothing_leaves_and_the_case_waits(world: World) -> None:
    cleared(world)
    switch().hold(Hold(officer="sari.dewi", at=NOW, reason="Nomor palsu beredar."))
    send()
    file = world.file()
    assert documents(world) == []
    assert file.attempts == ()
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.token) == (HELD, TASK)
    assert len(world.whatsapp.media) == 0
    switch().release()
    send()
    assert documents(world) == [PDF]


def test_a_case_that_somebody_else_wrote_meanwhile_is_not_called_held(world: World) -> None:
    file = cleared(world)
    world.store.save(file, file.updated(reason="other"))
    with pytest.raises(Contended):
        world.store.save_unless_held(file, file.updated(reason="mine"))

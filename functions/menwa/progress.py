"""Where a request stands, as its citizen reads it: on the tracking page, and for `STATUS`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from menwa.asking_again import may_ask_again
from menwa.case import HELD, LATER, CaseFile
from menwa.dates import in_words
from menwa.discretion import is_kept_from
from menwa.objections import WRONG_DATA, may_say_data_is_wrong
from menwa.office import Office
from menwa.promises import in_citizens_words
from menwa.types import Status
from menwa.withdrawal import WITHDRAWN, can_withdraw

Act = Literal["cancel", "again", "wrong_data"]
StepState = Literal["done", "here", "stopped", "ahead"]
STEPS = ("received", "searched", "signed", "sent", "arrived")
RECEIVED, SEARCHED, SIGNED, SENT, ARRIVED = range(len(STEPS))

ABOUT_SIGNING = frozenset({"no_answer", "still_unsigned", "vacant"})
ABOUT_SENDING = frozenset(
    {"Undeliverable", "Unsettled", "MessageRefused", "WhatsAppUnavailable", "NotCleared"}
)
EXPLAINED = frozenset({"superseded", "hand_signed", "elsewhere"})
BY_PEOPLE = frozenset({"with_officer", "correcting", "signing", "complained"})
ENDINGS = frozenset(
    {"kept", "withdrawn", "delivered", "returned", "closed", "wrong_recipient", *EXPLAINED}
)


@dataclass(frozen=True)
class Step:
    key: str
    name: str
    state: StepState


@dataclass(frozen=True)
class Progress:
    """Nothing of it is personal. `key` names the state; `where` and `then` are sentences: where
    the request is, and what comes next. `by`: when the PDF is expected, if anybody knows. `opens`:
    people have it, and are back at this time. `ended`: nothing more comes by itself, as far as
    the citizen may know. `said` is all of it as one WhatsApp message."""

    key: str
    steps: tuple[Step, ...]
    where: str
    then: str
    since: datetime
    by: datetime | None
    opens: datetime | None
    ended: bool
    can: frozenset[Act]
    said: str


def progress_of(file: CaseFile, office: Office, now: datetime) -> Progress:
    key = _state(file)
    where, then = office.text(f"progress_{key}"), office.text(f"progress_{key}_then")
    ended = key in ENDINGS
    by = None if ended else _expected(file, now)
    opens = _back(office, now) if key in BY_PEOPLE else None
    return Progress(
        key=key,
        steps=_steps(file, key, office),
        where=where,
        then=then,
        since=_since(file, key),
        by=by,
        opens=opens,
        ended=ended,
        can=_possible(file, office, now),
        said=_said(file, office, [where, *_next(key, then, by), *_when(office, by, opens)]),
    )


def _state(file: CaseFile) -> str:
    case, status = file.case, file.case.status
    if status is Status.CLOSED and case.reason in {WITHDRAWN, "wrong_recipient"}:
        return str(case.reason)
    if case.frozen_at is not None and not status.ended:
        return "complained"
    if is_kept_from(case):
        return "kept"
    if status is Status.AT_DESK:
        return {WRONG_DATA: "complained", "wrong_entry": "correcting"}.get(
            case.reason or "", "with_officer"
        )
    if status is Status.SENDING:
        return _sending(file)
    if status.ended and case.reason in EXPLAINED:
        return str(case.reason)
    plain = {Status.WITH_OFFICIAL: "signing"}
    return plain.get(status, status.value)


def _sending(file: CaseFile) -> str:
    wait, last = file.wait, file.last_attempt
    if wait is not None and wait.waiting_for in {HELD, LATER}:
        return "sending_later"
    return "sent" if last is not None and last.outcome in {"accepted", "delivered"} else "sending"


def _steps(file: CaseFile, key: str, office: Office) -> tuple[Step, ...]:
    here, stops = _step(file, key), key in ENDINGS
    states: list[StepState] = [
        "done" if place < here else "ahead" if place > here else "stopped" if stops else "here"
        for place in range(len(STEPS))
    ]
    return tuple(
        Step(step, office.text(f"progress_step_{step}"), state)
        for step, state in zip(STEPS, states, strict=True)
    )


def _step(file: CaseFile, key: str) -> int:
    """The place of the step that is not done yet; past the last one if all are."""
    reason = file.case.reason
    if key in {"delivered", "complained", "wrong_recipient"}:
        return len(STEPS)
    if key == "unproven":
        return RECEIVED
    if key == "sent":
        return ARRIVED
    if key in {"sending", "sending_later"} or (key == "with_officer" and reason in ABOUT_SENDING):
        return SENT
    signing = key == "signing" or (key == "with_officer" and reason in ABOUT_SIGNING)
    return SIGNED if signing else SEARCHED


def _since(file: CaseFile, key: str) -> datetime:
    case, wait = file.case, file.wait
    if key == "kept":  # when it was looked at, and by whom, would tell what was found
        return case.proven_at or case.created_at
    if case.status.ended and case.ended_at is not None:
        return case.ended_at
    if case.status in {Status.AT_DESK, Status.WITH_OFFICIAL} and wait is not None:
        return wait.since
    return file.entries[-1].handed_over_at if file.entries else case.proven_at or case.created_at


def _expected(file: CaseFile, now: datetime) -> datetime | None:
    promise, asked_for = file.case.promise, file.wait.until if file.wait else None
    kept = promise is not None and promise > max(now, asked_for or now)
    return promise if kept else None


def _back(office: Office, now: datetime) -> datetime | None:
    """None while the office is open."""
    return None if office.hours.is_open(now) else office.hours.next_opening(now)


def _possible(file: CaseFile, office: Office, now: datetime) -> frozenset[Act]:
    acts: dict[Act, bool] = {
        "cancel": can_withdraw(file),
        "again": may_ask_again(file, office, now),
        "wrong_data": may_say_data_is_wrong(file),
    }
    return frozenset(act for act, can in acts.items() if can)


def _when(office: Office, by: datetime | None, opens: datetime | None) -> list[str]:
    if by is not None:
        return [office.text("progress_by", day=in_citizens_words(by, office))]
    if opens is not None:
        return [office.text("progress_opens", moment=in_words(office.local(opens)))]
    return []


def _next(key: str, then: str, by: datetime | None) -> list[str]:
    """The day by which the PDF comes says as much."""
    return [] if key == "signing" and by is not None else [then]


def _said(file: CaseFile, office: Office, sentences: list[str]) -> str:
    document = office.document(file.case.document_type).name
    news = _after_colon(" ".join(sentence for sentence in sentences if sentence))
    return office.text("progress", document=document, case_id=file.case.id, news=news)


def _after_colon(news: str) -> str:
    """Small, but for what is all capitals: PDF."""
    return news if news[:2].isupper() else news[:1].lower() + news[1:]

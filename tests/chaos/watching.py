"""What must hold at the end of each run, whatever went wrong."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from menwa.card import first_broken
from menwa.case import DELIVERY, DESK, GATE, HELD, LATER, SETTLING, START, CaseFile
from menwa.types import LEVELS, Status
from tests.builders import CASE_ID, OFFICE, PHONE
from tests.chaos.siak import the_pdf
from tests.chaos.world import World

Wrong = Literal["lost", "doubled", "wrong phone", "card broken", "decisions"]
SWEPT = {GATE, SETTLING, LATER, HELD, START}
ENDS = {"Delivered": Status.DELIVERED, "Returned": Status.RETURNED, "Closed": Status.CLOSED}
QUESTIONS = {f"Ask{level.capitalize()}" for level in LEVELS}
ON_CARD = {
    "signed": {"answered_signed", "seen_signed"},
    "no_answer": {"no_answer", "not_reached"},
}


def wrong_in(world: World) -> dict[Wrong, str]:
    """By kind, with what was seen of it; nothing if all is well."""
    file = world.store.load(CASE_ID)
    seen: dict[Wrong, str | None] = {
        "lost": lost(world, file),
        "doubled": doubled(world, file),
        "wrong phone": next(misdirected(world), None),
        "card broken": broken(file),
        "decisions": next(decisions(world, file), None),
    }
    return {kind: words for kind, words in seen.items() if words is not None}


def lost(world: World, file: CaseFile) -> str | None:
    """None if it has ended as the procedure has, or stands where a person or the sweep finds it."""
    case, wait, runs = file.case, file.wait, world.procedure.executions
    run = runs.get(CASE_ID)
    if run is None:
        waits = wait is not None and wait.waiting_for == START
        seen = waits or bool(world.dead_letters)
        return None if seen else f"never begun: {case.status}"
    if run.ended:
        right = case.status is ENDS[run.state]
        came = case.status is not Status.DELIVERED or any(one.pdf for one in world.whatsapp.sent)
        return None if right and came else f"{run.state}, and the case is {case.status}"
    if wait is None or wait.answer is not None or wait.token != run.token:
        return f"nobody holds the token of {run.state}"
    listed = CASE_ID in world.store.waiting(wait.waiting_for, world.clock.now())
    posts = {*OFFICE.officials, *OFFICE.vacant}
    known = wait.waiting_for in {DESK, DELIVERY} | SWEPT | posts
    return None if listed and known else f"{run.state} waits in vain for {wait.waiting_for}"


def doubled(world: World, file: CaseFile) -> str | None:
    """One PDF, and one more for each time that an officer has sent it again on purpose."""
    sent = sum(one.pdf is not None for one in world.whatsapp.sent)
    again = sum(one.outcome == "given_up" for one in file.attempts)
    return f"{sent} PDFs, {again} sent again on purpose" if sent > 1 + again else None


def misdirected(world: World) -> Iterator[str]:
    for one in world.whatsapp.sent:
        if one.pdf is not None and (one.to.removeprefix("+"), one.pdf) != (
            PHONE.removeprefix("+"),
            the_pdf(),
        ):
            yield "another phone, or another PDF"


def broken(file: CaseFile) -> str | None:
    found = first_broken(file.entries, file.case.card_length, file.case.card_head)
    return None if found is None else f"entry {found} does not follow the one before"


def decisions(world: World, file: CaseFile) -> Iterator[str]:
    """What the procedure was told is what stands on the card, once for each question."""
    written = Counter(entry.occasion for entry in file.entries)
    acts = {entry.occasion: entry.act for entry in file.entries}
    for occasion, times in written.items():
        if times > 1:
            yield f"{times} entries of {occasion.partition(':')[0]}"
    for told in world.procedure.answers:
        answer, occasion = told.answer.get("answer"), f"answer:{told.visit}"
        if told.state not in QUESTIONS or answer in {None, "staged"}:
            continue
        if acts.get(occasion) not in ON_CARD.get(str(answer), {answer}):
            yield f"{told.state} was told {answer}, its card says {acts.get(occasion)}"

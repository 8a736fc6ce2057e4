"""The form in which an official answers: what it offers, and what was filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from menwa.case import CaseFile
from menwa.office import Office
from menwa.types import Level
from notify_officials.office_days import next_closings
from notify_officials.rules import ANSWERS, MOST_PUT_OFF, Answer, Given, Question

MOST_WORDS = 500


@dataclass(frozen=True)
class Offered:
    """`until`: the ends of the days until which they may ask for time; `posts`: whose it may be
    instead, by title."""

    answers: Sequence[Answer]
    until: Sequence[datetime]
    posts: Mapping[str, str]


def offered(question: Question, file: CaseFile, office: Office, now: datetime) -> Offered:
    """The Kadis signs: there is nobody left to submit it to."""
    may_put_off = file.wait is not None and file.wait.not_yet < MOST_PUT_OFF
    posts = other_posts(question.post, question.level, office, now)
    never = {
        "submitted": question.level == "kadis",
        "not_yet": not may_put_off,
        "rerouted": not posts,
    }
    answers = [one for one in ANSWERS if not never.get(one)]
    return Offered(answers, next_closings(office, now) if may_put_off else [], posts)


def other_posts(post: str, level: Level, office: Office, now: datetime) -> dict[str, str]:
    """Those of the same level that somebody answers for today."""
    types = [kind for kind in office.documents.values() if not kind.never_a_pdf]
    known = dict.fromkeys(kind.post(level) for kind in types)
    day = office.day_of(now)
    return {
        one: office.posts.title(one)
        for one in known
        if one != post and office.posts.asked(one, day) is not None
    }


def faults_of(fields: Mapping[str, str], offer: Offered) -> dict[str, str]:
    """A sentence by field; none if it can be taken as it is."""
    answer = fields.get("answer", "")
    if answer not in offer.answers:
        return {"answer": "Pilih salah satu jawaban."}
    if answer == "not_yet" and _until(fields, offer) is None:
        return {"until": "Pilih sampai hari apa."}
    if answer == "wrong_entry" and not fields.get("reason"):
        return {"reason": "Tulis data apa yang salah dan seharusnya apa."}
    if answer == "rerouted" and fields.get("post") not in offer.posts:
        return {"post": "Pilih pejabat yang membidangi."}
    return {}


def given_in(fields: Mapping[str, str], offer: Offered, opened_at: datetime | None) -> Given:
    """Of a form without faults; what does not belong to the chosen answer is left aside."""
    answer = next(one for one in offer.answers if one == fields["answer"])
    words = {"wrong_entry": "reason", "rerouted": "words"}.get(answer, "")
    on_card = fields.get("on_card", "")
    return Given(
        answer=answer,
        words=fields.get(words, "")[:MOST_WORDS],
        until=_until(fields, offer),
        post=fields.get("post", ""),
        opened_at=opened_at,
        on_card=int(on_card) if on_card.isdecimal() and len(on_card) < len("10000") else None,
    )


def _until(fields: Mapping[str, str], offer: Offered) -> datetime | None:
    chosen = fields.get("until")
    return next((one for one in offer.until if one.isoformat() == chosen), None)

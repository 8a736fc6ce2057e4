"""What an official's answer leaves behind: on the card, on the open wait, with whom it is next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from menwa.case import Case, CaseFile, Wait
from menwa.dates import in_words
from menwa.errors import AlreadyAnswered
from menwa.office import Office
from menwa.types import LEVELS, Level, Status

Answer = Literal["submitted", "signed", "not_yet", "wrong_entry", "rerouted"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
ANSWERED_TOGETHER: tuple[Answer, ...] = ("submitted", "signed")
State = Literal["open", "answered", "rerouted"]
STEP: dict[Level, int] = {"kasi": 3, "kabid": 4, "kadis": 5}
DESK = "Meja petugas"
MOST_PUT_OFF = 2
MOST_REROUTED = 2  # the desk finds out whose it is


@dataclass(frozen=True)
class Question:
    """One visit of one question, put to one post."""

    post: str
    level: Level
    visit: str


@dataclass(frozen=True)
class Answerer:
    """Who answers, as the card has them."""

    title: str
    holder: str
    paraf: str


@dataclass(frozen=True)
class Given:
    """`words` are for the desk, or for whom it is passed to; `opened_at`: when they had the
    question before them; `on_card`: how many entries its card had then."""

    answer: Answer
    words: str = ""
    until: datetime | None = None
    post: str = ""
    opened_at: datetime | None = None
    on_card: int | None = None


@dataclass(frozen=True)
class Answering:
    question: Question
    given: Given
    by: Answerer
    office: Office
    now: datetime

    def decided(self, file: CaseFile) -> CaseFile:
        """AlreadyAnswered if this question is not open any more."""
        wait = file.wait
        if wait is None or state_of(self.question, file) != "open":
            raise AlreadyAnswered(file.case.id)
        if self.given.answer == "not_yet":
            return self._put_off(file, wait)
        if self.given.answer == "rerouted":
            return self._rerouted(file, wait)
        above = self._above(file.case)
        to = {"submitted": above, "signed": "MENWA", "wrong_entry": DESK}[self.given.answer]
        return self._ended(file, to)

    def _put_off(self, file: CaseFile, wait: Wait) -> CaseFile:
        self._only_once(file)
        if wait.not_yet >= MOST_PUT_OFF or self.given.until is None:
            raise AlreadyAnswered(file.case.id)
        count, until = len(_put_off_at(file, wait)) + 1, self.given.until
        words = f"Sampai {in_words(self.office.hours.day_before(until))}"
        put_off = self._on_card(file, self.by.title, f"not_yet:{wait.visit}:{count}", words)
        return put_off.updated(reason="not_yet").opened(
            wait.model_copy(update={"not_yet": wait.not_yet + 1, "until": until})
        )

    def _rerouted(self, file: CaseFile, wait: Wait) -> CaseFile:
        """To the other post, asked as if for the first time, but that no more time is given than
        is left; the third time to the desk."""
        self._only_once(file)
        times = sum(entry.act == "rerouted" for entry in file.entries)
        if times >= MOST_REROUTED:
            return self._ended(file, DESK)
        post, level = self.given.post, self.question.level
        title = self.office.title(post, self.office.day_of(self.now))
        moved = self._on_card(file, title, f"rerouted:{wait.visit}:{times + 1}", self.given.words)
        instead = {**file.case.asked_instead, level: post}
        return moved.updated(reason="rerouted", asked_instead=instead).opened(
            Wait(
                waiting_for=post,
                since=self.now,
                visit=wait.visit,
                asked=level,
                token=wait.token,
                tries=wait.tries,
                not_yet=wait.not_yet,
            )
        )

    def _ended(self, file: CaseFile, to: str) -> CaseFile:
        answer = self.given.answer
        status = Status.AT_DESK if to == DESK else Status.WITH_OFFICIAL
        ended = self._on_card(file, to, f"answer:{self.question.visit}", self.given.words)
        return ended.updated(status=status, reason=answer).answered({"answer": answer}, self.now)

    def _on_card(self, file: CaseFile, to: str, occasion: str, words: str) -> CaseFile:
        received_at = _received_at(file)
        opened_at = self.given.opened_at
        return file.handed_over(
            step=STEP[self.question.level],
            act=act_of(self.given.answer),
            holder=self.by.holder,
            paraf=self.by.paraf,
            to=to,
            received_at=received_at,
            taken_up_at=opened_at if opened_at and received_at <= opened_at <= self.now else None,
            now=self.now,
            occasion=occasion,
            note=words or None,
        )

    def _only_once(self, file: CaseFile) -> None:
        """The question stays open after these answers: a form that is sent twice counts once."""
        if self.given.on_card != file.case.card_length:
            raise AlreadyAnswered(file.case.id)

    def _above(self, case: Case) -> str:
        level = self.question.level
        if level == "kadis":
            return "MENWA"
        above = post_asked(case, LEVELS[LEVELS.index(level) + 1], self.office)
        return self.office.title(above, self.office.day_of(self.now))


def state_of(question: Question, file: CaseFile) -> State:
    """Whoever answers a visit first ends it; rerouted, it waits for another post."""
    wait = file.wait
    if wait is None or wait.visit != question.visit or wait.answer is not None:
        return "answered"
    return "open" if wait.waiting_for == question.post else "rerouted"


def question_on(wait: Wait | None) -> Question | None:
    """What an official is asked at this moment; None if none is."""
    if wait is None or wait.answer is not None:
        return None
    level = next((one for one in LEVELS if one == wait.asked), None)
    return Question(wait.waiting_for, level, wait.visit) if level else None


def act_of(answer: Answer) -> str:
    """Their word that it is signed is not yet that it is."""
    return "answered_signed" if answer == "signed" else answer


def post_asked(case: Case, level: Level, office: Office) -> str:
    """The document type's post of that level, or the one that an official has named instead, while
    the office has it."""
    named = case.asked_instead.get(level, "")
    known = named in office.officials or named in office.vacant
    return named if known else office.document(case.document_type).post(level)


def _received_at(file: CaseFile) -> datetime:
    """Since they were asked, or last put it off: no time counts twice."""
    wait = file.wait
    if wait is None:
        raise AlreadyAnswered(file.case.id)
    return max([wait.since, *_put_off_at(file, wait)])


def _put_off_at(file: CaseFile, wait: Wait) -> list[datetime]:
    """As the card has it, whoever was asked then."""
    put_off = f"not_yet:{wait.visit}:"
    return [one.handed_over_at for one in file.entries if one.occasion.startswith(put_off)]

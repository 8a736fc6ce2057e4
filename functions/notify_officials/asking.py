"""An official is asked: the question waits, its letter leaves if it may, the citizen hears."""

from aws_lambda_powertools import Logger

from menwa.answering import carry_on
from menwa.case import CaseFile, Wait
from menwa.citizens import may_be_told
from menwa.letter_book import mark_of
from menwa.people import Official
from menwa.promises import promised, with_promise
from menwa.types import Level, Status
from menwa.visit import Visit
from notify_officials.letter_times import channels, may_leave
from notify_officials.letters import Address, letter_about
from notify_officials.rounds import Round
from notify_officials.rules import post_asked
from notify_officials.unanswered import ended_without_answer

logger = Logger(child=True)


class Question(Visit):
    level: Level


def ask(at: Round, question: Question, file: CaseFile) -> None:
    if file.wait is not None and file.wait.visit == question.visit:
        _ask_again(at, question, file, file.wait)
        return
    waiting = _waiting(at, question, file)
    official = at.office.posts.asked(_post(waiting), at.today)
    if official is None:
        _skip(at, file, waiting)
        return
    saved = _write(at, question.level, file, _promised(at, question, waiting), official)
    at.store.first_time(_asked(question), at.now)
    _tell_citizen(at, saved)


def _ask_again(at: Round, question: Question, file: CaseFile, wait: Wait) -> None:
    """A rerun only takes the new token: links still answer this visit, and what the official has
    said since stands. A letter of which it isn't known that it left is the sweep's to write."""
    if at.store.has_been(_asked(question)):
        at.store.save(file, question.taken_up(file))
        return
    unwritten = wait.model_copy(update=question.stamp | {"letter_at": None})
    saved = at.store.save(file, file.opened(unwritten))
    at.store.first_time(_asked(question), at.now)
    _tell_citizen(at, saved)


def _asked(question: Question) -> str:
    return f"letter:{question.case_id}:{question.visit}"


def _waiting(at: Round, question: Question, file: CaseFile) -> CaseFile:
    wait = Wait(
        waiting_for=post_asked(file.case, question.level, at.office),
        asked=question.level,
        since=at.now,
        **question.stamp,
    )
    return file.updated(status=Status.WITH_OFFICIAL).opened(wait)


def _post(file: CaseFile) -> str:
    return file.wait.waiting_for if file.wait else ""


def _skip(at: Round, file: CaseFile, waiting: CaseFile) -> None:
    after = at.store.save(file, ended_without_answer(waiting, at.office, at.now))
    carry_on(at.procedure, after)
    logger.info("nobody holds the post", post=_post(waiting))


def _promised(at: Round, question: Question, file: CaseFile) -> CaseFile:
    """Once in a run, and not before the right to the document is known."""
    case = file.case
    if case.right is None or case.promise is not None or not may_be_told(case):
        return file
    promise = promised(question.level, len(at.waits(_post(file))), at.office, at.now)
    told = with_promise(case, promise, at.office, at.now)
    return file.updated(promise=told.promise, promised_on=told.promised_on)


def _write(
    at: Round, level: Level, file: CaseFile, waiting: CaseFile, official: Official
) -> CaseFile:
    """The question with its letter, or for the sweep to write of together with others."""
    at.book.know(at.posts)
    wait, letters = waiting.wait, at.book.of(_post(waiting))
    if wait is None or not may_leave(official, letters, at.now, at.office, at.now):
        return at.store.save(file, waiting)
    by = channels(official, letters, at.now, asks=True)
    address = Address(wait.waiting_for, level, official, by)
    letter = letter_about(address, [(waiting.case, wait)], at.office, at.now)
    told = mark_of(official, "whatsapp")
    claimed = letters.model_copy(update={"at": at.now, "by": letter.by})
    saved = at.store.save(
        file,
        waiting.opened(wait.model_copy(update={"letter_at": at.now, "letter_to": told})),
        link=(letter.token, letter.link),
        conditions=[at.book.writing(claimed)],
    )
    left = at.courier.deliver(letter)
    if left.by != letter.by or left.refused:
        at.book.change(letter.post, lambda now: left.noted(now, letter, at.now))
    if not left.by:
        at.store.note_on(file.case.id, wait, letter_at=None)
        logger.error("a letter waits for the next sweeps", post=letter.post)
    logger.info("asked", level=level, post=letter.post)
    return saved


def _tell_citizen(at: Round, file: CaseFile) -> None:
    """Until the right is known, nobody learns that there is such a document."""
    case = file.case
    if not may_be_told(case):
        return
    if case.right is None or case.promise is None:
        words = at.office.text("not_matched", case_id=case.id, url=at.courier.url)
        at.citizens.try_to_tell(case, words, f"not_matched:{case.id}:{case.run}", at.now)
        return
    words = at.words("waiting_for_signature", case.id, case.promise)
    occasion = f"waiting_for_signature:{case.id}:{case.run}"
    at.citizens.try_to_tell(case, words, occasion, at.now)

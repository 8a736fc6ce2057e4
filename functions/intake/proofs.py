"""Codes: a phone is proven, and its request begins; or somebody whose phone is hidden shares it."""

from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools import Logger

from intake.answer import Answer
from intake.answers import Answers
from intake.heard import Heard
from intake.talk import HeldCode
from menwa.case import Case
from menwa.cases import CaseStore, hash_of
from menwa.citizens import Citizens
from menwa.errors import NotFound
from menwa.persons import PersonStore
from menwa.proving import Proof
from menwa.registering import Registered, Registering

logger = Logger(child=True)


@dataclass(frozen=True)
class Proofs:
    store: CaseStore
    persons: PersonStore
    registering: Registering
    citizens: Citizens
    answers: Answers

    def code(self, heard: Heard) -> Answer:
        return self._proven(self.held(heard), heard)

    def held(self, heard: Heard) -> HeldCode:
        """The code that was sent, and the requests that it is of."""
        code = heard.meaning.detail
        known = self.store.code(code)
        return HeldCode(code_hash=hash_of(code), case_ids=known.case_ids if known else ())

    def shared(self, heard: Heard, held: HeldCode | None) -> Answer:
        """Their phone is known from now on, and what they sent before is proven by it."""
        self.persons.note_phone(heard.sender, heard.now)
        if held is None:
            return self.answers.phone_noted()
        return self._proven(held, heard)

    def _proven(self, held: HeldCode, heard: Heard) -> Answer:
        done = [one for case_id in held.case_ids if (one := self._registered(case_id, held, heard))]
        if not done:
            return self.answers.code_unknown()
        if len(done) == 1:
            return self._told(done[0], heard)
        if any(_just_now(one, heard) for one in done):
            return self.answers.received([one.case for one in done])
        return self.answers.all_stand([self.store.load(one.case.id) for one in done])

    def _registered(self, case_id: str, held: HeldCode, heard: Heard) -> Registered | None:
        """None for what is another phone's, or of long ago."""
        try:
            case = self.store.load(case_id).case
            proof = Proof(heard.sender, held.code_hash, heard.words.at)
            return self.registering.register(case, proof, heard.now)
        except NotFound:
            return None

    def _told(self, done: Registered, heard: Heard) -> Answer:
        if done.before.identity not in {None, done.case.identity}:
            return self._renumbered(done.before, done.case, heard.now)
        if _just_now(done, heard):
            return self.answers.received([done.case])
        first = "folded" if done.folded else "received_already"
        return self.answers.stands(self.store.load(done.case.id), first)

    def _renumbered(self, before: Case, case: Case, now: datetime) -> Answer:
        """Whoever holds the number that it had so far hears of it too."""
        words = self.answers.office.text("number_taken", case_id=before.id)
        self.citizens.try_to_tell(before, words, f"renumbered:{before.id}:{before.version}", now)
        logger.info("renumbered", case_id=before.id)
        return self.answers.number_changed(case)


def _just_now(done: Registered, heard: Heard) -> bool:
    """By this very message, be it that it comes again: it is not told as known already."""
    proven_at = done.case.proven_at
    return not done.folded and proven_at is not None and proven_at >= heard.message.timestamp

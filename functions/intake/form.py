"""From one page of the form to the next, and to its end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from aws_lambda_powertools.event_handler import Response

from intake import form_pages
from intake.form_answers import Answers
from intake.form_sending import Once, Sending, is_a_machines
from intake.form_steps import (
    BY_NAME,
    DOCUMENT,
    SEND,
    Place,
    mistakes_in,
    next_place,
    place_before,
    requests_in,
)
from intake.form_waiting import MOST, waiting_now
from menwa.case import DESK
from menwa.limits import seconds_to_wait
from menwa.office import Office
from menwa.recipient import Recipient

LED = re.compile(r"([a-z_]+):([0-4])")


def begun(answers: Answers, office: Office, now: datetime) -> Response[str]:
    begun_at = {"begun": str(int(now.timestamp()))}
    first = replace(answers, along={**answers.along, **begun_at})
    return form_pages.question_page(Place(DOCUMENT, 0), first, {}, office)


@dataclass(frozen=True)
class Form:
    office: Office
    sending: Sending
    now: datetime

    def answered(self, sent: Sequence[tuple[str, str]], address: str) -> Response[str]:
        fields = dict(reversed(sent))
        step = BY_NAME.get(fields.get("step", ""), DOCUMENT)
        answers, sender = Answers.of(sent, step.fields), None
        if token := answers.along.get("token"):
            sender = self.sending.links.find(token, self.now)
            if sender is None or sender.phone is None:
                return self._after_the_link(answers, fields)
            answers = answers.of_phone(sender.phone)
        place = Place(step, answers.at)
        if "go" in fields:
            return self._led(fields["go"], place, answers, changing="changing" in fields)
        if step is SEND:
            return self._sent(answers, fields, sender, address)
        return self._judged(place, answers, changing="changing" in fields)

    def _judged(self, place: Place, answers: Answers, *, changing: bool) -> Response[str]:
        fields = answers.fields(place.at)
        chosen = self.office.documents.get(fields.get("document_type", ""))
        if chosen is not None and chosen.never_a_pdf:
            return form_pages.never_page(answers, chosen, self.office)
        mistakes = mistakes_in(place.step, fields, self.office, self._today)
        if mistakes:
            return form_pages.question_page(
                place, answers, mistakes, self.office, changing=changing
            )
        return self._next(answers)

    def _next(self, answers: Answers) -> Response[str]:
        place = next_place(answers, self.office, self._today)
        return self._question(place, answers) if place else self._check(answers)

    def _led(self, to: str, here: Place, answers: Answers, *, changing: bool) -> Response[str]:
        """Back, or by a page's other buttons: `number:1` is the second document's number."""
        if led := LED.fullmatch(to):
            answers = answers.at_document(int(led[2]))
            if led[1] == "without":
                return self._next(answers.without(int(led[2])))
            if led[1] in BY_NAME and BY_NAME[led[1]] is not SEND:
                place = Place(BY_NAME[led[1]], answers.at)
                return self._question(place, answers, changing=here.step is SEND)
        if here.step is SEND or changing:
            return self._next(answers.without_empty())
        before = place_before(here, answers, self.office)
        return self._question(before, answers) if before else self._next(answers.without(here.at))

    def _sent(
        self, answers: Answers, fields: dict[str, str], sender: Recipient | None, address: str
    ) -> Response[str]:
        requests = requests_in(answers, self.office, self._today)
        place = next_place(answers, self.office, self._today)
        if place is not None or not requests:
            return self._judged(place or Place(DOCUMENT, 0), answers, changing=False)
        if is_a_machines(fields, self.office.least_seconds_on_form, self.now):
            return self._check(answers, too_quick=True)
        once = Once.of(fields)
        cases = once.cases(requests, self.now)
        if sender is not None:
            token = answers.along["token"]
            registered = self.sending.register(cases, token, sender, self.now)
            return form_pages.received_page(answers, registered, self.office)
        limits = self.sending.limits
        if not limits.may_ask(address, self.now):
            return self._too_many(answers, seconds_to_wait(self.now))
        if not self.sending.file(cases, address, self.now):
            return self._too_many(answers, limits.seconds_to_wait(cases[0], self.now))
        return form_pages.prove_page(answers, cases, once.code, self.office)

    def _after_the_link(self, answers: Answers, fields: dict[str, str]) -> Response[str]:
        """Used up by this very page, which came again; or too old."""
        once = Once.of(fields)
        ids = [once.case_id(place) for place in range(len(answers.documents))]
        if fields.get("step") == SEND.name and (cases := self.sending.registered_before(ids)):
            return form_pages.received_page(
                answers.of_phone(cases[0].applicant.phone), cases, self.office
            )
        return form_pages.expired_page(answers, self.office)

    def _question(self, place: Place, answers: Answers, *, changing: bool = False) -> Response[str]:
        at = answers.at_document(place.at)
        return form_pages.question_page(place, at, {}, self.office, changing=changing)

    def _check(self, answers: Answers, *, too_quick: bool = False) -> Response[str]:
        since = self.sending.store.waiting_since(DESK, self.now, MOST)
        waiting = waiting_now(since, self.office.hours, self.now)
        return form_pages.check_page(
            answers, self.office, self._today, waiting, too_quick=too_quick
        )

    def _too_many(self, answers: Answers, seconds: int) -> Response[str]:
        return form_pages.too_many_page(answers, self.office, seconds)

    @property
    def _today(self) -> date:
        return self.office.day_of(self.now)

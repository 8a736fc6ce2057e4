"""What people write on WhatsApp: each message is understood, and answered once or not at all."""

from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from intake.answer import Answer
from intake.answers import Answers
from intake.conversation import understood
from intake.heard import Heard, is_own, loaded, noted, objecting
from intake.identity_changes import doubt_anothers, note_change
from intake.opinions import Opinions
from intake.own_requests import OwnRequests
from intake.proofs import Proofs
from intake.replies import Replies
from intake.talks import Talks
from menwa import aws
from menwa.answering import start
from menwa.cases import hash_of
from menwa.citizens import WithCitizens
from menwa.clock import utc_now
from menwa.environment import WithSurveys
from menwa.errors import MessageRefused
from menwa.form_links import FormLinks
from menwa.limits import Limits
from menwa.objection_words import objected_at
from menwa.persons import WithPersons
from menwa.registering import Registering
from menwa.settings import secret
from menwa.surveys import survey_token
from menwa.tracking_links import tracking_url
from menwa.whatsapp_updates import InboundMessage

logger = Logger()
processor = BatchProcessor(event_type=EventType.SQS)


class Environment(WithPersons, WithCitizens, WithSurveys):
    state_machine_arn: str
    public_url: str

    def talks(self) -> Talks:
        return Talks(aws.dynamodb(), self.cases_table, self.persons())

    def person_key(self) -> str:
        return secret(self.person_key_secret_arn)["key"]

    def registering(self) -> Registering:
        begin = partial(start, aws.step_functions(), self.state_machine_arn)
        limits = Limits(aws.dynamodb(), self.cases_table, self.person_key())
        return Registering(self.store(), self.persons(), self.office(), limits, begin)


@cache
def environment() -> Environment:
    return Environment.from_environment()


def read_message(record: SQSRecord) -> None:
    message, now = InboundMessage.model_validate_json(record.body), utc_now()
    meaning, here = understood(message), environment()
    if meaning.what == "identity":
        note_change(message, here.store(), here.persons())
    if meaning.what in {"identity", "nothing"}:
        return
    heard = hear(message, now)
    if here.store().has_been(f"reply:{heard.by}"):
        return
    answer = answer_to(heard)
    if answer is not None:
        say(answer, heard)


def hear(message: InboundMessage, now: datetime) -> Heard:
    """Who wrote, what, and what they have asked for; that they wrote is noted with it."""
    store, persons = environment().store(), environment().persons()
    shared = message.sender.phone or message.shared_phone
    sender = persons.whole(message.sender.model_copy(update={"phone": shared}))
    ids = persons.cases_of(sender)
    doubt_anothers(ids, sender, store)
    note = partial(noted, at=min(message.timestamp, now))
    files = list(loaded(store, ids))
    own = tuple(store.change(file, note) for file in files if is_own(file.case, sender, now))
    meaning, by = understood(message), hash_of(message.id)
    return Heard(message, meaning, sender, by, now, own, objecting(files, sender))


def answer_to(heard: Heard) -> Answer | None:
    """None where nothing is answered: to thanks, or where it was answered just now."""
    answers = Answers(environment().office(), heard.now)
    replies, talks = Replies(answers), environment().talks()
    decide = replies.to_unclear(heard)
    if heard.meaning.what == "thanks":
        return None
    about, answer = more_of_objection(heard, answers)
    if about and answer is None:
        return None
    if heard.meaning.what == "code" and heard.sender.phone is None:
        decide = replies.to_hidden(proofs(answers).held(heard), heard)
    elif (answer := answer or act_on(heard, answers)) is not None:
        decide = replies.to_clear(answer, heard)
    return talks.change(heard.sender, heard.words.at, decide)


def act_on(heard: Heard, answers: Answers) -> Answer | None:
    """None for what nobody understands, and for a cry for help."""
    own = OwnRequests(environment().store(), aws.step_functions(), answers)
    match heard.meaning.what:
        case "code":
            return proofs(answers).code(heard)
        case "phone":
            return proofs(answers).shared(heard, environment().talks().held(heard.message.sender))
        case "broken_code":
            return answers.broken_code()
        case "status":
            return own.status(heard)
        case "cancel":
            return own.cancel(heard)
        case "tap":
            return own.tapped(heard) or opinions(answers).tapped(heard)
    return None


def more_of_objection(heard: Heard, answers: Answers) -> tuple[bool, Answer | None]:
    """Whoever has asked for help since means their question."""
    if heard.meaning.what != "unclear" or not heard.is_written:
        return False, None
    store, talks = environment().store(), environment().talks()
    tapped = loaded(store, filter(None, [talks.objected(heard.sender)]))
    file = objecting(tapped, heard.sender) or heard.objecting
    said_at = objected_at(file) if file is not None else None
    asked_at = talks.asked_help_at(heard.sender)
    if file is None or said_at is None or (asked_at is not None and asked_at > said_at):
        return False, None
    return OwnRequests(store, aws.step_functions(), answers).says_more(file, heard)


def proofs(answers: Answers) -> Proofs:
    here = environment()
    return Proofs(here.store(), here.persons(), here.registering(), here.citizens(), answers)


def opinions(answers: Answers) -> Opinions:
    here = environment()
    return Opinions(here.store(), here.surveys(), here.person_key(), here.talks(), answers)


def say(answer: Answer, heard: Heard) -> None:
    label, url = button_of(answer, heard)
    message = answer.message(label, url)
    try:
        environment().citizens().say(heard.sender, message, f"reply:{heard.by}", heard.now)
    except MessageRefused as refusal:
        logger.warning("WhatsApp refused an answer", code=refusal.code)


def button_of(answer: Answer, heard: Heard) -> tuple[str, str]:
    here = environment()
    office, url = here.office(), here.public_url
    if answer.button == "form":
        links = FormLinks(aws.dynamodb(), here.cases_table)
        return office.text("button_form"), f"{url}/mulai/{links.issue(heard.sender, heard.now)}"
    if answer.button == "track" and answer.case is not None:
        link = tracking_url(url, answer.case, here.person_key(), heard.now)
        return office.text("button_track"), link
    if answer.button == "survey" and answer.case is not None:
        token = survey_token(answer.case.id, here.person_key())
        return office.text("button_survey"), f"{url}/survei/{token}"
    return "", ""


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> Any:
    return process_partial_response(event, read_message, processor, context)

"""SES says that a letter did not arrive: a sweep soon writes by the other channel."""

from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict, Field

from menwa import aws
from menwa.clock import utc_now
from menwa.counting import count
from menwa.environment import WithCases
from menwa.letter_book import LetterBook, failing

logger = Logger()


class Environment(WithCases):
    pass


class Tags(BaseModel):
    """Those that the letter was given; SES adds its own, and each has several values."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    post: tuple[str, ...] = ()
    to: tuple[str, ...] = ()


class Mail(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    tags: Tags = Tags()


class Detail(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    mail: Mail


class Event(BaseModel):
    """As EventBridge hands it over: a bounce, a complaint, or a mail that SES did not send."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    kind: str = Field(alias="detail-type")
    detail: Detail


@cache
def environment() -> Environment:
    return Environment.from_environment()


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    happened = Event.model_validate(event)
    tags = happened.detail.mail.tags
    for post, to in zip(tags.post, tags.to, strict=False):
        book = LetterBook(aws.dynamodb(), environment().cases_table)
        book.change(post, partial(failing, channel="mail", to=to, now=utc_now()))
        count("LetterNotDelivered")
        logger.warning("a letter did not arrive", post=post, said=happened.kind)
    return {}

"""The reports that are made by themselves, and the letter that tells the heads of them."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict

from menwa import aws
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice, WithSurveys
from report.announcing import Announcement, readers_of
from report.files import ReportFiles
from report.making import Maker
from report.period import Kind, around
from report.scope import Scope

logger = Logger()


class Environment(WithCases, WithOffice, WithSurveys):
    reports_bucket: str
    public_url: str
    mail_sender: str


class Occasion(BaseModel):
    """What the schedule says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind


@cache
def environment() -> Environment:
    return Environment.from_environment()


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """The day's at its closing; the week's, month's and quarter's once they are over."""
    kind = Occasion.model_validate(event).kind
    now, office = utc_now(), environment().office()
    current = around(office.day_of(now), kind)
    period = current if kind == "harian" else current.before
    files = ReportFiles(aws.s3(), environment().reports_bucket)
    name = f"{kind}/{period.name}"
    maker = Maker(environment().store(), environment().surveys(), office, files)
    cases = maker.make(Scope(period), name, now)
    announcement = Announcement(period, cases, environment().public_url)
    for reader in readers_of(kind, office, office.day_of(now)):
        announcement.mail_to(reader, aws.mail(), environment().mail_sender)
    logger.info("reported", report=name, cases=cases)
    return {"report": name, "cases": cases}

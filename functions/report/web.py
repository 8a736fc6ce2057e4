"""Officers and heads read the day's report and each case's kartu kendali."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa.card import first_broken
from menwa.case import CaseFile
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from menwa.errors import NotFound
from menwa.pages import page
from menwa.requests import apologise
from report.listing import row_of, totals_of

logger = Logger()
app = APIGatewayHttpResolver()
app.use([apologise])
SERVICE_BEGAN = date(2020, 4, 9)  # when the SOP came into force


class Environment(WithCases, WithOffice):
    pass


@dataclass(frozen=True)
class CardRow:
    sequence: int
    step: int
    act: str
    holder: str
    handed_to: str
    received_at: datetime
    handed_over_at: datetime
    paraf: str
    note: str | None


@cache
def environment() -> Environment:
    return Environment.from_environment()


@app.get("/laporan")
def day() -> Response[str]:
    today = environment().office().day_of(utc_now())
    asked = _day_in(app.current_event.query_string_parameters.get("hari", ""), today)
    rows = [row_of(case, environment().office()) for case in environment().store().of_day(asked)]
    logger.info("report viewed", day=asked.isoformat())
    return page(
        "report/day.html",
        office=environment().office(),
        day=asked,
        rows=rows,
        totals=totals_of(rows),
        previous=asked - timedelta(days=1),
        following=asked + timedelta(days=1) if asked < today else None,
    )


@app.get("/kartu/<case_id>")
def card(case_id: str) -> Response[str]:
    file = environment().store().load(case_id)
    logger.info("card viewed", case_id=case_id)
    return page(
        "report/card.html",
        office=environment().office(),
        case=file.case,
        document=environment().office().documents[file.case.document_type],
        rows=_card_rows(file),
        chain_broken_at=first_broken(file.entries, file.case.card_length, file.case.card_head),
    )


@app.exception_handler(NotFound)  # type: ignore[untyped-decorator]  # powertools leaves it untyped
def unknown(_error: NotFound) -> Response[str]:
    return page("report/no_card.html", 404, office=environment().office())


def _card_rows(file: CaseFile) -> list[CardRow]:
    return [
        CardRow(
            sequence=entry.sequence,
            step=entry.step,
            act=environment().office().act(entry.act),
            holder=entry.holder,
            handed_to=entry.handed_to,
            received_at=environment().office().local(entry.received_at),
            handed_over_at=environment().office().local(entry.handed_over_at),
            paraf=entry.paraf,
            note=file.notes.get(entry.sequence),
        )
        for entry in file.entries
    ]


def _day_in(text: str, today: date) -> date:
    """Today for what is no day of the service's."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return today
    return asked if SERVICE_BEGAN <= asked <= today else today


@logger.inject_lambda_context(
    correlation_id_path=correlation_paths.API_GATEWAY_HTTP, clear_state=True
)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)

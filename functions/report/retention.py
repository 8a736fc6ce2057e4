"""Each night what the office's file lets be kept no longer is erased, and noted how much it was."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.exceptions import ClientError
from pydantic import ValidationError

from menwa import aws
from menwa.clock import utc_now
from menwa.data_requests import DataRequestStore
from menwa.deliveries import WithDeliveries
from menwa.environment import WithOffice, WithStaging
from menwa.erasures import Erasures, Kind
from menwa.errors import Contended, NotFound
from menwa.office import Office
from menwa.persons import WithPersons
from menwa.retention import ended_before, terms
from menwa.table import Table
from report.retention_erasing import Erasing
from report.retention_lists import Lists

logger = Logger()
MOST = 2000  # cases of each kind in one night, longest ended first: some four minutes


class Environment(WithPersons, WithDeliveries, WithOffice, WithStaging):
    reports_bucket: str

    def erasures(self) -> Erasures:
        return Erasures(aws.dynamodb(), self.cases_table)

    def requests(self) -> DataRequestStore:
        return DataRequestStore(aws.dynamodb(), self.cases_table)

    def erasing(self, office: Office) -> Erasing:
        return Erasing(
            store=self.store(),
            persons=self.persons(),
            deliveries=self.deliveries(),
            documents=self.documents(),
            table=Table(aws.dynamodb(), self.cases_table),
            record=self.erasures(),
            office=office,
        )


@cache
def environment() -> Environment:
    return Environment.from_environment()


@logger.inject_lambda_context(clear_state=True)
def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """What fails for one case keeps no other: all are tried, and then the run fails."""
    now, here, faults = utc_now(), environment(), list[Exception]()
    office, record = here.office(), here.erasures()
    today, rules = office.day_of(now), office.retention
    lists = Lists(aws.s3(), here.reports_bucket).erase_before(today, rules.lists)
    record.note("lists", lists, today, now)
    kinds = Counter(_each(_over(office, now), here.erasing(office), now, faults))
    counted = record.counting("requests", 1, today, now)
    closed = here.requests().closed_before(ended_before(rules.requests, office, now))
    requests = sum(here.requests().erase(each, counted) for each in closed)
    done = {"notes": kinds["notes"], "persons": kinds["persons"]}
    done |= {"lists": lists, "requests": requests}
    logger.info("erased", extra=done)
    if faults:
        raise ExceptionGroup("not all was erased", faults)
    return done


def _over(office: Office, now: datetime) -> Iterator[str]:
    """Cases of which something is kept too long, as far as the index tells."""
    for keeps, days in terms(office.retention).items():
        edge = ended_before(days, office, now)
        yield from list(islice(environment().store().waiting(keeps, edge), MOST))


def _each(
    case_ids: Iterable[str], erasing: Erasing, now: datetime, faults: list[Exception]
) -> Iterator[Kind]:
    for case_id in case_ids:
        try:
            kind = erasing.erase(case_id, now)
        except (Contended, NotFound):
            logger.info("left for the next night", case_id=case_id)
        except (ClientError, ValidationError) as error:
            logger.exception("not erased", case_id=case_id)
            faults.append(error)
        else:
            yield from [kind] if kind else []

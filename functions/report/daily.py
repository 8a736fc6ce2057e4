"""At the office's closing: the day's report as a table, in the reports bucket."""

import csv
import io
from collections.abc import Iterable
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from menwa import aws
from menwa.clock import utc_now
from menwa.environment import WithCases, WithOffice
from report.listing import Row, row_of

logger = Logger()
HEADINGS = ("Waktu", "Kode", "Nama", "Telepon", "Dokumen", "Status", "Diterima", "Menit")


class Environment(WithCases, WithOffice):
    reports_bucket: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def as_csv(rows: Iterable[Row]) -> bytes:
    """RFC 4180, with the mark by which spreadsheets know UTF-8; no cell is a formula."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(HEADINGS)
    for row in rows:
        received = f"{row.delivered_at:%Y-%m-%d %H:%M}" if row.delivered_at else ""
        minutes = "" if row.minutes is None else str(row.minutes)
        cells = (row.case_id, row.name, row.phone, row.document, row.status, received, minutes)
        writer.writerow([f"{row.at:%Y-%m-%d %H:%M}", *map(_harmless, cells)])
    return table.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


@logger.inject_lambda_context(clear_state=True)
def handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    office = environment().office()
    store = environment().store()
    day = office.day_of(utc_now())
    rows = [row_of(case, office) for case in store.of_day(day)]
    aws.s3().put_object(
        Bucket=environment().reports_bucket,
        Key=f"harian/{day.isoformat()}.csv",
        Body=as_csv(rows),
        ContentType="text/csv; charset=utf-8",
    )
    logger.info("reported", day=day.isoformat(), cases=len(rows))
    return {"day": day.isoformat(), "cases": len(rows)}

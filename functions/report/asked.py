"""Which report a page's address or form asks for."""

from collections.abc import Mapping
from datetime import date
from typing import cast, get_args

from menwa.office import Office
from report.period import Kind, Period, around
from report.scope import Scope

SERVICE_BEGAN = date(2020, 4, 9)  # when the SOP came into force
LONGEST = 366  # days


def scope_in(fields: Mapping[str, str], office: Office, today: date) -> Scope:
    """Today's for what cannot be understood; the nearest day of the service for any other."""
    document, kasi = fields.get("dokumen", ""), fields.get("seksi", "")
    return Scope(
        _period_in(fields, today),
        document if document in office.documents else "",
        kasi if kasi in {each.kasi for each in office.documents.values()} else "",
    )


def _period_in(fields: Mapping[str, str], today: date) -> Period:
    kind = fields.get("jangka", "harian")
    if kind not in get_args(Kind):
        kind = "harian"
    if kind != "khusus":
        return around(_day_in(fields.get("hari", ""), today), cast(Kind, kind))
    first, last = (_day_in(fields.get(name, ""), today) for name in ("dari", "sampai"))
    first, last = min(first, last), max(first, last)
    return Period("khusus", first, min(last, date.fromordinal(first.toordinal() + LONGEST - 1)))


def _day_in(text: str, today: date) -> date:
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return today
    return max(SERVICE_BEGAN, min(asked, today))


def query_of(scope: Scope) -> dict[str, str]:
    """The address's fields that ask for just this."""
    period = scope.period
    days = (
        {"dari": period.first.isoformat(), "sampai": period.last.isoformat()}
        if period.kind == "khusus"
        else {"hari": period.first.isoformat()}
    )
    filters = {"dokumen": scope.document, "seksi": scope.kasi}
    return {"jangka": period.kind, **days, **{name: v for name, v in filters.items() if v}}

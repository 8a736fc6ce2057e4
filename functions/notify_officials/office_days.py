"""Until which day an official may ask for time: days on which the office is open."""

from datetime import datetime

from menwa.office import Office

DAYS_OFFERED = 10


def next_closings(office: Office, now: datetime) -> list[datetime]:
    """When each of the next office days ends, today's too while the office is still open."""
    found: list[datetime] = []
    while len(found) < DAYS_OFFERED:
        opens = office.hours.next_opening(found[-1] if found else now)
        found.append(office.hours.closing(office.day_of(opens)))
    return found

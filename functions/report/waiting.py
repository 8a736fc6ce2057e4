"""How long a request lay with somebody, in office time, and whether that was too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from menwa.card import Leg
from menwa.office import Office

APPLICANT, MACHINE = "Pemohon", "MENWA"
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Waited:
    """`standard` is the SOP's for this step; whoever took longer, in whole minutes, is late."""

    waited: timedelta
    standard: timedelta

    @property
    def is_late(self) -> bool:
        return self.waited // A_MINUTE > self.standard // A_MINUTE


def waited_at(leg: Leg, sent_at: datetime | None, office: Office) -> Waited | None:
    """None where it lay with the applicant, whom nobody times.

    What was sent lies with the applicant's phone from then on.
    """
    if leg.post == APPLICANT:
        return None
    end = leg.handed_over_at
    if leg.act == "delivered" and sent_at is not None:
        end = min(end, max(sent_at, leg.received_at))
    standard = timedelta(minutes=office.standards[leg.step].minutes)
    return Waited(office.hours.office_time(leg.received_at, end), standard)


def worked_on(leg: Leg) -> timedelta | None:
    """How long a person worked on it; None where nothing is known."""
    return leg.handed_over_at - leg.taken_up_at if leg.taken_up_at else None


def minutes(span: timedelta) -> int:
    """Rounded once, half up: only here do spans become whole minutes."""
    return (span + A_MINUTE / 2) // A_MINUTE

"""How much waits now, for those who watch. Every sweep says it, so that its silence is heard."""

from menwa.case import DESK, SETTLING
from menwa.counting import measure
from notify_officials.rounds import Round


def measure_queues(at: Round) -> None:
    """`DeskOldest` in the office's time, as an officer counts it."""
    desk = [wait.since for _, wait in at.waits(DESK)]
    oldest = at.office.hours.office_time(min(desk), at.now) if desk else None
    measure("DeskWaiting", len(desk))
    measure("DeskOldest", oldest.total_seconds() if oldest else 0)
    measure("SendsUnsettled", len(at.waits(SETTLING)))
    if at.courier.limit is not None:
        measure("DailyLimitUsed", at.courier.limit.used(at.now))

"""When the office hears what became of its message."""

from local.whatsapp.faults import Faults

SENT_SECONDS = 0.05
DELIVERED_SECONDS = 0.2


def receipts_for(code: int | None, faults: Faults) -> list[tuple[str, float]]:
    """Statuses, each with the seconds until it is told; with a `code`, only the failure."""
    if faults.no_receipts:
        return []
    statuses = ["failed"] if code is not None else ["sent", _arrival(faults)]
    if faults.reversed_receipts:
        statuses.reverse()
    delays = (faults.receipts_after_seconds + each for each in (SENT_SECONDS, DELIVERED_SECONDS))
    told = list(zip(statuses, delays, strict=False))
    return [one for one in told for _ in range(2 if faults.duplicate_receipts else 1)]


def _arrival(faults: Faults) -> str:
    """Somebody who has the talk open reads at once: Meta then tells of no delivery."""
    return "read" if faults.skip_delivered else "delivered"

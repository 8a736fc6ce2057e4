"""The end that everybody wants: WhatsApp says that the phone has the PDF."""

from datetime import datetime

from menwa.case import CaseFile
from menwa.types import Status


def delivered(file: CaseFile, now: datetime) -> CaseFile:
    """The phone has the PDF; an officer who was asked about it need not answer any more."""
    number = file.last_attempt.number if file.last_attempt else 0
    return (
        file.updated(status=Status.DELIVERED, reason=None, ended_at=now)
        .handed_over(
            step=6,
            act="delivered",
            holder="MENWA",
            paraf="MENWA",
            to="Pemohon",
            now=now,
            occasion=f"delivered:{number}",
        )
        .answered({"answer": "delivered"}, now)
    )

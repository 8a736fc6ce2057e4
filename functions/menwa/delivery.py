"""The end that everybody wants: WhatsApp says that the phone has the PDF."""

from datetime import datetime

from menwa.case import CaseFile
from menwa.types import Status


def delivered(file: CaseFile, now: datetime) -> CaseFile:
    """The phone has the PDF; an officer who was asked about it need not answer any more.

    One who was asked to look into SIAK once more: `SendPdf` then finds it delivered.
    """
    number = file.last_attempt.number if file.last_attempt else 0
    looks = file.wait is not None and file.wait.asked == "siak"
    answer = {"found": "signed", "reason": "none"} if looks else {"answer": "delivered"}
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
        .answered(answer, now)
    )

"""The end that everybody wants: WhatsApp says that the phone has the PDF."""

import hashlib
from datetime import datetime

from menwa.case import CaseFile
from menwa.types import Phone, Status


def mark_of(phone: Phone) -> str:
    """Tells one phone from another; it keeps no number secret."""
    return hashlib.sha256(phone.encode()).hexdigest()[:16]


def went_elsewhere(file: CaseFile) -> bool:
    """The last try went to another phone than the one that is proven now."""
    last, identity = file.last_attempt, file.case.identity
    if last is None:
        return False
    if last.to is None:  # of before marks were kept: the card tells
        changes = (one.handed_over_at for one in file.entries if one.act == "number_changed")
        return any(changed >= last.at for changed in changes)
    return identity is None or identity.phone is None or last.to != mark_of(identity.phone)


def has_arrived(file: CaseFile) -> bool:
    """On the phone that is proven now, of somebody whose right is known; be it by an earlier try
    with the same PDF, if no later one is on its way."""
    last = file.last_attempt
    if last is None or last.outcome in {"intended", "accepted"}:
        return False
    same = (last.run, last.to, last.sha256)
    here = [one for one in file.attempts if (one.run, one.to, one.sha256) == same]
    arrived = any(one.outcome == "delivered" for one in here)
    return arrived and file.case.right is not None and not went_elsewhere(file)


def delivered(file: CaseFile, now: datetime) -> CaseFile:
    """The phone has the PDF; an officer who was asked about it need not answer any more.

    One who was asked to look into SIAK once more: `SendPdf` then finds it delivered. Unless it
    `has_arrived`, the question stays open.
    """
    if not has_arrived(file):
        return file
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

"""How a message proves a phone: the request enters the list, or takes another number."""

from dataclasses import dataclass
from datetime import datetime

from menwa.case import DESK, START, Case, CaseFile, Wait
from menwa.errors import NotFound
from menwa.office import Office
from menwa.partner_card import brought
from menwa.recipient import Recipient
from menwa.types import Status


@dataclass(frozen=True)
class Proof:
    """Written from this phone `at` that time, however much later it is read; None for a code: it
    came by a link that was sent to this phone."""

    sender: Recipient
    code_hash: str | None
    at: datetime


def is_theirs(case: Case, sender: Recipient) -> bool:
    """Proven by this very phone and, where both are known, this user id; whose number changed
    hands since, or may have, learns nothing."""
    known = case.identity
    if known is None or known.phone is None or case.identity_doubt is not None:
        return False
    user_ids = {known.user_id, sender.user_id} - {None}
    return known.phone == sender.phone and len(user_ids) < 2


def proven_by(file: CaseFile, proof: Proof, now: datetime, office: Office) -> CaseFile:
    """The form's code proves the number that the form named; one from the counter, any other."""
    reproof = file.case.reproof
    if reproof is not None and reproof.code_hash == proof.code_hash:
        return renumbered(file, proof, now, office)
    return proven(file, proof, now, office)


def proven(file: CaseFile, proof: Proof, now: datetime, office: Office) -> CaseFile:
    """The request enters the list (SOP 1). NotFound for any other phone, or when it came too late.

    A second proof of the same phone changes nothing.
    """
    case, sender = file.case, proof.sender
    late = case.expires_at is not None and case.expires_at < proof.at.timestamp()
    if sender.phone != case.applicant.phone or late:
        raise NotFound(case.id)
    if case.proven_at is not None:
        return file
    accepted = file.updated(
        status=Status.CHECKING,
        identity=sender,
        proven_at=now,
        heard_at=proof.at,
        day=office.day_of(now),
        expires_at=None,
    )
    return (
        _entered(brought(accepted), office)
        .handed_over(
            step=1,
            act="registered",
            holder="Pemohon",
            paraf="-",
            to="MENWA",
            now=now,
            occasion="proof",
        )
        .opened(Wait(waiting_for=START, since=now, visit="proof", asked=START))
    )


def renumbered(file: CaseFile, proof: Proof, now: datetime, office: Office) -> CaseFile:
    """The phone that sent the code becomes the number, and its right has to be established anew.

    NotFound if it came too late, or the desk no longer waits for it.
    """
    wait, reproof, sender = file.wait, file.case.reproof, proof.sender
    if reproof is None or wait is None or wait.waiting_for != DESK:
        raise NotFound(file.case.id)
    if reproof.expires_at < proof.at.timestamp():
        raise NotFound(file.case.id)
    failed = not (wait.reason or "").islower()  # what failed on the way to the old number
    reason = "number_changed" if failed else wait.reason
    changed = file.updated(
        applicant=file.case.applicant.model_copy(update={"phone": sender.phone}),
        identity=sender,
        identity_doubt=None,
        heard_at=proof.at,
        right=None,
        receipt=None,
        reason=reason,
        number_by=reproof.issued_by,
        reproof=None,
    )
    name, _ = _at_counter(reproof.issued_by, office)
    return changed.handed_over(
        step=1,
        act="number_changed",
        holder="Pemohon",
        paraf="-",
        to="Meja petugas",
        now=now,
        occasion=f"number:{reproof.code_hash}",
        note=f"Kode dari {name}; nomor baru berakhiran {(sender.phone or '')[-4:]}",
    ).opened(wait.model_copy(update={"reason": reason}))


def _entered(file: CaseFile, office: Office) -> CaseFile:
    """Who entered the request at the counter stands on its card before whoever proved it."""
    if file.case.entered_by is None:
        return file
    name, paraf = _at_counter(file.case.entered_by, office)
    return file.handed_over(
        step=1,
        act="entered",
        holder=f"Meja petugas ({name})",
        paraf=paraf,
        to="Pemohon",
        now=file.case.created_at,
        occasion="entered",
    )


def _at_counter(key: str, office: Office) -> tuple[str, str]:
    """Name and paraf; an officer who has left since is known by the key alone."""
    officer = office.officers.get(key)
    return (officer.name, officer.paraf) if officer else (key, key[:1].upper())

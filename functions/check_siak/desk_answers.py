"""An officer's form at the desk, read: what is to be done, or what is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from check_siak.desk_rules import (
    ABOUT_THE_PDF,
    Answer,
    Said,
    Stated,
    answered_at_desk,
    asks_right,
    complaint,
    implied,
    possible,
)
from check_siak.looked_up import LookedUp, looked_up
from check_siak.looked_up import complaint as missing
from check_siak.looked_up import possible as to_be_seen
from check_siak.objection_answers import ANSWERS as OBJECTION_ANSWERS
from check_siak.objection_answers import answered_objection
from check_siak.screen import on_screen
from check_siak.telling import told_otherwise
from menwa.case import DESK, CaseFile
from menwa.document_numbers import normal_number
from menwa.errors import AlreadyAnswered, Outdated
from menwa.office import Office
from menwa.signed_in import SignedIn
from menwa.untold import TOLD

MOST_WORDS = 500  # characters that WhatsApp and the card can carry
STATED: dict[str, Stated] = {"yes": "yes", "no": "no", "unsure": "unsure"}
COMPLAINTS = {
    "answer": "Pilih salah satu jawaban.",
    "changed": "Permintaan ini baru saja berubah. Lihat yang baru di bawah ini, lalu jawab lagi.",
    "looked_answer": "Pilih juga apa yang Anda lihat di SIAK.",
    "right": "Pastikan dulu bahwa pemohon berhak, atau kembalikan permintaan ini.",
    "looked_right": 'Jawab dulu apakah pemohon berhak; pilih "Ragu" bila belum pasti.',
    "second_officer": "Anda sendiri yang melayani pemohon ini; petugas lain yang memastikannya.",
    "active": "Jawab apakah dokumen ini masih aktif di SIAK.",
    "number": "Isi nomor dokumen seperti tertulis di SIAK.",
    "name": "Isi nama seperti tertulis di SIAK.",
    "reason": "Tulis alasannya; pemohon akan membacanya.",
    "wrong_recipient_reason": "Tulis apa yang sudah dilakukan.",
    "looked_reason": "Tulis data apa yang salah dan seharusnya apa.",
    "ktp_el": "Lihat dulu KTP-el asli pemohon, lalu centang di sini.",
}


@dataclass(frozen=True)
class Given:
    """`decide` is None where something is missing: `errors` says what, field by field."""

    answer: str = ""
    reason: str = ""
    decide: Callable[[CaseFile], CaseFile] | None = None
    errors: dict[str, str] = field(default_factory=dict)


def given(
    file: CaseFile, fields: Mapping[str, str], officer: SignedIn, office: Office, now: datetime
) -> Given:
    """AlreadyAnswered if the case does not wait at the desk; deciding may find it Outdated."""
    if file.wait is None or file.wait.waiting_for != DESK:
        raise AlreadyAnswered(file.case.id)
    looks = looks_up(file) and fields.get("answer") not in ABOUT_THE_PDF
    read = (
        _look(file, fields, officer, office, now) if looks else _answer(file, fields, officer, now)
    )
    if read.decide is None:
        return read
    return replace(read, decide=partial(_as_it_was, fields.get("screen", ""), read.decide))


def _as_it_was(screen: str, decide: Callable[[CaseFile], CaseFile], file: CaseFile) -> CaseFile:
    """Outdated if the case has become another since, be it only at this very moment."""
    if on_screen(file) != screen:
        raise Outdated(file.case.id)
    return decide(file)


def looks_up(file: CaseFile) -> bool:
    """It is the look itself that waits, not what came of one."""
    return file.wait is not None and file.wait.asked == "siak"


def _answer(file: CaseFile, fields: Mapping[str, str], officer: SignedIn, now: datetime) -> Given:
    right = STATED.get(fields.get("right", ""), "") if asks_right(file) else ""
    chosen = next((one for one in possible(file, officer) if one == fields.get("answer")), None)
    chosen = chosen or (None if fields.get("answer") else implied(right))
    if chosen is None:
        return Given(errors={"answer": COMPLAINTS["answer"]})
    reason, pdf = fields.get("reason", "")[:MOST_WORDS], fields.get("pdf", "")
    said = Said(chosen, officer, right, reason, pdf)
    if (wrong := complaint(file, said)) is not None:
        where = "right" if wrong == "second_officer" else wrong
        words = COMPLAINTS.get(f"{chosen}_{wrong}") or COMPLAINTS[wrong]
        return Given(errors={where: words})
    return Given(chosen, said.reason, partial(_act(chosen), said=said, now=now))


def _act(answer: Answer) -> Callable[..., CaseFile]:
    if answer == TOLD:
        return told_otherwise
    return answered_objection if answer in OBJECTION_ANSWERS else answered_at_desk


def _look(
    file: CaseFile, fields: Mapping[str, str], officer: SignedIn, office: Office, now: datetime
) -> Given:
    kind = office.document(file.case.document_type)
    looked = LookedUp(
        seen=next((one for one in to_be_seen(file) if one == fields.get("answer")), None),
        officer=officer,
        right=STATED.get(fields.get("right", ""), "") if file.case.right is None else "",
        active=fields.get("active", ""),
        number=normal_number(fields.get("number", ""), kind.numbers),
        name=" ".join(fields.get("name", "").split())[:100],
        reason=fields.get("reason", "")[:MOST_WORDS],
    )
    if (wrong := missing(file, looked, kind)) is not None:
        where = "right" if wrong == "second_officer" else wrong
        return Given(errors={where: COMPLAINTS.get(f"looked_{wrong}") or COMPLAINTS[wrong]})
    decide = partial(looked_up, looked=looked, office=office, now=now)
    return Given(looked.seen or f"right_{looked.right}", looked.reason, decide)

"""What a partner's system asks for, and what it is answered."""

import hmac
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from intake.partner_keys import Answered
from intake.partner_signature import IDEMPOTENCY_KEY, Partner, Signed
from intake.problems import KEY_REUSED, NO_JSON, NOT_TRUSTED, TOO_LARGE, UNFIT, FieldError, Refused
from menwa.applicant import ThroughPartner
from menwa.case import Case
from menwa.cases import CODES_LIVE, hash_of
from menwa.office import Office
from menwa.proof_message import proof_message
from menwa.request_form import Request, read_form, unproven
from menwa.types import CROCKFORD

MOST_BYTES = 16_384
SEEN_BY = "ktp_el_seen_by"
RELATIVES = {"child", "parent", "spouse"}
MALFORMED = {
    "missing": "Isian ini wajib ada.",
    "extra_forbidden": "Isian ini tidak dikenal.",
    "birth_date": "Tulis tanggal lahir sebagai TTTT-BB-HH, misalnya 1990-03-05.",
    SEEN_BY: "Isi nama petugas yang melihat KTP-el, 2 sampai 100 huruf.",
}


class PartnerRequest(BaseModel):
    """The form's fields. `number` null: not known; `relation`: of whom it is, if it is not the
    applicant's own; `ktp_el_seen_by`: who saw the KTP-el there."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        str_strip_whitespace=True,
        hide_input_in_errors=True,
    )

    document_type: str
    number: str | None
    nik: str
    name: str
    birth_date: date
    phone: str
    receipt: str | None = None
    relation: str | None = None
    subject_name: str | None = None
    subject_nik: str | None = None
    ktp_el_seen_by: Annotated[str, StringConstraints(min_length=2, max_length=100)] | None = None

    def as_form(self) -> dict[str, str]:
        born = self.birth_date
        fields = {
            **self.model_dump(include={"document_type", "nik", "name", "phone"}),
            "receipt": self.receipt or "",
            "birth_day": str(born.day),
            "birth_month": str(born.month),
            "birth_year": str(born.year),
        }
        unknown = {"number_unknown": "1"} if self.number is None else {"number": self.number}
        return fields | unknown | self._subject()

    def _subject(self) -> dict[str, str]:
        of_whom = self.model_dump(
            include={"relation", "subject_name", "subject_nik"}, exclude_none=True
        )
        if not of_whom:
            return {}
        return {**of_whom, "whom": self.relation if self.relation in RELATIVES else "other"}


def read(body: bytes) -> PartnerRequest:
    """Refused if it does not read as such."""
    if len(body) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    try:
        return PartnerRequest.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        if not found[0]["loc"]:
            raise Refused(NO_JSON) from None
        misfits = (_misfit(str(each["loc"][0]), each["type"]) for each in found)
        raise Refused(UNFIT, *misfits) from None


def request_in(asked: PartnerRequest, sender: Partner, office: Office, today: date) -> Request:
    """Refused if it is not a request of this office's, or claims what this partner may not."""
    if asked.ktp_el_seen_by is not None and not sender.trusted:
        raise Refused(NOT_TRUSTED, FieldError(SEEN_BY, NOT_TRUSTED.detail))
    document = office.documents.get(asked.document_type)
    if document is not None and document.never_a_pdf:
        raise Refused(UNFIT, FieldError("document_type", document.never_a_pdf))
    request, errors = read_form(asked.as_form(), office, today)
    if request is None:
        misfits = (FieldError(field, error.said(office)) for field, error in errors.items())
        raise Refused(UNFIT, *misfits)
    return request


def case_of(
    request: Request, asked: PartnerRequest, signed: Signed, sender: Partner, now: datetime
) -> Case:
    code = code_with(sender.keys[0], signed, now)
    through = ThroughPartner(id=signed.partner_id, seen_by=asked.ktp_el_seen_by)
    return unproven(request, code, now).model_copy(update={"partner": through})


def answered_with(case: Case, asked: PartnerRequest) -> Answered:
    return Answered(
        meaning=meaning_of(asked),
        case_id=case.id,
        proof_hash=case.proof_hash,
        begun_at=case.created_at,
        expires_at=int((case.created_at + CODES_LIVE).timestamp()),
    )


def told(
    office: Office, answered: Answered, asked: PartnerRequest, signed: Signed, sender: Partner
) -> dict[str, str]:
    """What the partner shows to the citizen, who proves the phone with it; the same for a request
    that is repeated. Refused if this key stands for another one."""
    begun_at = answered.begun_at
    codes = (code_with(key, signed, begun_at) for key in sender.keys)
    code = next((code for code in codes if hash_of(code) == answered.proof_hash), None)
    if code is None or answered.meaning != meaning_of(asked):
        raise Refused(KEY_REUSED, FieldError(IDEMPOTENCY_KEY, KEY_REUSED.detail))
    message = proof_message(office, code)
    return {
        "case_id": answered.case_id,
        "message": message.text,
        "whatsapp_link": message.link,
        "expires_at": f"{begun_at + CODES_LIVE:%Y-%m-%dT%H:%M:%SZ}",
    }


def code_with(key: str, signed: Signed, begun_at: datetime) -> str:
    """Out of the partner's key comes the proof code: so a repeated request is answered with the
    same one, though only its hash is kept."""
    drawn_from = ("code", signed.partner_id, signed.idempotency_key, begun_at.isoformat())
    digest = hmac.new(key.encode(), "\n".join(drawn_from).encode(), "sha256").digest()
    return "".join(CROCKFORD[byte % 32] for byte in digest[:8])


def meaning_of(asked: PartnerRequest) -> str:
    """The same for the same request, however its JSON is written."""
    return hash_of(asked.model_dump_json())


def _misfit(field: str, kind: str) -> FieldError:
    words = MALFORMED.get(kind) or MALFORMED.get(field) or "Isian ini harus berupa teks."
    return FieldError(field, words)

"""Who sent a partner's request: the signature over its time, its idempotency key and its bytes."""

import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, SecretStr, TypeAdapter, ValidationError

from intake.problems import NO_KEY, NOT_SIGNED, OTHER_TIME, FieldError, Refused
from menwa.errors import Misconfigured

PARTNER, TIMESTAMP = "Menwa-Partner", "Menwa-Timestamp"
IDEMPOTENCY_KEY, SIGNATURE = "Idempotency-Key", "Menwa-Signature"
SKEW = timedelta(minutes=5)
NOBODY = "a key that no partner has"


class Partner(BaseModel):
    """As the secret has it, by its id; `previous_key` holds too while the key is changed.
    `trusted`: its word that somebody saw the KTP-el counts."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    key: SecretStr
    previous_key: SecretStr | None = None
    trusted: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        kept = (self.key, self.previous_key)
        return tuple(each.get_secret_value() for each in kept if each is not None)


_PARTNERS = TypeAdapter(dict[str, Partner])


def partners_in(kept: Mapping[str, object]) -> dict[str, Partner]:
    try:
        return _PARTNERS.validate_python(kept)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise Misconfigured(f"partners' secret, {where}: {first['msg']}") from None


class Signed(BaseModel):
    """What the signature covers, beside the body."""

    partner_id: str
    timestamp: str
    idempotency_key: str
    signature: str

    @classmethod
    def of(cls, headers: Mapping[str, str]) -> "Signed":
        return cls(
            partner_id=headers.get(PARTNER.lower(), ""),
            timestamp=headers.get(TIMESTAMP.lower(), ""),
            idempotency_key=headers.get(IDEMPOTENCY_KEY.lower(), ""),
            signature=headers.get(SIGNATURE.lower(), ""),
        )

    def signature_with(self, key: str, body: bytes) -> str:
        signed = f"{self.timestamp}\n{self.idempotency_key}\n".encode() + body
        return f"sha256={hmac.new(key.encode(), signed, 'sha256').hexdigest()}"


def sender_of(
    signed: Signed, body: bytes, partners: Mapping[str, Partner], now: datetime
) -> Partner:
    """Refused if it is nobody's, or not of these minutes. An unknown partner and a wrong key read
    the same."""
    partner = partners.get(signed.partner_id) or Partner(key=SecretStr(NOBODY))
    given = signed.signature.encode()
    fits = [
        hmac.compare_digest(given, signed.signature_with(key, body).encode())
        for key in partner.keys
    ]
    if signed.partner_id not in partners or not any(fits):
        raise Refused(NOT_SIGNED)
    if not _is_near(signed.timestamp, now):
        raise Refused(OTHER_TIME)
    if not re.fullmatch(r"[A-Za-z0-9-]{8,64}", signed.idempotency_key):
        raise Refused(NO_KEY, FieldError(IDEMPOTENCY_KEY, NO_KEY.detail))
    return partner


def _is_near(timestamp: str, now: datetime) -> bool:
    if not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    return abs(now.timestamp() - int(timestamp)) <= SKEW.total_seconds()

"""A partner's system, and the contract that it was given."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from openapi_schema_validator import OAS31Validator, oas31_format_checker

from intake import partner
from intake.partner_signature import Signed
from menwa.clock import utc_now
from tests.steps.calling import Reply, requested
from tests.steps.world import PARTNER_KEY

CONTRACT = Path(__file__).parents[2] / "docs" / "partner.openapi.yaml"
PATH = "/api/permohonan"


@cache
def contract() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return document


def operation() -> dict[str, Any]:
    found: dict[str, Any] = contract()["paths"][PATH]["post"]
    return found


def misfits(schema: Mapping[str, Any], message: object) -> list[str]:
    """What the contract has against this message; nothing if it fits."""
    whole = {**schema, "components": contract()["components"]}
    validator = OAS31Validator(whole, format_checker=oas31_format_checker)
    return [error.message for error in validator.iter_errors(message)]


def a_request(**changes: Any) -> dict[str, Any]:
    known = {
        "document_type": "kk",
        "number": "9971011103190001",
        "nik": "9971014209770001",
        "name": "Nurhayati Lubuk Puding",
        "birth_date": "1977-09-02",
        "phone": "0899 0000 0101",
    }
    return known | changes


def as_body(request: object) -> bytes:
    return json.dumps(request).encode()


def headers_for(
    body: bytes,
    key: str = PARTNER_KEY,
    *,
    by: str = "kelurahan-contoh",
    idempotency_key: str = "kel-2026-0001",
    seconds_late: float = 0,
) -> dict[str, str]:
    timestamp = str(int(utc_now().timestamp() - seconds_late))
    signed = Signed(
        partner_id=by, timestamp=timestamp, idempotency_key=idempotency_key, signature=""
    )
    return {
        "Content-Type": "application/json",
        "Menwa-Partner": by,
        "Menwa-Timestamp": timestamp,
        "Idempotency-Key": idempotency_key,
        "Menwa-Signature": signed.signature_with(key, body),
    }


def sent(request: object, key: str = PARTNER_KEY, **signing: Any) -> Reply:
    return sent_bytes(as_body(request), key, **signing)


def sent_bytes(body: bytes, key: str = PARTNER_KEY, **signing: Any) -> Reply:
    return posted(body, headers_for(body, key, **signing))


def posted(body: bytes, headers: Mapping[str, str]) -> Reply:
    """Whatever is answered, the contract has it."""
    reply = requested(partner.handler, "POST", PATH, body=body, headers=headers)
    documented = operation()["responses"][str(reply.status)]
    media_type = reply.headers["Content-Type"]
    assert misfits(documented["content"][media_type]["schema"], json.loads(reply.text)) == []
    for name, header in documented.get("headers", {}).items():
        assert misfits(header["schema"], reply.headers[name]) == []
    return reply

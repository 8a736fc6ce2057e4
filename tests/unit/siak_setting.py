"""The sample SIAK with its contract beside it, and questions to ask it."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import yaml
from flask import Flask
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from pydantic import SecretStr

from check_siak.gateway import SiakGateway
from check_siak.gateway_access import Access
from check_siak.gateway_messages import FindDocument
from local.pages import blueprint as shared_pages
from local.pki import Pki
from local.siak import SampleSiak, blueprint, invented_residents
from local.siak.entries import Entry

BEARER = "token-of-the-test"
CONTRACT = Path(__file__).parents[2] / "docs" / "siak-gateway.openapi.yaml"
MOTHER = {"nik": "9971014209770001", "name": "Nurhayati Lubuk Puding", "birth_date": "1977-09-02"}
PHONE = "+6289900000101"


@cache
def contract() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return document


def misfits(schema: str, message: object) -> list[str]:
    """What the contract has against this message; nothing if it fits."""
    whole = {"$ref": f"#/components/schemas/{schema}", "components": contract()["components"]}
    validator = OAS31Validator(whole, format_checker=oas31_format_checker)
    return [error.message for error in validator.iter_errors(message)]


@cache
def a_pki() -> Pki:
    return Pki.create(datetime.now(UTC))


def a_siak() -> SampleSiak:
    return SampleSiak(invented_residents(), a_pki(), BEARER)


def an_office(siak: SampleSiak) -> Flask:
    app = Flask("siak_test")
    app.register_blueprint(shared_pages())
    app.register_blueprint(blueprint(siak))
    return app


def gateway_to(siak: SampleSiak, bearer: str = BEARER) -> SiakGateway:
    transport = httpx.WSGITransport(app=an_office(siak))
    return SiakGateway("http://siak.test/_siak", Access(bearer=SecretStr(bearer)), transport)


def a_question(**changes: Any) -> FindDocument:
    """Aisyah's mother asks for Aisyah's birth certificate, of which she knows the number."""
    known = {
        "document_type": "akta_kelahiran",
        "number": "1471-LT-24052021-0017",
        "phone": PHONE,
        "receipt": None,
        **MOTHER,
    }
    return FindDocument.model_validate(known | changes)


def asking_for(entry: Entry, **changes: Any) -> FindDocument:
    """As its subject would ask for this document, by its number."""
    known: dict[str, Any] = {
        "document_type": entry.document.type,
        "number": entry.document.number,
        "nik": entry.subject.nik,
        "name": entry.subject.name,
        "birth_date": entry.subject.born,
    }
    return a_question(**(known | changes))


def the(siak: SampleSiak, fits: Callable[[Entry], bool]) -> Entry:
    return next(entry for entry in siak.entries() if fits(entry))

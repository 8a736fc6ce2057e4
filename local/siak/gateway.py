"""The gateway of `docs/siak-gateway.openapi.yaml` in front of the sample SIAK."""

from hmac import compare_digest
from time import sleep

from flask import Blueprint, Response, abort, jsonify, make_response, request
from pydantic import ValidationError

from local.siak.entries import Entry, Question
from local.siak.faults import Fault
from local.siak.problems import PROBLEMS
from local.siak.residents import Person
from local.siak.sample import SampleSiak, draft, tampered

HTML = "<!doctype html><title>SIAK</title><p>Sesi Anda telah berakhir. Silakan masuk kembali.</p>"


class Gateway:
    def __init__(self, sample: SampleSiak) -> None:
        self._sample = sample

    def blueprint(self) -> Blueprint:
        gateway = Blueprint("siak_gateway", __name__, url_prefix="/_siak/v1/documents")
        gateway.before_request(self.check_bearer)
        gateway.post("/find")(self.find)
        gateway.get("/<document_id>/pdf")(self.pdf)
        return gateway

    def check_bearer(self) -> Response | None:
        shown = request.headers.get("authorization", "")
        expected = f"Bearer {self._sample.bearer}"
        return None if compare_digest(shown.encode(), expected.encode()) else problem(401)

    def find(self) -> Response:
        try:
            question = Question.model_validate_json(request.get_data())
        except ValidationError:
            return problem(422)
        entry = self._sample.find(question)
        fault = self._sample.faults.on(entry.document.id if entry else None)
        self._suffer(fault)
        if entry is None:
            return problem(404)
        told = self._sample.someone_elses(entry) if fault == "someone_elses_record" else entry
        return jsonify(record(told, question))

    def pdf(self, document_id: str) -> Response:
        fault = self._sample.faults.on(document_id)
        self._suffer(fault)
        entry = self._sample.entry(document_id)
        if entry is None:
            return problem(404)
        signed = self._sample.signed_pdf(document_id)
        if signed is None:
            return problem(409)
        return Response(self._swapped(fault, entry, signed), mimetype="application/pdf")

    def _suffer(self, fault: Fault) -> None:
        match fault:
            case "down":
                abort(problem(503))
            case "quota":
                abort(problem(429))
            case "html":
                abort(make_response(HTML))
            case "slow":
                sleep(self._sample.slow_seconds)

    def _swapped(self, fault: Fault, entry: Entry, signed: bytes) -> bytes:
        match fault:
            case "someone_elses_pdf":
                other = self._sample.someone_elses(entry)
                return self._sample.signed_pdf(other.document.id) or signed
            case "tampered_pdf":
                return tampered(signed)
            case "unsigned_pdf":
                return draft(entry)
        return signed


def record(entry: Entry, question: Question) -> dict[str, object]:
    document, people = entry.document, entry.recorded.people
    return {
        "id": document.id,
        "document_type": document.type,
        "number": document.number,
        "signed": entry.signed,
        "active": entry.active,
        "issued_on": document.issued_on.isoformat(),
        "subject": as_recorded(people[document.subject]),
        "parties": [as_recorded(people[one.nik]) | {"role": one.role} for one in document.parties],
        "family": entry.family,
        "recorded_phone": entry.is_the_recorded_phone(question.phone),
        "receipt_matches": entry.is_its_receipt(question.receipt),
    }


def as_recorded(person: Person) -> dict[str, str]:
    """SIAK keeps names in capitals."""
    return {
        "nik": person.nik,
        "name": person.name.upper(),
        "birth_date": person.born.isoformat(),
    }


def problem(status: int) -> Response:
    kind, title, headers = PROBLEMS[status]
    answer = jsonify(type=kind, title=title, status=status)
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    answer.headers.extend(headers)
    return answer

"""For tests and the demo: SIAK's documents and its faults, as JSON."""

from flask import Blueprint, Response, jsonify, request
from pydantic import BaseModel, ConfigDict, ValidationError

from local.siak.entries import Change, Entry
from local.siak.faults import Fault
from local.siak.residents import Person
from local.siak.sample import SampleSiak


class Switch(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    fault: Fault
    document_id: str | None = None


class Controls:
    def __init__(self, sample: SampleSiak) -> None:
        self._sample = sample

    def blueprint(self) -> Blueprint:
        controls = Blueprint("siak_controls", __name__, url_prefix="/_kantor/api/siak")
        controls.get("/documents")(self.documents)
        controls.patch("/documents/<document_id>")(self.change)
        controls.get("/documents/<document_id>/pdf")(self.pdf)
        controls.post("/faults")(self.switch_fault)
        return controls

    def documents(self) -> Response:
        return jsonify(documents=[self._shown(entry) for entry in self._sample.entries()])

    def change(self, document_id: str) -> tuple[Response, int]:
        try:
            change = Change.model_validate_json(request.get_data())
        except ValidationError as misfit:
            return jsonify(error=misfit.errors(include_url=False, include_context=False)), 422
        entry = self._sample.change(document_id, change)
        if entry is None:
            return jsonify(error="no such document"), 404
        return jsonify(self._shown(entry)), 200

    def pdf(self, document_id: str) -> Response | tuple[Response, int]:
        """The signed bytes, whatever fault is on."""
        signed = self._sample.signed_pdf(document_id)
        if signed is None:
            return jsonify(error="not signed"), 409
        return Response(signed, mimetype="application/pdf")

    def switch_fault(self) -> tuple[Response, int]:
        try:
            switch = Switch.model_validate_json(request.get_data())
        except ValidationError as misfit:
            return jsonify(error=misfit.errors(include_url=False, include_context=False)), 422
        self._sample.faults.switch(switch.fault, switch.document_id)
        return jsonify(switch.model_dump()), 200

    def _shown(self, entry: Entry) -> dict[str, object]:
        document, people = entry.document, entry.residents.people
        return {
            "id": document.id,
            "document_type": document.type,
            "number": document.number,
            "issued_on": document.issued_on.isoformat(),
            "signed": entry.signed,
            "active": entry.active,
            "wrong_entry": entry.wrong_entry,
            "recorded_phone": entry.recorded_phone,
            "phone": document.phone,
            "receipt": entry.receipt,
            "fault": self._sample.faults.on(document.id),
            "subject": as_known(people[document.subject]),
            "parties": [as_known(people[one.nik]) | {"role": one.role} for one in document.parties],
        }


def as_known(person: Person) -> dict[str, str]:
    """As the residents themselves write it, whatever SIAK has on record."""
    return {"nik": person.nik, "name": person.name, "birth_date": person.born.isoformat()}

"""For tests: what goes wrong, and all that was sent, as JSON: `/_kantor/api/whatsapp/…`."""

from flask import Blueprint, Response, jsonify
from pydantic import ValidationError

from local.whatsapp.as_json import asked, shown
from local.whatsapp.definitions import TEMPLATE_STATUSES
from local.whatsapp.faults import NONE, Faults
from local.whatsapp.sample import SampleWhatsApp
from local.whatsapp.switches import Switches


class FaultControls:
    def __init__(self, sample: SampleWhatsApp) -> None:
        self._sample = sample

    def blueprint(self) -> Blueprint:
        controls = Blueprint("fault_controls", __name__, url_prefix="/_kantor/api/whatsapp")
        controls.get("/pesan")(self.sent)
        controls.get("/faults")(self.faults)
        controls.post("/faults")(self.break_something)
        controls.delete("/faults")(self.mend_everything)
        controls.get("/switches")(self.switches)
        controls.post("/switches")(self.switch)
        controls.get("/templates")(self.templates)
        controls.post("/templates/<name>")(self.turn_template)
        return controls

    def sent(self) -> Response:
        """Whatever was accepted of the office, also what never arrived."""
        return jsonify(messages=[shown(one) for one in self._sample.chats.sent_by_office()])

    def faults(self) -> Response:
        return jsonify(self._sample.faults.now.model_dump(mode="json"))

    def break_something(self) -> Response | tuple[Response, int]:
        try:
            self._sample.faults.turn_to(Faults.model_validate(asked()))
        except ValidationError as error:
            return jsonify(error=error.errors(include_input=False, include_url=False)), 422
        return self.faults()

    def mend_everything(self) -> Response:
        self._sample.faults.turn_to(NONE)
        return self.faults()

    def switches(self) -> Response:
        return jsonify(self._sample.switches.model_dump(mode="json"))

    def switch(self) -> Response | tuple[Response, int]:
        """What is not named is as it is without any switch."""
        try:
            self._sample.switch(Switches.model_validate(asked()))
        except ValidationError as error:
            return jsonify(error=error.errors(include_input=False, include_url=False)), 422
        return self.switches()

    def templates(self) -> Response:
        found = self._sample.templates.all()
        return jsonify(templates=[{"name": one.name, "status": one.status} for one in found])

    def turn_template(self, name: str) -> Response | tuple[Response, int]:
        """`{"status": "APPROVED" | "PENDING" | "REJECTED" | "PAUSED" | "DISABLED"}`"""
        status = asked().get("status")
        if status not in TEMPLATE_STATUSES:
            return jsonify(error="status is not known", known=TEMPLATE_STATUSES), 422
        if not self._sample.turn_template(name, status):
            return jsonify(error="no such template"), 404
        return self.templates()

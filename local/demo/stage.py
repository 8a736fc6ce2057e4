"""The running office as the demo meets it, and what each path cost it."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from local.demo.desk import SiakDesk
from local.demo.officials import Official
from local.demo.people import Citizen, Officer, Phone, until
from local.sample_office import SampleOffice
from menwa.case import CaseFile
from menwa.types import Level

ADULTS_BORN_BEFORE = "2005"


@dataclass(frozen=True)
class Scene:
    """A document that SIAK holds, and somebody who may ask for it."""

    document: dict[str, Any]
    citizen: Citizen

    @property
    def id(self) -> str:
        return str(self.document["id"])

    def begin(self) -> str:
        asked = self.citizen.ask(self.document["document_type"], self.document["number"])
        return self.citizen.prove(asked)


@dataclass
class Measured:
    """Filled in while the path is played."""

    seconds: float = 0.0
    whatsapp_messages: int = 0
    aws_calls: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Stage:
    office: SampleOffice
    http: httpx.Client
    _officers: dict[str, Officer] = field(default_factory=dict)
    _officials: dict[str, Official] = field(default_factory=dict)

    def scene(self, document_id: str, role: str | None = None) -> Scene:
        """With whoever may ask: an adult in that role, or the first whom the office lets ask."""
        document = next(one for one in self.documents() if one["id"] == document_id)
        roles = self.office.office.documents[document["document_type"]].roles
        person = next(
            one
            for one in document["parties"]
            if one["role"] in ([role] if role else roles) and one["birth_date"] < ADULTS_BORN_BEFORE
        )
        return Scene(document, Citizen(self.http, person, Phone(self.http, document["phone"])))

    def documents(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.http.get("/_kantor/api/siak/documents").json()[
            "documents"
        ]
        return found

    def change(self, document_id: str, **change: Any) -> None:
        self.http.patch(f"/_kantor/api/siak/documents/{document_id}", json=change)

    def fault(self, fault: str, document_id: str) -> None:
        switch = {"fault": fault, "document_id": document_id}
        self.http.post("/_kantor/api/siak/faults", json=switch)

    def signed_by_siak(self, document_id: str) -> bytes:
        return self.http.get(f"/_kantor/api/siak/documents/{document_id}/pdf").content

    def official(self, document_type: str, level: Level) -> Official:
        """With the device that they have here: it is enrolled with their first letter."""
        post, official = self.office.office.official(document_type, level)
        if post not in self._officials:
            phone = Phone(self.http, official.phone)
            self._officials[post] = Official(self.http, phone, official.mail)
        return self._officials[post]

    def officer(self, key: str = "sari.dewi") -> Officer:
        """Who has signed in, in the browser that they have here."""
        if key not in self._officers or not self._officers[key].is_in():
            known = self.office.office.officers[key]
            kept = self._officers.setdefault(
                key, Officer(self.http, key, Phone(self.http, known.phone), known.mail)
            )
            kept.sign_in()
        return self._officers[key]

    def begin(self, scene: Scene) -> str:
        """Asked for and proven; where there is no gateway, looked up by an officer."""
        case_id = scene.begin()
        self.looked_up(case_id)
        return case_id

    def looked_up(self, case_id: str, pdf: bytes | None = None) -> None:
        """`pdf`: what an officer uploads instead of SIAK's; a gateway needs no officer."""
        if self.office.siak_by == "desk":
            SiakDesk(self.office, self.http, self.officer()).look_up(case_id, pdf)

    def ended(self, case_id: str) -> CaseFile:
        """Once the case has ended, and the procedure with it."""

        def look() -> CaseFile | None:
            file = self.office.file(case_id)
            return file if file.case.status.ended and self.status_of(case_id) != "RUNNING" else None

        return until(f"the end of {case_id}", look)

    def status_of(self, case_id: str) -> str:
        return str(self._procedure().describe_execution(executionArn=self._arn(case_id))["status"])

    def transitions(self, case_id: str) -> int:
        """States entered, and the start."""
        pages = self._procedure().get_paginator("get_execution_history")
        kinds = (
            str(event["type"])
            for page in pages.paginate(executionArn=self._arn(case_id))
            for event in page["events"]
        )
        return 1 + sum(kind.endswith("StateEntered") for kind in kinds)

    @contextmanager
    def measured(self) -> Iterator[Measured]:
        calls, messages = self.office.engine.aws.calls.count(), self._messages()
        measured, began = Measured(), time.monotonic()
        yield measured
        measured.seconds = round(time.monotonic() - began, 2)
        measured.whatsapp_messages = self._messages() - messages
        measured.aws_calls = _by_function(self.office.engine.aws.calls.count() - calls)

    def _messages(self) -> int:
        return len(self.http.get("/_kantor/api/whatsapp/pesan").json()["messages"])

    def _procedure(self) -> Any:
        return self.office.engine.aws.client("stepfunctions")

    def _arn(self, case_id: str) -> str:
        inbox = self.office.engine.template.functions["IntakeInboxFunction"]
        machine = inbox.environment["STATE_MACHINE_ARN"]
        return f"{machine.replace(':stateMachine:', ':execution:')}:{case_id}"


def _by_function(calls: Counter[Any]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for call, count in sorted(calls.items()):
        found[call.function][call.operation] = count
    return dict(found)

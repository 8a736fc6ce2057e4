"""Plays the procedure: a request begins, officials and officers answer, the machine goes on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from local.demo.officials import Official
from local.demo.people import until
from local.demo.stage import Scene, Stage
from local.siak.entries import Change
from local.siak.faults import Fault
from local.whatsapp.faults import NONE, Faults
from menwa.applicant import Applicant
from menwa.card import first_broken
from menwa.case import HELD, LATER, CaseFile, Wait
from menwa.cases import CODES_LIVE, CaseStore, hash_of
from menwa.clock import utc_now
from menwa.sending_switch import Hold, SendingSwitch
from menwa.types import Level, new_case_id, new_proof_code
from tests.builders import a_case
from tests.workflow.history import (
    Event,
    failures,
    failures_at,
    leaks,
    more_than_words,
    states_entered,
    tokens_handed_on,
)


@dataclass
class Request:
    """One case on its way. `links` are the officials' links that have been used."""

    play: "Play"
    scene: Scene
    id: str
    links: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def file(self) -> CaseFile:
        return self.play.store.load(self.id)

    @property
    def phone(self) -> str:
        return self.scene.citizen.phone.number

    @property
    def pdfs(self) -> list[bytes]:
        """Those that WhatsApp accepted for this case."""
        sent = self.play.stage.office.whatsapp.chats.sent_by_office()
        return [
            one.content.document.content
            for one in sent
            if one.content.document and (one.attempt_id or "").startswith(f"{self.id}.")
        ]

    def waits(self, asked: str) -> Wait:
        """Once somebody of this kind is asked, and has not answered yet."""

        def look() -> Wait | None:
            wait = self.file.wait
            return wait if wait and wait.asked == asked and wait.answer is None else None

        return until(f"{self.id} asks {asked}", look)

    def is_held_up(self) -> None:
        """Once its PDF is ready and waits for sending to go on."""

        def look() -> bool:
            wait = self.file.wait
            return wait is not None and wait.waiting_for in {HELD, LATER}

        until(f"{self.id} is held up", look)

    def is_answered(self, asked: str) -> None:
        """Once an answer stands on this wait, whether or not the machine has heard it."""

        def look() -> bool:
            wait = self.file.wait
            return wait is not None and wait.asked == asked and wait.answer is not None

        until(f"{self.id} is answered", look)

    def is_tried_again(self) -> None:
        """Once a function that failed has been called anew, and has opened its wait again."""

        def look() -> bool:
            wait, failed = self.file.wait, failures_at(self.play.history(self.id))
            return bool(failed) and wait is not None and wait.since > failed[-1]

        until(f"{self.id} is tried again", look)

    def official(self, level: Level, answer: str, reason: str = "") -> int:
        """The official answers by the newest link; the status of the page."""
        self.waits(level)
        official = self.play.stage.official(self.scene.document["document_type"], level)
        link = until(f"a new letter about {self.id}", lambda: self._new_link(official))
        self.links.append(link)
        return official.reply(link, answer, reason=reason).status_code

    def officer(self, answer: str, **fields: str) -> int:
        """An officer answers at the desk; the status of the page."""
        self.waits("desk")
        page = self.play.stage.officer().post(f"/meja/{self.id}", answer=answer, **fields)
        return page.status_code

    def look_up(self, answer: str, **fields: str) -> int:
        """An officer looks in SIAK, in the gateway's place; the status of the page."""
        self.waits("siak")
        page = self.play.stage.officer().post(f"/meja/{self.id}", answer=answer, **fields)
        return page.status_code

    def desk_reason(self) -> str | None:
        return self.waits("desk").reason

    def states(self) -> list[str]:
        """Those entered, once the execution has ended; nothing of a person is told in it."""
        until(f"the end of {self.id}", lambda: self.play.stage.status_of(self.id) != "RUNNING")
        file, history = self.file, self.play.history(self.id)
        assert first_broken(file.entries, file.case.card_length, file.case.card_head) is None
        assert leaks(history, self._private()) == set()
        assert more_than_words(history) == set()
        assert tokens_handed_on(history) == set()
        self.failures = failures(history)
        return states_entered(history)

    def _private(self) -> set[str]:
        document, people = self.scene.document, self.scene.document["parties"]
        officials = self.play.stage.office.office.officials.values()
        tokens = {link.rpartition("/")[2] for link in self.links}
        return (
            {document["number"], self.phone, self.phone.removeprefix("+")}
            | {value for one in people for value in (one["nik"], one["name"], one["name"].upper())}
            | {value for one in officials for value in (one.name, one.phone, one.mail)}
            | tokens
        )

    def _new_link(self, official: Official) -> str | None:
        link = official.link_to(self.id)
        return link if link not in self.links else None


@dataclass(frozen=True)
class Play:
    stage: Stage

    @property
    def store(self) -> CaseStore:
        engine = self.stage.office.engine
        table = engine.template.tables[0].physical_name
        return CaseStore(engine.aws.client("dynamodb"), table)

    def begin(self, document_id: str, fault: Fault = "none", **change: Any) -> Request:
        """Asked on the form just now; here the citizen proves the phone. `change` is SIAK's."""
        siak, now, code = self.stage.office.siak, utc_now(), new_proof_code()
        siak.change(document_id, Change(**{"signed": True, "active": True} | change))
        siak.faults.switch(fault, document_id)
        scene = self.stage.scene(document_id)
        phone = scene.citizen.phone.number
        case = a_case(
            id=new_case_id(),
            document_type=scene.document["document_type"],
            number=scene.document["number"],
            applicant=Applicant.model_validate(scene.citizen.person | {"phone": phone}),
            created_at=now,
            proof_hash=hash_of(code),
            expires_at=int((now + CODES_LIVE).timestamp()),
        )
        self.store.create(case)
        self.stage.office.whatsapp.write(phone, f"MENWA {code}")
        request = Request(self, scene, case.id)
        until(f"{case.id} begins", lambda: self._has_begun(case.id))
        return request

    def siak(self, request: Request, fault: Fault = "none", **change: Any) -> None:
        self.stage.office.siak.change(request.scene.id, Change(**change))
        self.stage.office.siak.faults.switch(fault, request.scene.id)

    def whatsapp(self, **faults: Any) -> None:
        self.stage.office.whatsapp.faults.turn_to(Faults(**faults))

    def mend(self) -> None:
        self.stage.office.whatsapp.faults.turn_to(NONE)
        self.stage.office.siak.faults.switch("none")

    def hold(self, reason: str) -> None:
        self._switch.hold(Hold(officer="sari.dewi", at=utc_now(), reason=reason))

    def release(self) -> None:
        self._switch.release()

    @property
    def _switch(self) -> SendingSwitch:
        engine = self.stage.office.engine
        table = engine.template.tables[0].physical_name
        return SendingSwitch(engine.aws.client("dynamodb"), table)

    def sweep(self) -> None:
        assert not self.stage.office.engine.schedules.run_now(
            "NotifyOfficialsSweepFunction"
        ).errored

    def look_again(self) -> None:
        assert not self.stage.office.engine.schedules.run_now("CheckSiakLookAgainFunction").errored

    def later(self, request: Request, **time: float) -> None:
        """The open wait has lasted for so long already."""

        def moved(file: CaseFile) -> CaseFile:
            assert file.wait
            wait, lasted = file.wait, timedelta(**time)
            until = wait.until - lasted if wait.until else None
            moved = {"since": wait.since - lasted, "until": until}
            return file.opened(wait.model_copy(update=moved))

        self.store.change(request.file, moved)

    def killed(self, function: str, operation: str, *, carried_out: bool, at_call: int = 1) -> None:
        """Its process ends at this call of AWS: just before it arrives, or once it is done."""
        engine = self.stage.office.engine
        strike = engine.aws.faults.after if carried_out else engine.aws.faults.before
        for _ in range(at_call - 1):
            strike(function, operation, lambda: None)
        strike(function, operation, lambda: engine.kill_workers(function), lost=True)

    def disturbed(self, function: str, operation: str, action: Callable[[], object]) -> None:
        """The call does not arrive; first, this happens."""
        self.stage.office.engine.aws.faults.before(function, operation, action, lost=True)

    def _has_begun(self, case_id: str) -> bool:
        procedure = self.stage.office.engine.aws.client("stepfunctions")
        try:
            self.stage.status_of(case_id)
        except procedure.exceptions.ExecutionDoesNotExist:
            return False
        return True

    def history(self, case_id: str) -> list[Event]:
        engine = self.stage.office.engine
        machine = engine.template.state_machines[0].arn
        arn = f"{machine.replace(':stateMachine:', ':execution:')}:{case_id}"
        pages = engine.aws.client("stepfunctions").get_paginator("get_execution_history")
        return [event for page in pages.paginate(executionArn=arn) for event in page["events"]]

"""A PDF leaves only if five conditions hold. Here each is broken in turn, and nothing may leave."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from local.demo.people import Phone, until
from local.demo.stage import Scene, Stage
from local.siak.sample import tampered
from menwa.case import CaseFile
from menwa.types import Status

STRANGER = "+6289900009999"


@dataclass(frozen=True)
class Refusal:
    """`reason` is why the case stopped where it did; `sent` the PDFs that left all the same."""

    condition: str
    reason: str
    expected: str
    sent: int

    @property
    def held(self) -> bool:
        return self.reason == self.expected and self.sent == 0


def play_all(stage: Stage) -> list[Refusal]:
    return [
        _refused(stage, "phone proven", "unproven", _unproven),
        _refused(stage, "right established", "right_unknown", _strangers_phone),
        _refused(stage, "active in SIAK", "superseded", _superseded),
        _refused(stage, "signature verifies", "CONTENT_TAMPERED", _tampered),
        _refused(stage, "text is the document's", "OTHER_TEXT", _someone_elses),
    ]


def _refused(stage: Stage, condition: str, expected: str, play: Callable[[Stage], str]) -> Refusal:
    before = _documents_sent(stage)
    reason = play(stage)
    return Refusal(condition, reason, expected, _documents_sent(stage) - before)


def _unproven(stage: Stage) -> str:
    """The code comes from another phone than the form's."""
    scene = stage.scene("dok-024")
    message = scene.citizen.ask(scene.document["document_type"], scene.document["number"])
    stranger = Phone(stage.http, STRANGER)
    before = len(stranger.messages())
    stranger.write(message)
    until("an answer to the stranger", lambda: stranger.messages()[before:])
    newest = stage.office.cases.all()[0]
    return newest.case.status


def _strangers_phone(stage: Stage) -> str:
    """Somebody who knows all of a citizen's data asks with a phone of their own."""
    scene = stage.scene("dok-024")
    own_phone = replace(scene.citizen, phone=Phone(stage.http, STRANGER))
    return _at_rest(stage, Scene(scene.document, own_phone)).case.reason or ""


def _superseded(stage: Stage) -> str:
    scene = stage.scene("dok-024")
    stage.change(scene.id, active=False)
    try:
        return stage.ended(stage.begin(scene)).case.reason or ""
    finally:
        stage.change(scene.id, active=True)


def _tampered(stage: Stage) -> str:
    return _with_fault(stage, "dok-024", "tampered_pdf", tampered(stage.signed_by_siak("dok-024")))


def _someone_elses(stage: Stage) -> str:
    anothers = stage.signed_by_siak("dok-028")
    return _with_fault(stage, "dok-031", "someone_elses_pdf", anothers).partition(":")[0]


def _with_fault(stage: Stage, document: str, fault: str, pdf: bytes) -> str:
    """Through the gateway SIAK itself gives the wrong PDF; at the desk an officer picks it."""
    scene = stage.scene(document)
    stage.fault(fault, scene.id)
    try:
        return _at_rest(stage, scene, pdf).case.verdict or ""
    finally:
        stage.fault("none", scene.id)


def _at_rest(stage: Stage, scene: Scene, pdf: bytes | None = None) -> CaseFile:
    """Where an officer has to see to it; or, if a condition was broken, ended."""
    case_id = scene.begin()
    stage.looked_up(case_id, pdf)

    def look() -> CaseFile | None:
        file = stage.office.file(case_id)
        waits = file.wait is not None and file.wait.waiting_for == "desk"
        judged = pdf is None or file.case.verdict is not None
        return file if (waits and judged) or file.case.status is Status.DELIVERED else None

    return until(f"{case_id} at the desk", look)


def _documents_sent(stage: Stage) -> int:
    sent = stage.http.get("/_kantor/api/whatsapp/pesan").json()["messages"]
    return sum(one["document"] is not None for one in sent)

"""The signed, the escalated and the returned path, each from the form to its end."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from local.demo.people import Citizen
from local.demo.stage import Measured, Scene, Stage
from menwa.types import LEVELS, Level, Status

SIGNED_KK, UNSIGNED_BIRTH = "dok-001", "dok-033"
ANSWERS: dict[Level, str] = {"kasi": "submitted", "kabid": "submitted", "kadis": "signed"}


@dataclass(frozen=True)
class Path:
    """`pdf_identical`: the phone holds SIAK's own bytes; None where no PDF is due."""

    name: str
    case: str
    ended: str
    seconds: float
    transitions: int
    whatsapp_messages: int
    pdf_identical: bool | None
    aws_calls: dict[str, dict[str, int]]

    @property
    def went_well(self) -> bool:
        if self.name == "returned":
            return self.ended == Status.RETURNED
        return self.ended == Status.DELIVERED and self.pdf_identical is True

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def signed(stage: Stage) -> Path:
    scene = stage.scene(SIGNED_KK)
    return _played(stage, "signed", scene, lambda: stage.begin(scene))


def escalated(stage: Stage) -> Path:
    """SIAK's document is unsigned: three officials are asked, the Kadis signs in SIAK."""
    scene = stage.scene(UNSIGNED_BIRTH)

    def play() -> str:
        case_id = stage.begin(scene)
        for level in LEVELS:
            if level == "kadis":
                stage.change(scene.id, signed=True)
            official = stage.official(scene.document["document_type"], level)
            official.answer(case_id, ANSWERS[level])
        stage.looked_up(case_id)
        return case_id

    return _played(stage, "escalated", scene, play)


def returned(stage: Stage) -> Path:
    """A digit of the NIK is mistyped: the citizen is told what to do, and nothing is sent."""
    right = stage.scene(SIGNED_KK)
    person = right.citizen.person
    mistyped = person | {"nik": person["nik"][:-1] + "9"}
    citizen = Citizen(stage.http, mistyped, right.citizen.phone)
    scene = Scene(right.document, citizen)
    return _played(stage, "returned", scene, lambda: stage.begin(scene))


def _played(stage: Stage, name: str, scene: Scene, play: Callable[[], str]) -> Path:
    before = len(scene.citizen.phone.documents())
    with stage.measured() as measured:
        file = stage.ended(play())
    held = scene.citizen.phone.documents()[before:]
    due = file.case.status is Status.DELIVERED
    return _path(stage, name, file.case.id, measured, _identical(stage, scene, held, due))


def _identical(stage: Stage, scene: Scene, held: list[bytes], due: bool) -> bool | None:
    """Exactly one PDF, SIAK's own bytes; where none is due, none."""
    if not due:
        return None if not held else False
    return held == [stage.signed_by_siak(scene.id)]


def _path(
    stage: Stage, name: str, case_id: str, measured: Measured, identical: bool | None
) -> Path:
    return Path(
        name=name,
        case=case_id,
        ended=stage.office.file(case_id).case.status,
        seconds=measured.seconds,
        transitions=stage.transitions(case_id),
        whatsapp_messages=measured.whatsapp_messages,
        pdf_identical=identical,
        aws_calls=measured.aws_calls,
    )

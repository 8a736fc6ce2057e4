"""What officers drop: who, when, for which case, and what became of each file.

File names are people's own: they stand here alone, and not for long.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from menwa.documents import DROP
from menwa.errors import NotFound
from menwa.stored import Stored
from menwa.table import NEW, Item, Table, contents_of

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

KEPT_FOR = timedelta(days=7)
MOST_FILES = 50
BASE32 = "abcdefghijklmnopqrstuvwxyz234567"

DropId = Annotated[str, StringConstraints(pattern=r"^drop-[a-z2-7]{16}$")]
FileName = Annotated[str, Field(min_length=1, max_length=200)]
FileNames = Annotated[list[FileName], Field(min_length=1, max_length=MOST_FILES)]
How = Literal["bound", "number", "applicant", "several", "other_applicant", "nothing", "refused"]
Outcome = Literal["ahead", "goes_on", "right_unknown", "pdf_to_confirm", "refused", "too_late"]
READY: frozenset[str] = frozenset({"right_unknown", "pdf_to_confirm"})
SERVES: frozenset[How] = frozenset({"bound", "number", "applicant"})


class Drop(Stored):
    """An officer's word that these are of today and active. `case_id`: all are for this case."""

    id: DropId
    officer: str
    name: str
    paraf: str
    at: datetime
    case_id: str | None = None
    expires_at: int


class Dropped(Stored):
    """One file. `sha256` None: it has not arrived yet.

    `cases`: whom it is for, and what became of it there; where it serves nobody (`how`), whom
    an officer may look at.
    """

    number: int
    name: str = ""
    sha256: str | None = None
    verdict: str | None = None
    how: How | None = None
    cases: dict[str, Outcome] = Field(default_factory=dict)

    @property
    def serves(self) -> bool:
        return self.how in SERVES

    @property
    def is_settled(self) -> bool:
        return self.sha256 is not None and not (self.serves and "ahead" in self.cases.values())


@dataclass(frozen=True)
class Dropping:
    """A drop with its files, in their order."""

    drop: Drop
    files: tuple[Dropped, ...]

    @property
    def next_number(self) -> int:
        return max((file.number for file in self.files), default=0) + 1

    @property
    def left_waiting(self) -> set[str]:
        """Cases whose PDF was ready, and something else was not."""
        became = [case for file in self.files for case in file.cases.items()]
        return {case_id for case_id, outcome in became if outcome in READY}

    def file(self, number: int) -> Dropped:
        known = next((one for one in self.files if one.number == number), None)
        return known or Dropped(number=number)


def new_drop(officer: str, name: str, paraf: str, case_id: str | None, now: datetime) -> Drop:
    drop_id = DROP + "".join(secrets.choice(BASE32) for _ in range(16))
    expires_at = int((now + KEPT_FOR).timestamp())
    return Drop(
        id=drop_id,
        officer=officer,
        name=name,
        paraf=paraf,
        at=now,
        case_id=case_id,
        expires_at=expires_at,
    )


class DropStore:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)

    def begin(self, drop: Drop) -> None:
        self._table.put_new(_key(drop.id), "DROP", contents_of(drop))

    def load(self, drop_id: str, now: datetime) -> Dropping:
        """NotFound also of one whose time is over."""
        items = list(self._table.query("pk = :pk", {":pk": _key(drop_id)}, ConsistentRead=True))
        drop = next((Drop.model_validate(item) for item in items if item["sk"] == "DROP"), None)
        if drop is None or drop.expires_at <= now.timestamp():
            raise NotFound(drop_id)
        files = [Dropped.model_validate(item) for item in items if item["sk"] != "DROP"]
        return Dropping(drop, tuple(files))

    def announce(self, dropping: Dropping, names: Sequence[str]) -> tuple[Dropped, ...]:
        """The files that are about to come, by the names that people gave them.

        Contended if others were announced at the same moment."""
        announced = tuple(
            Dropped(number=number, name=name)
            for number, name in enumerate(names, dropping.next_number)
        )
        self._table.write(list(self._puts(dropping.drop, announced, NEW)))
        return announced

    def keep(self, drop: Drop, file: Dropped) -> None:
        self._table.write(list(self._puts(drop, [file], {})))

    def _puts(
        self, drop: Drop, files: Iterable[Dropped], condition: dict[str, str]
    ) -> Iterable[Item]:
        for file in files:
            content = contents_of(file) | {"expires_at": drop.expires_at}
            yield self._table.putting(_key(drop.id), f"FILE#{file.number:02}", content, **condition)


def _key(drop_id: str) -> str:
    return f"DROP#{drop_id}"

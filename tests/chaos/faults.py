"""Where things may go wrong, and what goes wrong there."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from random import Random
from typing import Protocol, TypeVar

Done = TypeVar("Done")


class Kind(Enum):
    BEFORE = "crash before"
    AFTER = "crash after"
    LOST = "answer lost"
    THROTTLED = "throttled"
    TWICE = "duplicate"
    LATE = "late"
    REORDERED = "reordered"
    GIVEN_UP = "given up on while it runs"


ONCE = (Kind.BEFORE, Kind.AFTER, Kind.LOST, Kind.THROTTLED, Kind.LATE, Kind.GIVEN_UP)
WRITES = (*ONCE, Kind.TWICE)  # the client repeats them by itself
# Nothing has happened yet, or all that happens is known to nobody: with what follows it, a read
# that fails is like an effect that was not tried.
READS = (Kind.BEFORE, Kind.THROTTLED, Kind.LATE, Kind.GIVEN_UP)
CALLS = (Kind.BEFORE, Kind.AFTER)
MESSAGES = (Kind.TWICE, Kind.LATE, Kind.REORDERED)
Kinds = tuple[Kind, ...]
WITHOUT_STEP: dict[Kinds, Kinds] = {
    known: tuple(kind for kind in known if kind is not Kind.GIVEN_UP)
    for known in (ONCE, WRITES, READS)
}


class Killed(BaseException):
    """As a process ends, without a word."""


@dataclass(frozen=True)
class Point:
    """The `number`th effect of a run, in its `step`th call of a function."""

    number: int
    step: int
    what: str
    kinds: Kinds

    @property
    def changes(self) -> bool:
        """Something, if only that a message is on its way."""
        return Kind.AFTER in self.kinds or Kind.TWICE in self.kinds


Chooses = Callable[[Point], Kind | None]


def none(_point: Point) -> None:
    """Nothing goes wrong."""


class Around(Protocol):
    @property
    def at_work(self) -> str:
        """The function, or nobody."""

    def meanwhile(self) -> None:
        """The world goes on, while a call takes its time."""

    @property
    def in_step(self) -> bool:
        """The procedure waits for the function at work,"""

    def give_up(self) -> None:
        """and hears no more of it."""


class Nobody:
    at_work, in_step = "", False

    def meanwhile(self) -> None:
        """Nothing else happens."""

    give_up = meanwhile


def undisturbed() -> "Faults":
    return Faults(none, Nobody())


@dataclass(frozen=True)
class Planned:
    """What goes wrong, by the number of the effect."""

    plan: Mapping[int, Kind]

    def __call__(self, point: Point) -> Kind | None:
        return self.plan.get(point.number)


@dataclass(frozen=True)
class Drawn:
    random: Random
    rate: float

    def __call__(self, point: Point) -> Kind | None:
        return self.random.choice(point.kinds) if self.random.random() < self.rate else None


@dataclass
class Faults:
    """`step` is counted by whoever calls functions."""

    choose: Chooses
    around: Around
    step: int = 0
    trace: list[Point] = field(default_factory=list)
    injected: Counter[Kind] = field(default_factory=Counter)
    diary: list[str] = field(default_factory=list)
    """For whoever replays a run: what was called, and what went wrong."""
    over: bool = False

    def end(self) -> None:
        """From now on all goes well, and nothing counts."""
        self.over = True

    def at(self, what: str, kinds: Kinds) -> Kind | None:
        if self.over:
            return None
        if not self.around.in_step:
            kinds = WITHOUT_STEP.get(kinds, kinds)
        what = f"{self.around.at_work} {what}".strip()
        point = Point(len(self.trace), self.step, what, kinds)
        self.trace.append(point)
        kind = self.choose(point)
        if kind is not None:
            self.injected[kind] += 1
            self.diary.append(f"    {kind.value}: {what}")
        return kind

    def effect(
        self, what: str, do: Callable[[], Done], fails: Callable[[Kind], Exception], kinds: Kinds
    ) -> Done:
        """`fails`: what the caller sees of an answer that is lost, or of a call that is refused."""
        kind = self.at(what, kinds)
        if kind is Kind.BEFORE:
            raise Killed
        if kind is Kind.THROTTLED:
            raise fails(kind)
        if kind is Kind.GIVEN_UP:
            self.around.give_up()
        if kind in {Kind.LATE, Kind.GIVEN_UP}:
            self.around.meanwhile()
        done = do()
        if kind is Kind.TWICE:
            done = do()
        if kind is Kind.LOST:
            raise fails(kind)
        if kind is Kind.AFTER:
            raise Killed
        return done

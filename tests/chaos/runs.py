"""Runs of one request: undisturbed, with each fault at each point, with each pair, or at random."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from menwa.types import Level
from tests.builders import CASE_ID, NOW
from tests.chaos.faults import Chooses, Drawn, Kind, Planned, Point, none
from tests.chaos.people import People
from tests.chaos.siak import Record
from tests.chaos.stage import Stage, furnish
from tests.chaos.watching import Wrong, wrong_in
from tests.chaos.world import World

SWEEP, LONGEST = 5 * 60, timedelta(hours=30)
TROUBLE, AFTER = timedelta(hours=2), timedelta(minutes=6)
Plan = dict[int, Kind]
SWEEPS = ("NotifyOfficialsSweepFunction", "CheckSiakLookAgainFunction")


@dataclass(frozen=True)
class Path:
    """`record`: how SIAK has the document when it is asked for first."""

    record: Record
    answers: Mapping[Level, str] = field(default_factory=dict)


UNSIGNED = Record(signed=False)
PATHS: dict[str, Path] = {
    "signed": Path(Record()),
    "kasi": Path(UNSIGNED, {"kasi": "signed"}),
    "kabid": Path(UNSIGNED, {"kasi": "submitted", "kabid": "signed"}),
    "kadis": Path(UNSIGNED, {"kasi": "submitted", "kabid": "submitted", "kadis": "signed"}),
    "returned": Path(Record(known=False)),
    "desk": Path(Record(recorded_phone=False)),
}


@dataclass(frozen=True)
class Played:
    world: World
    wrong: dict[Wrong, str]

    @property
    def trace(self) -> list[Point]:
        return self.world.faults.trace

    @property
    def injected(self) -> Counter[Kind]:
        return self.world.faults.injected


def play(
    stage: Stage, path: Path, choose: Chooses = none, *, seed: int = 0, hasty: bool = False
) -> Played:
    world = stage.world = World(choose, path.record, seed)
    furnish(world)
    People(world, dict(path.answers), hasty=hasty).begin()
    sweep_later(world, SWEEP)
    while world.clock.now() < NOW + LONGEST and not is_over(world):
        world.live_on()
    world.faults.end()
    world.live(world.clock.now() + AFTER)
    return Played(world, wrong_in(world))


def is_over(world: World) -> bool:
    run = world.procedure.executions.get(CASE_ID)
    return run is not None and run.ended and not world.on_the_way


def sweep_later(world: World, seconds: int) -> None:
    """Every five minutes; where nothing has happened since, up to an hour passes at once."""
    steps = world.faults.step

    def sweep() -> None:
        pause = SWEEP if world.faults.step > steps else min(2 * seconds, 3600)
        for function in SWEEPS:
            world.invoke(function, {})
        sweep_later(world, pause)

    world.later(seconds, sweep, waited_for=False)


def singles(stage: Stage, path: Path, what: str = "") -> Iterator[tuple[Plan, Played]]:
    """Each kind at each point of the undisturbed run, or at those of this name."""
    for point in play(stage, path).trace:
        if what not in point.what:
            continue
        for kind in point.kinds:
            plan = {point.number: kind}
            yield plan, play(stage, path, Planned(plan))


def followed(stage: Stage, path: Path, first: Point) -> Iterator[tuple[Plan, Played]]:
    """After each kind at this effect, each kind at those that follow in its step and the next."""
    for kind in first.kinds:
        trace = play(stage, path, Planned({first.number: kind})).trace
        for second in effects(trace[first.number + 1 :]):
            if second.step > first.step + 1:
                break
            for other in second.kinds:
                plan = {first.number: kind, second.number: other}
                yield plan, play(stage, path, Planned(plan))


def effects(trace: Iterable[Point]) -> Iterator[Point]:
    """Without what is only read: one that fails stands with the single faults, and at random."""
    return (point for point in trace if point.changes)


def at_random(stage: Stage, seed: int) -> Played:
    """For two hours things go wrong, more often or less; then whatever is on its way arrives."""
    random = Random(seed)  # noqa: S311  repeatable is what counts
    path = PATHS[random.choice(list(PATHS))]
    drawn = Drawn(random, random.choice((0.01, 0.03, 0.06, 0.12)))

    def choose(point: Point) -> Kind | None:
        return drawn(point) if stage.world.clock.now() < NOW + TROUBLE else None

    return play(stage, path, choose, seed=seed, hasty=random.random() < 0.3)

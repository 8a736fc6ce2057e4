"""What many runs have come to, and how each of those that went wrong is played again."""

from collections import Counter
from dataclasses import dataclass, field

from tests.chaos.faults import Kind, Planned
from tests.chaos.runs import PATHS, Plan, Played, at_random, followed, play, singles
from tests.chaos.stage import Stage
from tests.chaos.watching import Wrong


@dataclass
class Tally:
    """`failed`: by the name under which it can be played again, what was wrong."""

    runs: int = 0
    injected: Counter[Kind] = field(default_factory=Counter)
    wrong: Counter[Wrong] = field(default_factory=Counter)
    failed: dict[str, dict[Wrong, str]] = field(default_factory=dict)

    def count(self, name: str, played: Played) -> None:
        self.runs += 1
        self.injected += played.injected
        if played.wrong:
            self.wrong.update(played.wrong.keys())
            self.failed[name] = played.wrong

    def add(self, other: "Tally") -> None:
        self.runs += other.runs
        self.injected += other.injected
        self.wrong += other.wrong
        self.failed |= other.failed


def of_singles(stage: Stage, path: str, what: str = "") -> Tally:
    tally = Tally()
    for plan, played in singles(stage, PATHS[path], what):
        tally.count(named(path, plan), played)
    return tally


def of_pairs(stage: Stage, path: str, number: int) -> Tally:
    """With the first of them at this effect of the undisturbed run."""
    tally, kind = Tally(), PATHS[path]
    for plan, played in followed(stage, kind, play(stage, kind).trace[number]):
        tally.count(named(path, plan), played)
    return tally


def of_random(stage: Stage, seeds: range) -> Tally:
    tally = Tally()
    for seed in seeds:
        tally.count(str(seed), at_random(stage, seed))
    return tally


def named(path: str, plan: Plan) -> str:
    """As `signed:23=duplicate,25=late`."""
    faults = ",".join(f"{number}={kind.name.lower()}" for number, kind in plan.items())
    return f"{path}:{faults}"


def again(stage: Stage, name: str) -> Played:
    """By its seed, or by its path and what went wrong there."""
    path, _, faults = name.partition(":")
    if not faults:
        return at_random(stage, int(name))
    known = (each.split("=") for each in faults.split(","))
    plan = {int(number): Kind[kind.upper()] for number, kind in known}
    return play(stage, PATHS[path], Planned(plan))

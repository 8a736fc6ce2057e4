"""The model's figures, from the calls that the real handlers made."""

from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random

from bench.counting import Key
from bench.figures import Figure
from bench.model.day import CELLS, CITY, OFFICE, Day
from bench.model.service import seconds
from bench.model.simulation import Result, Simulation, Step

GOAL_SECONDS, PART_OF_A_PARTITION = 10, 0.10
WORKING_DAYS = 21
SEED = 1


def way_of(path: Mapping[str, Mapping[str, int]]) -> list[Step]:
    """Hops: Meta's webhook, a queue, the start, an event of S3's by way of a queue, a token."""

    def took(function: str) -> float:
        return seconds(function, path[function])

    webhook = dict(path["IntakeWebhookFunction"])
    own = dict.fromkeys(webhook, 1)  # what it is called for later is of receipts
    return [
        Step("IntakeWebhookFunction", seconds("IntakeWebhookFunction", own), hop=0.3),
        _queued(path, "IntakeInboxFunction", hop=0.05, batch=10, starts=1),
        Step("CheckSiakFunction", took("CheckSiakFunction"), hop=0.1, transitions=3),
        _queued(path, "CheckSiakGatePdfFunction", hop=0.8, batch=1, answers=1),
        Step("SendPdfFunction", took("SendPdfFunction"), hop=0.1, transitions=2, messages=1),
    ]


def _queued(
    path: Mapping[str, Mapping[str, int]], function: str, hop: float, batch: int, **asks: int
) -> Step:
    return Step(function, seconds(function, path[function]), hop=hop, batch=batch, **asks)


def hot_units(units: Counter[Key]) -> dict[str, float]:
    """By keys that many cases share: what a case writes under its own id is no hot key."""
    shared: Counter[str] = Counter()
    for (table, key), count in units.items():
        if table != "cases":
            shared[f"{table} {'day' if table == 'by_day' else key}"] += count
    return {**shared}


def played(day: Day, path: Mapping[str, Mapping[str, int]], units: Counter[Key]) -> Result:
    chance = Random(SEED)  # noqa: S311  the same day each time
    return Simulation(way_of(path), hot_units(units), chance).run(day.proofs(chance))


def figures(
    path: Mapping[str, Mapping[str, int]], units: Counter[Key], dollars_each: float
) -> Iterator[Figure]:
    for day in (OFFICE, CITY):
        yield from _of(day, played(day, path, units), dollars_each)
    monthly = dollars_each * OFFICE.requests * WORKING_DAYS * CELLS
    yield Figure(f"model, the country in {CELLS} cells", round(monthly), "$ a month")


def _of(day: Day, found: Result, dollars_each: float) -> Iterator[Figure]:
    name, (key, part) = f"model, {day.name}", found.hottest
    bounded = day is OFFICE
    goal = GOAL_SECONDS if bounded else None
    yield Figure(f"{name}: p50, proof to accepted", round(found.percentile(0.5), 1), "s")
    yield Figure(f"{name}: p99", round(found.percentile(0.99), 1), "s", budget=goal)
    first = found.first or "nothing"
    throttled = sum(found.throttled.values())
    yield Figure(f"{name}: throttled", throttled, "times", against=f"first: {first}")
    yield Figure(f"{name}: of it left to a person", found.unshed, "requests", budget=0)
    hottest = PART_OF_A_PARTITION if bounded else None
    yield Figure(
        f"{name}: hottest key", round(part, 3), "of a partition", budget=hottest, against=key
    )
    yield Figure(f"{name}: a day", round(day.requests * dollars_each, 2), "$")

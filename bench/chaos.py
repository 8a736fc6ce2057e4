"""Plays one request with whatever may go wrong: each fault at each point, each pair of them within
a step and the next, and at random. Exits with 1 if a request was lost, or a PDF went twice."""

import argparse
import gc
import os
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from time import monotonic

from tests.chaos import naive
from tests.chaos.runs import PATHS, effects, play
from tests.chaos.stage import Stage, stage
from tests.chaos.tally import Tally, again, of_pairs, of_random, of_singles
from tests.chaos.watching import Wrong

AT_ONCE, NAIVE = 250, 2_000
NAMES: tuple[Wrong, ...] = ("lost", "doubled", "wrong phone", "card broken", "decisions")
Work = Callable[[Stage], Tally]
Twin = Callable[[], AbstractContextManager[None]]
_here, _playing = ExitStack(), list[Stage]()


def _begin(twin: Twin | None) -> None:
    """Once in each process."""
    _playing[:] = [_here.enter_context(stage())]
    if twin is not None:
        _here.enter_context(twin())
    gc.freeze()


def _do(work: Work) -> Tally:
    return work(_playing[0])


def played(what: str, works: Iterable[Work], twin: Twin | None = None) -> Tally:
    """On all the machine's processors; one line of what came of it."""
    began, whole = monotonic(), Tally()
    with ProcessPoolExecutor(os.cpu_count(), initializer=_begin, initargs=(twin,)) as processes:
        for part in processes.map(_do, works):
            whole.add(part)
    found = "".join(f"{whole.wrong[name]:>13,}" for name in NAMES)
    faults, minutes = whole.injected.total(), (monotonic() - began) / 60
    print(f"{what:24}{whole.runs:>9,}{faults:>11,}{found}{minutes:>8.1f}", flush=True)
    return whole


def pairs(path: str) -> list[Work]:
    with stage() as here:
        points = list(effects(play(here, PATHS[path]).trace))
    return [partial(of_pairs, path=path, number=point.number) for point in points]


def at_random(runs: int) -> list[Work]:
    starts = range(0, runs, AT_ONCE)
    return [partial(of_random, seeds=range(one, min(one + AT_ONCE, runs))) for one in starts]


def replay(name: str) -> int:
    with stage() as here:
        found = again(here, name)
    print(*found.world.faults.diary, sep="\n")
    print(found.wrong or "nothing is wrong")
    return 1 if found.wrong else 0


def main() -> int:
    read = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    read.add_argument("--runs", type=int, default=100_000, help="at random")
    read.add_argument("--seed", default="", help="play this one again, and tell what happened")
    asked = read.parse_args()
    if asked.seed:
        return replay(asked.seed)
    heads = "".join(f"{name:>13}" for name in NAMES)
    print(f"{'':24}{'runs':>9}{'faults':>11}{heads}{'minutes':>8}", flush=True)
    whole = Tally()
    whole.add(played("each single fault", [partial(of_singles, path=name) for name in PATHS]))
    for name in PATHS:
        whole.add(played(f"each pair, {name}", pairs(name)))
    whole.add(played("at random", at_random(asked.runs)))
    for twin in (naive.sender, naive.decision):
        found = played(f"a naive {twin.__name__}", at_random(min(NAIVE, asked.runs)), twin)
        if not found.failed:
            print("what is wrong with it was not seen")
            return 1
    kinds = ", ".join(f"{count:,} {kind.value}" for kind, count in whole.injected.most_common())
    print(f"\n{whole.runs:,} runs, {whole.injected.total():,} faults injected: {kinds}")
    print(f"lost {whole.wrong['lost']}, doubled {whole.wrong['doubled']}")
    for name, wrong in list(whole.failed.items())[:20]:
        print(f"make chaos SEED={name}   {wrong}")
    return 1 if whole.failed else 0


if __name__ == "__main__":
    sys.exit(main())

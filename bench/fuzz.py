"""Mutates good and hostile PDFs for a minute: none may raise, none may cost too much, and what
passes the gate must hold the very bytes that were signed. `python -m bench.fuzz --seed N` repeats.
"""

import random
import sys
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bench.files import Office
from bench.measuring import MIB, cpu_seconds, peak_bytes
from bench.mutations import mutated
from bench.seeds import Seed, seeds
from check_siak.content import read_text
from check_siak.verdicts import Verdict
from check_siak.verify import verify

CPU_SECONDS, MORE_BYTES = 0.5, 200 * MIB
SHOWN = 5

Done = TypeVar("Done")


@dataclass
class Findings:
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    longest: float = 0.0


def main(arguments: list[str] | None = None) -> int:
    parser = ArgumentParser(prog="python -m bench.fuzz")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked = parser.parse_args(arguments)
    print(f"seed {asked.seed}, {asked.seconds:g} s")
    office = Office.opened()
    corpus, before = seeds(office), peak_bytes()
    found, until, number = Findings(), time.monotonic() + asked.seconds, 0
    while time.monotonic() < until:
        number += 1
        chance = random.Random(f"{asked.seed} {number}")  # noqa: S311  repeatable is what counts
        seed = chance.choice(corpus)
        judge(seed, mutated(seed.pdf, corpus, chance), office, found, f"file {number}")
    if (more := peak_bytes() - before) > MORE_BYTES:
        found.wrong.append(f"memory grew by {more // MIB} MB")
    report(found, number, more)
    return int(bool(found.wrong))


def judge(seed: Seed, pdf: bytes, office: Office, found: Findings, name: str) -> None:
    try:
        verdict, took = _timed(lambda: verify(pdf, office.policy, office.now))
        _, reading = _timed(lambda: read_text(pdf))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        found.wrong.append(f"{name}, from {seed.name}: {type(error).__name__}")
        return
    found.counts[verdict.verdict] += 1
    found.longest = max(found.longest, took, reading)
    if max(took, reading) > CPU_SECONDS:
        found.wrong.append(f"{name}, from {seed.name}: took {took:.2f} s, to read {reading:.2f} s")
    if verdict.verdict is Verdict.OK and not seed.is_whole_in(pdf):
        found.wrong.append(f"{name}, from {seed.name}: passed with other bytes than were signed")
    if verdict.verdict is Verdict.VERIFIER_ERROR:
        found.wrong.append(f"{name}, from {seed.name}: an unforeseen {verdict.detail}")


def _timed(work: Callable[[], Done]) -> tuple[Done, float]:
    began = cpu_seconds()
    done = work()
    return done, cpu_seconds() - began


def report(found: Findings, number: int, more: int) -> None:
    for verdict, count in found.counts.most_common():
        print(f"{count:8}  {verdict}")
    print(f"{number:8}  files; the longest took {found.longest * 1000:.0f} ms", end="; ")
    print(f"memory grew by {more // MIB} MB")
    for each in found.wrong[:SHOWN]:
        print(f"WRONG: {each}")
    if len(found.wrong) > SHOWN:
        print(f"WRONG: {len(found.wrong) - SHOWN} more")


if __name__ == "__main__":
    sys.exit(main())

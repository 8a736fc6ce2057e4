"""When citizens prove their phones: over eight hours by chance, and in bursts within one second."""

from dataclasses import dataclass
from random import Random

OPEN = 8 * 3600.0
BURSTS = 4


@dataclass(frozen=True)
class Day:
    name: str
    requests: int
    burst: int

    def proofs(self, chance: Random) -> list[float]:
        alone = self.requests - BURSTS * self.burst
        apart = OPEN / (BURSTS + 1)
        together = [
            number * apart + chance.random()
            for number in range(1, BURSTS + 1)
            for _ in range(self.burst)
        ]
        return sorted([*(chance.uniform(0, OPEN) for _ in range(alone)), *together])


OFFICE = Day("one office", 1_500, 50)
CITY = Day("the largest city", 15_000, 500)
CELLS = 514

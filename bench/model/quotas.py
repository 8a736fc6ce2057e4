"""What AWS and Meta allow at once, in virtual time."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Bucket:
    """`rate` a second, and `burst` saved up."""

    rate: float
    burst: float
    _held: float = field(init=False)
    _at: float = 0.0

    def __post_init__(self) -> None:
        self._held = self.burst

    def takes(self, now: float, count: float = 1) -> bool:
        self._held = min(self.burst, self._held + (now - self._at) * self.rate)
        self._at = now
        if self._held + 1e-9 < count:
            return False
        self._held -= count
        return True


class Environments:
    """One function's: a free one is warm, a new one counts against 1,000 in ten seconds."""

    IDLE = 600.0

    def __init__(self) -> None:
        self._new = Bucket(100, 1000)
        self._free: list[float] = []
        self.started = 0

    def take(self, now: float) -> bool | None:
        """Whether it is a cold one; None where none may be started yet."""
        if self._free and now - self._free.pop() < self.IDLE:
            return False
        self._free.clear()  # those before it have idled for longer still
        if not self._new.takes(now):
            return None
        self.started += 1
        return True

    def give_back(self, now: float) -> None:
        self._free.append(now)


class Pollers:
    """A queue's: five batches at once, and five more for each second that messages still wait."""

    FIRST, A_SECOND, MOST = 5, 5.0, 1250

    def __init__(self) -> None:
        self.busy = 0
        self._since: float | None = None

    def may_take(self, now: float, waiting: int) -> bool:
        if not waiting:
            self._since = None
            return False
        self._since = now if self._since is None else self._since
        return self.busy < min(self.FIRST + (now - self._since) * self.A_SECOND, self.MOST)


class Partitions:
    """Write units by key and second, against the 1,000 that one partition takes."""

    MOST = 1000

    def __init__(self) -> None:
        self._seconds: defaultdict[str, Counter[int]] = defaultdict(Counter)

    def write(self, key: str, now: float, units: float) -> None:
        self._seconds[key][math.floor(now)] += units  # type: ignore[assignment]

    def hottest(self) -> tuple[str, float]:
        """The key, and which part of a partition it took in its worst second."""
        worst = {key: max(each.values()) / self.MOST for key, each in self._seconds.items()}
        return max(worst.items(), key=lambda each: each[1], default=("", 0.0))

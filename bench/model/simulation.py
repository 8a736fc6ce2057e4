"""A signed request's way from the proof of the phone until WhatsApp has accepted its PDF."""

import heapq
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from random import Random

from bench.model.quotas import Bucket, Environments, Partitions, Pollers
from bench.model.service import COLD_START

TRIES, FIRST_PAUSE = 5, 1.0  # the state machine's own: four more, each after up to twice as long
AGAIN = 0.2
SPREAD = 0.35  # of the logarithm: one in a hundred takes more than twice as long


@dataclass(frozen=True)
class Step:
    """One function on the way. `hop`: seconds until the event is there. `batch`: it reads a queue,
    so many at once. `answers`: it answers a task's token."""

    function: str
    seconds: float
    hop: float = 0.0
    batch: int = 0
    transitions: int = 0
    starts: int = 0
    answers: int = 0
    messages: int = 0


@dataclass
class Request:
    proven: float
    step: int = 0
    tries: int = 1


@dataclass
class Result:
    """`throttled`: how often by each quota; `unshed`: requests that a person has to see to."""

    took: list[float] = field(default_factory=list)
    throttled: Counter[str] = field(default_factory=Counter)
    first: str = ""
    unshed: int = 0
    hottest: tuple[str, float] = ("", 0.0)
    environments: int = 0

    def percentile(self, part: float) -> float:
        return sorted(self.took)[min(len(self.took) - 1, int(len(self.took) * part))]


class Simulation:
    """`units`: write units of one request by key; every step writes its share of them."""

    def __init__(self, way: list[Step], units: Mapping[str, float], chance: Random) -> None:
        self._way, self._units, self._chance = way, units, chance
        self._ahead: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = count()
        self._functions = {step.function: Environments() for step in way}
        self._queues: dict[str, deque[Request]] = {step.function: deque() for step in way}
        self._pollers = {step.function: Pollers() for step in way}
        self._partitions = Partitions()
        self._quotas = {
            "StartExecution": Bucket(150, 800),
            "transitions": Bucket(800, 800),
            "SendTaskSuccess": Bucket(300, 300),
            "WhatsApp": Bucket(80, 80),
        }
        self._result = Result()

    def run(self, proofs: list[float]) -> Result:
        for proven in proofs:
            self._at(proven, self._arriving(Request(proven)))
        while self._ahead:
            now, _, act = heapq.heappop(self._ahead)
            act(now)
        self._result.hottest = self._partitions.hottest()
        self._result.environments = sum(each.started for each in self._functions.values())
        return self._result

    def _at(self, when: float, act: Callable[[float], None]) -> None:
        heapq.heappush(self._ahead, (when, next(self._order), act))

    def _arriving(self, request: Request) -> Callable[[float], None]:
        step = self._way[request.step]
        return lambda now: self._at(now + self._some(step.hop), self._entering(request, step))

    def _entering(self, request: Request, step: Step) -> Callable[[float], None]:
        def enter(now: float) -> None:
            if not self._allowed("transitions", now, step.transitions):
                self._at(now + AGAIN, enter)
            elif step.batch:
                self._queues[step.function].append(request)
                self._poll(now, step)
            else:
                self._work(now, step, [request])

        return enter

    def _poll(self, now: float, step: Step) -> None:
        queue, pollers = self._queues[step.function], self._pollers[step.function]
        while pollers.may_take(now, len(queue)):
            batch = [queue.popleft() for _ in range(min(step.batch, len(queue)))]
            pollers.busy += 1
            self._work(now, step, batch)
        if queue:
            self._at(now + AGAIN, lambda then: self._poll(then, step))

    def _work(self, now: float, step: Step, batch: list[Request]) -> None:
        cold = self._functions[step.function].take(now)
        if cold is None:
            self._note("Lambda environments")
            self._at(now + AGAIN, lambda then: self._work(then, step, batch))
            return
        done = now + COLD_START * cold
        for request in batch:
            done += self._some(step.seconds)
            self._at(done, self._finishing(request, step))
        self._at(done, lambda then: self._free(then, step))

    def _free(self, now: float, step: Step) -> None:
        self._functions[step.function].give_back(now)
        if step.batch:
            self._pollers[step.function].busy -= 1
            self._poll(now, step)

    def _finishing(self, request: Request, step: Step) -> Callable[[float], None]:
        def finish(now: float) -> None:
            for key, units in self._units.items():
                self._partitions.write(key, now, units / len(self._way))
            if not self._allowed("WhatsApp", now, step.messages):
                self._later(now, request, step)
            elif not (
                self._allowed("StartExecution", now, step.starts)
                and self._allowed("SendTaskSuccess", now, step.answers)
            ):
                self._at(now + AGAIN, finish)
            else:
                self._go_on(now, request)

        return finish

    def _go_on(self, now: float, request: Request) -> None:
        request.step, request.tries = request.step + 1, 1
        if request.step == len(self._way):
            self._result.took.append(now - request.proven)
        else:
            self._at(now, self._arriving(request))

    def _later(self, now: float, request: Request, step: Step) -> None:
        """Meta takes no more: the state machine's retry, with full jitter, then a person."""
        if request.tries == TRIES:
            self._result.unshed += 1
            return
        pause = self._chance.uniform(0, FIRST_PAUSE * 2 ** (request.tries - 1))
        request.tries += 1
        self._at(now + pause, self._entering(request, step))

    def _allowed(self, quota: str, now: float, asked: int) -> bool:
        if not asked or self._quotas[quota].takes(now, asked):
            return True
        self._note(quota)
        return False

    def _note(self, quota: str) -> None:
        self._result.first = self._result.first or quota
        self._result.throttled[quota] += 1

    def _some(self, seconds: float) -> float:
        return seconds * self._chance.lognormvariate(0, SPREAD)

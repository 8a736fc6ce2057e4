"""Every function of the template, with its warm workers: what `Invoke` is on AWS."""

import json
import threading
import uuid
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from local.engine.answers import Answer
from local.engine.deployed import Function, called
from local.engine.identities import arn
from local.engine.workers import Worker

_LARGEST = 6_291_556
_TOO_LARGE = {
    "errorType": "Function.ResponseSizeTooLarge",
    "errorMessage": f"Response payload size exceeded maximum allowed size ({_LARGEST} bytes).",
}


class Closing(Exception):
    """No function starts any more: the office is being shut."""


class Pool:
    """Up to `size` workers of one function, each started when first needed."""

    def __init__(self, function: Function, aws_url: str, log: Path, size: int) -> None:
        self.function = function
        self._aws_url = aws_url
        self._log = log
        self._free = threading.Semaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._open = True

    def run(self, payload: bytes) -> Answer:
        with self._lend() as worker:
            function_arn = arn("lambda", f"function:{self.function.physical_name}")
            answer = worker.run(str(uuid.uuid4()), function_arn, payload)
        if len(answer.payload) > _LARGEST:
            return Answer(json.dumps(_TOO_LARGE).encode(), errored=True)
        return answer

    def warm_up(self) -> None:
        with self._lend() as worker:
            worker.wait_until_ready()

    def kill(self) -> None:
        with self._lock:
            workers = list(self._all)
        for worker in workers:
            worker.kill()

    def close(self) -> None:
        with self._lock:
            self._open = False
        self.kill()

    @contextmanager
    def _lend(self) -> Iterator[Worker]:
        with self._free:
            worker = self._take()
            try:
                yield worker
            finally:
                self._take_back(worker)

    def _take(self) -> Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._all.discard(worker)
            if not self._open:
                raise Closing(self.function.name)
            worker = Worker(self.function, self._aws_url, self._log)
            self._all.add(worker)
            return worker

    def _take_back(self, worker: Worker) -> None:
        with self._lock:
            if worker.alive:
                self._idle.append(worker)
            else:
                self._all.discard(worker)


class Functions:
    """`logs` is a folder: each function writes to a file of its own there."""

    def __init__(
        self, functions: Mapping[str, Function], aws_url: str, logs: Path, workers: int
    ) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._pools: dict[str, Pool] = {}
        for function in functions.values():
            log = logs / f"{function.name}.log"
            log.write_bytes(b"")
            pool = Pool(function, aws_url, log, workers)
            self._pools |= {function.name: pool, function.physical_name: pool}
        self._warming = threading.Thread(target=self._warm_up, daemon=True, name="warm-up")
        self._later = ThreadPoolExecutor(16, thread_name_prefix="later")

    def invoke(self, name: str, payload: bytes) -> Answer:
        """`name` in the template, or the function's name on AWS, or its ARN."""
        return self._pools[called(name)].run(payload)

    def invoke_later(self, name: str, payload: bytes) -> None:
        """As `InvocationType: Event`, but tried only once."""
        self._later.submit(self._pools[called(name)].run, payload)

    def warm_up(self) -> None:
        """One worker of each function, one after the other, in the background."""
        self._warming.start()

    def wait_until_warm(self) -> None:
        self._warming.join()

    def kill_workers(self, name: str) -> None:
        """As `kill -9`, also in the middle of an event."""
        self._pools[name].kill()

    def close(self) -> None:
        self._later.shutdown(wait=False, cancel_futures=True)
        for pool in self._pools.values():
            pool.close()

    def _warm_up(self) -> None:
        with suppress(Closing):
            for pool in dict.fromkeys(self._pools.values()):
                pool.warm_up()

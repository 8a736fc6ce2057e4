"""Posts updates to the office from a thread of its own, until the office has answered 200."""

import heapq
import itertools
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Condition, Thread

import httpx

from local.whatsapp.subscription import Subscription
from local.whatsapp.switches import Signature
from local.whatsapp.webhook_bodies import Line, Update, signed_body

logger = logging.getLogger(__name__)

LARGEST_BATCH = 1000
FIRST_RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 30.0


@dataclass(order=True, frozen=True)
class _Due:
    at: float
    order: int
    update: Update = field(compare=False)
    tries: int = field(default=0, compare=False)


class WebhookSender:
    """`told` hears of each update that the office has taken. Updates wait until `start`."""

    def __init__(self, line: Line, told: Callable[[Update], None]) -> None:
        self._line = line
        self._told = told
        self._changed = Condition()
        self._waiting: list[_Due] = []
        self._order = itertools.count()
        self._thread: Thread | None = None
        self._stopping = False
        self._holding = False
        self._signature: Signature = "current"

    def start(self, subscription: Subscription) -> None:
        self._stopping = False
        self._thread = Thread(
            target=self._run, args=(subscription,), name="whatsapp-webhooks", daemon=True
        )
        self._thread.start()

    def switch(self, *, hold: bool, signature: Signature) -> None:
        """`hold`: whatever is due gathers until it is off."""
        with self._changed:
            self._holding, self._signature = hold, signature
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def post(self, update: Update, delay: float = 0.0) -> None:
        self._wait_for(_Due(time.monotonic() + delay, next(self._order), update))

    def _wait_for(self, due: _Due) -> None:
        with self._changed:
            heapq.heappush(self._waiting, due)
            self._changed.notify_all()

    def _run(self, subscription: Subscription) -> None:
        with httpx.Client(timeout=10, trust_env=False) as http:
            self._shake_hands(http, subscription)
            while batch := self._next_batch():
                updates = [due.update for due in batch]
                secret = subscription.secret_for(self._signature)
                body, signature = signed_body(self._line, updates, secret)
                if _is_taken(http, subscription.url, body, signature):
                    for update in updates:
                        self._told(update)
                else:
                    self._put_back(batch)

    def _shake_hands(self, http: httpx.Client, subscription: Subscription) -> None:
        """Meta tells nothing to an address that does not know the token which was agreed."""
        pause = FIRST_RETRY_SECONDS
        while not self._stopping and not subscription.is_known(http):
            logger.warning("the office did not shake hands")
            with self._changed:
                self._changed.wait(pause)
            pause = min(pause * 2, LONGEST_RETRY_SECONDS)

    def _next_batch(self) -> list[_Due]:
        """All that is due, waiting for it; nothing once the sample stops."""
        with self._changed:
            while not self._stopping:
                waiting = self._waiting if not self._holding else []
                left = waiting[0].at - time.monotonic() if waiting else None
                if left is not None and left <= 0:
                    return self._pop_due()
                self._changed.wait(left)
        return []

    def _pop_due(self) -> list[_Due]:
        batch: list[_Due] = []
        now = time.monotonic()
        while self._waiting and self._waiting[0].at <= now and len(batch) < LARGEST_BATCH:
            batch.append(heapq.heappop(self._waiting))
        return batch

    def _put_back(self, batch: list[_Due]) -> None:
        for due in batch:
            pause = min(FIRST_RETRY_SECONDS * 2**due.tries, LONGEST_RETRY_SECONDS)
            self._wait_for(
                _Due(time.monotonic() + pause, next(self._order), due.update, due.tries + 1)
            )


def _is_taken(http: httpx.Client, url: str, body: bytes, signature: str) -> bool:
    headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
    try:
        return http.post(url, content=body, headers=headers).status_code == httpx.codes.OK
    except httpx.HTTPError as error:
        logger.warning("the office did not take a webhook", extra={"error": type(error).__name__})
        return False

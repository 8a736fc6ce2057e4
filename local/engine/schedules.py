"""Wakes functions at their time, as EventBridge's scheduler does."""

import json
import threading
import time
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from local.engine.answers import Answer
from local.engine.cron import next_run
from local.engine.deployed import Schedule
from local.engine.expansion import REGION
from local.engine.functions import Functions
from local.engine.identities import ACCOUNT, arn


class Scheduler:
    def __init__(self, schedules: Iterable[Schedule], functions: Functions) -> None:
        self._schedules = tuple(schedules)
        self._functions = functions
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep_time, daemon=True, name="schedules")

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join()

    def run_now(self, function: str) -> Answer:
        """Wakes a scheduled function as its schedule would, and waits for it."""
        schedule = next(each for each in self._schedules if each.function == function)
        return self._functions.invoke(function, _event(schedule))

    def _keep_time(self) -> None:
        due = {each: _next(each) for each in self._schedules}
        while due:
            schedule = min(due, key=due.__getitem__)
            if self._closing.wait(max(0.0, due[schedule] - time.time())):
                return
            self._functions.invoke_later(schedule.function, _event(schedule))
            due[schedule] = _next(schedule)


def _next(schedule: Schedule) -> float:
    now = datetime.now(ZoneInfo(schedule.timezone))
    return next_run(schedule.expression, now).timestamp()


def _event(schedule: Schedule) -> bytes:
    if schedule.input is not None:
        return schedule.input.encode()
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": ACCOUNT,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [arn("scheduler", f"schedule/default/{schedule.name}")],
        "detail": "{}",
    }
    return json.dumps(event).encode()

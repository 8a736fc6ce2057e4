"""What must never happen to a PDF, looked for after each thing that happens."""

from collections import Counter

from menwa.case import DELIVERY, DESK, HELD, LATER, MAY_HAVE_LEFT, CaseFile
from menwa.pauses import TAP_TAKES
from menwa.types import Status
from send_pdf.outcomes import attempt_of
from tests.builders import CASE_ID
from tests.unit.sending.played_office import PlayedOffice


class Watching:
    def __init__(self, office: PlayedOffice) -> None:
        self._office = office
        self._before = office.store().load(CASE_ID)
        self._allowed: Counter[int] = Counter()
        """PDFs more than one, by run: an officer has said that one did not arrive."""
        self._confirmed: set[int] = set()
        self.faults: list[str] = []

    def look(self) -> None:
        file = self._office.store().load(CASE_ID)
        if file is self._before:
            return
        now_known = {one.number: one for one in file.attempts}
        for one in self._before.attempts:
            outcome = now_known[one.number].outcome
            if one.outcome == "delivered" and outcome != "delivered":
                self.faults.append("delivered went back")
            if one.outcome in MAY_HAVE_LEFT and outcome == "given_up":
                self._allowed[one.run] += 1
        if any(entry.act == "received" for entry in file.entries[len(self._before.entries) :]):
            self._confirmed.add(file.case.run)
        self._before = file
        self._count()

    def at_the_end(self) -> list[str]:
        """After `settle`: nothing waits for what nobody will bring."""
        self.look()
        if lost := self._lost(self._office.store().load(CASE_ID)):
            self.faults.append(lost)
        return self.faults

    def _count(self) -> None:
        for run, sent in self._arriving().items():
            if sent > 1 + self._allowed[run]:
                self.faults.append(f"{sent} PDFs in run {run}")

    def _arriving(self) -> Counter[int]:
        runs = {one.number: one.run for one in self._before.attempts}
        named = [
            attempt_of(one.attempt_id) for one in self._office.phone.messages if not one.failed
        ]
        return Counter(runs.get(each[1], 0) for each in named if each is not None)

    def _lost(self, file: CaseFile) -> str | None:
        machine, wait = self._office.machine, file.wait
        if machine.has_ended:
            if not file.case.status.ended:
                return f"ended, and the case stands at {file.case.status}"
            run = file.case.run
            arrived = self._arriving()[run] or run in self._confirmed
            as_before = file.has_entry(f"withdrawn:{run - 1}")  # what came in an earlier run counts
            delivered = file.case.status is Status.DELIVERED
            return None if arrived or as_before or not delivered else "nothing came"
        if wait is None or wait.answer is not None or wait.token != machine.token:
            return f"nobody holds the token of {machine.state}"
        last = file.last_attempt
        until = wait.until or wait.since + TAP_TAKES
        may = {
            DESK: machine.state == "AskDesk",
            HELD: self._office.switch().held() is not None,
            DELIVERY: last is not None and last.outcome == "accepted",
            LATER: until > self._office.now,
        }
        if not may.get(wait.waiting_for):
            return f"{machine.state} waits in vain for {wait.waiting_for}"
        return None

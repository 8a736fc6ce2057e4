"""The table of cases: the one module that knows its keys (docs/data-model.md)."""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from menwa.case import PROOF, Case, CaseFile, Wait
from menwa.case_items import Code, case_key, changes, file_of, subject_key
from menwa.case_items import number_key as number_key
from menwa.errors import Contended, NotFound, SendingHeld
from menwa.happenings import count_change
from menwa.links import Link as Link
from menwa.links import hash_of as hash_of
from menwa.links import link_key as link_key
from menwa.sending_switch import SendingSwitch
from menwa.table import NEW, Item, Table, contents_of, only_if

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient

SEEN_FOR = timedelta(days=9)  # Meta repeats a webhook for seven days
CODES_LIVE = timedelta(hours=24)
TURNS = 8


class CaseStore:
    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._table = Table(client, table)
        self._switch = SendingSwitch(client, table)

    def create(self, case: Case, writes: Sequence[Item] = (), others: Sequence[Case] = ()) -> None:
        """File an unproven request, the code that proves it, and `writes`: all or nothing.

        `others` were asked for together with it, and are proven by the same code.
        """
        cases, put = [case, *others], self._table.putting
        expires_at = int((case.created_at + CODES_LIVE).timestamp())
        code = Code(case_ids=tuple(each.id for each in cases), expires_at=expires_at)
        listed = {"waiting_for": PROOF, "since": _moment(case.created_at)}
        filed = [
            put(case_key(each.id), "CASE", contents_of(each) | listed, **NEW) for each in cases
        ]
        proof = put(f"CODE#{case.proof_hash}", "CODE", contents_of(code), **NEW)
        self._table.write([*filed, proof, *writes])

    def erase_unproven(self, case: Case) -> bool:
        """Erase a request that nobody proved, and its code; False if it was proven meanwhile."""
        unchanged = only_if("version", case.version)
        try:
            self._table.write(
                [
                    self._table.deleting(case_key(case.id), "CASE", **unchanged),
                    self._table.deleting(f"CODE#{case.proof_hash}", "CODE"),
                ]
            )
        except Contended:
            return False
        return True

    def load(self, case_id: str) -> CaseFile:
        """The whole file in one query; NotFound if there is none."""
        items = self._table.query("pk = :pk", {":pk": case_key(case_id)}, ConsistentRead=True)
        file = file_of(list(items))
        if file is None:
            raise NotFound(case_id)
        return file

    def change(self, before: CaseFile, decide: Callable[[CaseFile], CaseFile]) -> CaseFile:
        """Decide and save; load and decide once more wherever somebody else wrote first."""
        for turn in range(TURNS):
            after = decide(before)
            try:
                return before if after == before else self.save(before, after)
            except Contended:
                time.sleep(random.uniform(0, 0.02 * 2**turn))  # noqa: S311  only spreads writers
                before = self.load(before.case.id)
        raise Contended(before.case.id)

    def save(
        self,
        before: CaseFile,
        after: CaseFile,
        link: tuple[str, Link] | None = None,
        conditions: Sequence[Item] = (),
    ) -> CaseFile:
        """Write what changed, in one transaction, if nobody else wrote this case meanwhile.

        Contended if somebody did: load again and decide again. Returns the file as it stands.
        `link` is a token and what it leads to.
        """
        saved = replace(
            after, case=after.case.model_copy(update={"version": before.case.version + 1})
        )
        writes = [*changes(self._table, before, saved), *conditions]
        if link is not None:
            writes.append(self.linking(*link))
        self._table.write(writes)
        count_change(before, saved)
        return saved

    def save_unless_held(
        self, before: CaseFile, after: CaseFile, writes: Sequence[Item] = ()
    ) -> CaseFile:
        """As `save`, in the same transaction as a look at the switch: SendingHeld if it is on.

        `writes` happen with it or not at all.
        """
        try:
            return self.save(before, after, conditions=[self._switch.is_off(), *writes])
        except Contended:
            if self._switch.held() is None:
                raise
            raise SendingHeld(before.case.id) from None

    def code(self, proof_code: str) -> Code | None:
        found = self._table.get(f"CODE#{hash_of(proof_code)}", "CODE")
        return Code.model_validate(found) if found else None

    def is_filed(self, case: Case) -> bool:
        """This very request, which its code names, stands in the table, proven or not."""
        found = self._table.get(case_key(case.id), "CASE", consistent=True)
        return found is not None and found["proof_hash"] == case.proof_hash

    def link(self, token: str, now: datetime) -> Link | None:
        found = self._table.get(*link_key(token))
        link = Link.model_validate(found) if found else None
        return None if link is None or link.is_gone(now) else link

    def waiting(self, waiting_for: str, before: datetime) -> Iterator[str]:
        """Ids of the cases that have waited for this one since before then, longest first."""
        return (item["pk"].removeprefix("CASE#") for item in self._waits_for(waiting_for, before))

    def waits(self, waiting_for: str, before: datetime) -> Iterator[tuple[str, Wait]]:
        """As `waiting`, with the waits themselves: the index lags a little behind."""
        for item in self._waits_for(waiting_for, before):
            yield item["pk"].removeprefix("CASE#"), Wait.model_validate(item)

    def cases(self, case_ids: Iterable[str]) -> dict[str, Case]:
        """Those of them that there are: one call for a hundred."""
        found = self._cases(map(case_key, case_ids))
        return {case.id: case for case in found.values()}

    def note_on(self, case_id: str, wait: Wait, **changes: datetime | int | str | None) -> None:
        """On this wait, if it is open still. As a save, so that nobody overwrites it unread."""
        self.change(self.load(case_id), partial(_noted, wait=wait, changes=changes))

    def waiting_since(self, waiting_for: str, before: datetime, most: int) -> list[datetime]:
        """Since when the first so many have waited for this one, longest first."""
        waits = islice(self._waits_for(waiting_for, before), most)
        return [datetime.fromisoformat(item["since"]) for item in waits]

    def waiting_cases(self, asked: Iterable[str], before: datetime) -> list[CaseFile]:
        """Cases with their wait, no more of their files: one call for each who is asked, and one
        for a hundred cases. Longest first for each."""
        waits = {
            item["pk"]: Wait.model_validate(item)
            for each in asked
            for item in self._waits_for(each, before)
        }
        cases = self._cases(waits)
        return [CaseFile(cases[pk], wait=wait) for pk, wait in waits.items() if pk in cases]

    def with_number(self, number: str) -> list[Case]:
        """The proven cases that ask for this document, or by this NIK; oldest first."""
        found = self._table.query("pk = :pk", {":pk": number_key(number)})
        cases = self._cases(item["sk"] for item in found).values()
        return sorted(cases, key=lambda case: case.proven_at or case.created_at)

    def as_subject(self, nik: str) -> list[Case]:
        """The proven cases in which others ask for this person's document."""
        found = self._table.query("pk = :pk", {":pk": subject_key(nik)})
        return list(self._cases(item["sk"] for item in found).values())

    def of_day(self, day: date) -> Iterator[Case]:
        """The cases registered on this day of the office, in order."""
        found = self._table.query(
            "#day = :day",
            {":day": day.isoformat()},
            IndexName="by_day",
            ExpressionAttributeNames={"#day": "day"},
        )
        return map(Case.model_validate, found)

    def first_time(self, occasion: str, now: datetime) -> bool:
        """True for whoever comes first with this occasion: a message is said once."""
        return self._table.put_new(f"SEEN#{occasion}", "SEEN", _seen(now))

    def has_been(self, occasion: str) -> bool:
        return self._table.get(f"SEEN#{occasion}", "SEEN") is not None

    def forget(self, occasion: str) -> None:
        """What was certainly not said may be said later."""
        self._table.delete(f"SEEN#{occasion}", "SEEN")

    def _waits_for(self, waiting_for: str, before: datetime) -> Iterator[Item]:
        return self._table.query(
            "waiting_for = :who AND since <= :before",
            {":who": waiting_for, ":before": _moment(before)},
            IndexName="waiting",
        )

    def _cases(self, keys: Iterable[str]) -> dict[str, Case]:
        found = self._table.get_all((key, "CASE") for key in keys)
        return {item["pk"]: Case.model_validate(item) for item in found}

    def linking(self, token: str, link: Link) -> Item:
        return self._table.putting(f"LINK#{hash_of(token)}", "LINK", contents_of(link), **NEW)


def _seen(now: datetime) -> Item:
    return {"expires_at": int((now + SEEN_FOR).timestamp())}


def _noted(file: CaseFile, wait: Wait, changes: dict[str, Any]) -> CaseFile:
    found = file.wait
    if found is None or (found.visit, found.waiting_for) != (wait.visit, wait.waiting_for):
        return file
    return file.opened(found.model_copy(update=changes))


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")

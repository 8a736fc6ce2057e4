"""A case's file as it lies in the table, item by item."""

from collections.abc import Iterator, Sequence

from pydantic import Field

from menwa.card import Entry
from menwa.case import (
    ERASURE_ASKED,
    KEPT_PERSON,
    KEPT_WORDS,
    Attempt,
    Case,
    CaseFile,
    Wait,
)
from menwa.links import hash_of
from menwa.stored import Stored
from menwa.table import NEW, Item, Table, contents_of, only_if
from menwa.types import bare_number


class Code(Stored):
    """A proof code, kept by its hash alone: of one request, or of all that were sent together."""

    case_ids: tuple[str, ...] = Field(min_length=1)
    expires_at: int

    @property
    def case_id(self) -> str:
        return self.case_ids[0]


def numbers_of(case: Case) -> set[str]:
    """By which it is found, once its phone is proven: the applicant's NIK, the document's."""
    if case.proven_at is None or case.erased_at is not None:
        return set()
    known = {case.applicant.nik, case.number, case.found.number if case.found else None}
    return {bare_number(number) for number in known if number}


def case_key(case_id: str) -> str:
    return f"CASE#{case_id}"


def number_key(number: str) -> str:
    """Under which the cases stand that ask for this document or by this NIK."""
    return f"NUMBER#{hash_of(bare_number(number))}"


def subject_key(nik: str) -> str:
    """Under which the cases stand in which others ask for this person's document."""
    return f"NUMBER#{hash_of(f'subject:{bare_number(nik)}')}"


def found_under(case: Case) -> set[str]:
    """All keys that lead to it."""
    known = {case.subject.nik if case.subject else None, case.found and case.found.subject_nik}
    others = {nik for nik in known if nik} - {case.applicant.nik} if case.proven_at else set()
    return {number_key(number) for number in numbers_of(case)} | set(map(subject_key, others))


def kept_as(file: CaseFile) -> Item:
    """An ended case is listed by what it keeps, since it ended: so retention finds what is over."""
    case = file.case
    if case.ended_at is None or case.erased_at is not None or case.restricted_at is not None:
        return {}
    keeps = ERASURE_ASKED if case.erasure_asked else KEPT_WORDS if file.notes else KEPT_PERSON
    return {"waiting_for": keeps, "since": contents_of(case)["ended_at"]}


def changes(table: Table, before: CaseFile, after: CaseFile) -> Iterator[Item]:
    """Writes that make the one the other; Contended if somebody else wrote the case meanwhile."""
    key, put = case_key(after.case.id), table.putting
    unchanged = only_if("version", before.case.version)
    yield put(key, "CASE", contents_of(after.case) | kept_as(after), **unchanged)
    for known in found_under(after.case) - found_under(before.case):
        yield put(known, key, {"case_id": after.case.id})
    for gone in found_under(before.case) - found_under(after.case):
        yield table.deleting(gone, key)
    if (reproof := after.case.reproof) and reproof != before.case.reproof:
        code = Code(case_ids=(after.case.id,), expires_at=reproof.expires_at)
        yield put(f"CODE#{reproof.code_hash}", "CODE", contents_of(code), **NEW)
    for entry in after.entries[len(before.entries) :]:
        yield put(key, f"CARD#{entry.sequence:04}", contents_of(entry), **NEW)
    yield from _changed_notes(table, before, after)
    for attempt in after.attempts:
        if attempt not in before.attempts:
            yield put(key, f"SEND#{attempt.number:04}", contents_of(attempt))
    if after.wait is not None and after.wait != before.wait:
        yield put(key, "WAIT", contents_of(after.wait))
    elif after.wait is None and before.wait is not None:
        yield table.deleting(key, "WAIT")


def _changed_notes(table: Table, before: CaseFile, after: CaseFile) -> Iterator[Item]:
    key = case_key(after.case.id)
    for number in after.notes.keys() - before.notes.keys():
        note = {"number": number, "text": after.notes[number]}
        yield table.putting(key, f"NOTE#{number:04}", note)
    for number in before.notes.keys() - after.notes.keys():
        yield table.deleting(key, f"NOTE#{number:04}")


def file_of(items: Sequence[Item]) -> CaseFile | None:
    kinds: dict[str, list[Item]] = {}
    for item in items:
        filed = {name: value for name, value in item.items() if name not in {"pk", "sk"}}
        kinds.setdefault(item["sk"].partition("#")[0], []).append(filed)
    if "CASE" not in kinds:
        return None
    return CaseFile(
        case=Case.model_validate(kinds["CASE"][0]),
        entries=tuple(Entry.model_validate(filed) for filed in kinds.get("CARD", ())),
        wait=next((Wait.model_validate(filed) for filed in kinds.get("WAIT", ())), None),
        attempts=tuple(Attempt.model_validate(filed) for filed in kinds.get("SEND", ())),
        notes={int(filed["number"]): filed["text"] for filed in kinds.get("NOTE", ())},
    )

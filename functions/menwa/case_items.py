"""A case's file as it lies in the table, item by item."""

from collections.abc import Sequence

from pydantic import Field

from menwa.card import Entry
from menwa.case import Attempt, Case, CaseFile, Wait
from menwa.stored import Stored
from menwa.table import Item
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
    if case.proven_at is None:
        return set()
    known = {case.applicant.nik, case.number, case.found.number if case.found else None}
    return {bare_number(number) for number in known if number}


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

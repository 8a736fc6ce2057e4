"""The cases that are about one person: asked for by them, or by others for their document."""

from dataclasses import dataclass

from menwa.case import Case
from menwa.cases import CaseStore
from menwa.data_requests import DataSubject, Kind
from menwa.types import Nik


@dataclass(frozen=True)
class Concerned:
    """`own`: the person is the applicant, or whoever asked gave their NIK."""

    case: Case
    own: bool


def cases_about(nik: Nik, store: CaseStore) -> list[Concerned]:
    """Oldest first; not those whose person is erased: they are about nobody any more."""
    own = [case for case in store.with_number(nik) if case.applicant.nik == nik]
    known = {case.id for case in own}
    others = [case for case in store.as_subject(nik) if case.id not in known]
    found = [*(Concerned(case, True) for case in own), *(Concerned(case, False) for case in others)]
    return sorted(found, key=lambda one: one.case.created_at)


def may_concern(kind: Kind, concerned: Concerned) -> bool:
    """Whether a request of this kind can be carried out on this case.

    What is open is corrected by asking anew: SIAK is compared with what was asked.
    """
    if kind == "correction":
        return concerned.own and concerned.case.status.ended
    return kind == "restriction" or concerned.own


def has_proven(person: DataSubject, concerned: list[Concerned]) -> bool:
    """Their phone wrote in a case of their own, and nobody else may hold it since."""
    cases = [one.case for one in concerned if one.own]
    return any(
        case.identity is not None
        and case.identity.phone == person.phone
        and case.identity_doubt is None
        for case in cases
    )

"""What makes a right doubtful though the record bears it out: this phone was somebody else's, the
same person's PDF went to another number lately, or this phone collects those of many families."""

from collections.abc import Iterable
from datetime import timedelta

from menwa.case import Case
from menwa.recipient import changed_hands

OTHER_NUMBER_WITHIN = timedelta(days=90)
FAMILIES_WITHIN = timedelta(days=30)
MOST_FAMILIES = 5


def warnings_about(
    case: Case,
    of_these_people: Iterable[Case],
    to_this_phone: Iterable[Case],
    asked_before: Iterable[Case],
) -> tuple[str, ...]:
    """`asked_before`, from this phone or with this NIK; the PDFs of the others have left, or may
    have."""
    families = {family_of(case), *map(family_of, to_this_phone)}
    warnings = {
        "other_holder": any(_tells_of_another_holder(case, one) for one in asked_before),
        "other_number": bool(at_other_numbers(case, of_these_people)),
        "many_families": len(families) > MOST_FAMILIES,
    }
    return tuple(warning for warning, stands in warnings.items() if stands)


def at_other_numbers(case: Case, of_these_people: Iterable[Case]) -> tuple[Case, ...]:
    """The newest of each other number."""
    newest = {one.applicant.phone: one for one in of_these_people}
    return tuple(one for phone, one in newest.items() if phone != case.applicant.phone)


def _tells_of_another_holder(case: Case, earlier: Case) -> bool:
    """At another number only who had a right counts: anybody may name a NIK."""
    if earlier.applicant.phone == case.applicant.phone:
        doubted = earlier.identity_doubt is not None
        return doubted or changed_hands(earlier.identity, case.identity)
    return earlier.identity_doubt is not None and earlier.right is not None


def family_of(case: Case) -> str:
    """Where nobody has told it, the applicant stands for theirs."""
    return (case.found.family if case.found else None) or case.applicant.nik

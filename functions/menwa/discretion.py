"""What an applicant may not learn yet. Until the right to the document is established, whatever was
found reads the same: a stranger learns nothing by asking."""

from menwa.case import Case

# So far nothing is known, to anybody.
NOT_YET_LOOKED_UP = frozenset({"look_up", "siak_unavailable", "gate_silent", "walk_in"})
# Ends that they know of all the same.
TOLD_ANYWAY = frozenset({"withdrawn", "wrong_recipient"})

# Whoever holds the phone now may be a stranger: they are told nothing.
PHONE_IN_DOUBT = frozenset({"IdentityDoubted", "PhoneHidden", "ProofStale"})


def is_kept_from(case: Case) -> bool:
    """Whoever stands at the counter with a KTP-el is no stranger: what waits is told as it is."""
    at_counter = case.entered_by is not None and not case.status.ended
    return _tells_of_a_finding(case.reason) and case.right is None and not at_counter


def over_for_its_citizen(case: Case) -> bool:
    """What a finding has ended that is kept from them still reads as open: its end would tell."""
    return case.status.ended and (case.reason in TOLD_ANYWAY or not is_kept_from(case))


def _tells_of_a_finding(reason: str | None) -> bool:
    """Not what is SIAK's or the machine's own trouble: such reasons are names of errors."""
    return reason is not None and reason not in NOT_YET_LOOKED_UP and reason.islower()

"""An officer takes a case for a quarter of an hour."""

from datetime import timedelta

import pytest

from check_siak.claims import LASTS, claimed, let_go, live_claim
from menwa.errors import AlreadyAnswered, Claimed
from tests.builders import NOW, a_file, a_wait, an_officer

SITI, RUDI = an_officer(), an_officer("rudi.hartono")
TAKEN = claimed(a_file(wait=a_wait()), SITI, NOW)


def test_a_claim_lapses_after_a_quarter_of_an_hour() -> None:
    claim = live_claim(TAKEN.wait, NOW + LASTS - timedelta(seconds=1))
    assert claim is not None
    assert (claim.officer, claim.name) == ("siti.aminah", "Contoh Siti Aminah")
    assert live_claim(TAKEN.wait, NOW + LASTS) is None


def test_what_one_works_on_another_cannot_take() -> None:
    with pytest.raises(Claimed):
        claimed(TAKEN, RUDI, NOW)
    with pytest.raises(Claimed):
        let_go(TAKEN, RUDI, NOW)
    assert live_claim(claimed(TAKEN, RUDI, NOW + LASTS).wait, NOW + LASTS) is not None


def test_a_claim_may_be_renewed_and_given_back() -> None:
    later = NOW + timedelta(minutes=10)
    renewed = live_claim(claimed(TAKEN, SITI, later).wait, NOW + LASTS)
    assert renewed is not None
    assert (renewed.since, renewed.until) == (NOW, later + LASTS)
    assert live_claim(let_go(TAKEN, SITI, later).wait, later) is None


def test_what_is_not_at_the_desk_is_nobodys_there() -> None:
    with pytest.raises(AlreadyAnswered):
        claimed(a_file(wait=a_wait(waiting_for="gate")), SITI, NOW)

"""When a document was signed: what tells an older card from the one that replaced it."""

from collections import defaultdict
from datetime import UTC, datetime

import pytest
from pyhanko.pdf_utils import generic

from check_siak.tte.proof_of_time import ProofOfTime, signed_at
from check_siak.verdicts import Verdict
from check_siak.verify import verify
from local.pki import Pki
from local.siak.entries import Change
from tests.unit.gate_pki import DAY, HOUR, NOW, a_pdf, b_b, sign, the_signature
from tests.unit.siak_setting import a_pki, a_siak

PKI = Pki.create(NOW - DAY)
OLD_CARD, NEW_CARD, UNSIGNED = "dok-002", "dok-001", "dok-003"


def moment_of(pdf: bytes | None, pki: Pki = PKI) -> datetime | None:
    assert pdf is not None
    verdict = verify(pdf, pki.trust_policy(), datetime.now(UTC))
    assert verdict.verdict is Verdict.OK, verdict.detail
    return verdict.signed_at


def claimed(written: object, now: datetime = NOW) -> datetime | None:
    signature = the_signature(b_b(PKI))
    signature.sig_object["/M"] = written
    return signed_at(signature, ProofOfTime(now, stamped=False))


def test_a_timestamp_says_when_it_was_whatever_the_signer_claims() -> None:
    assert moment_of(sign(PKI, a_pdf(), stamped=NOW - 3 * DAY, claimed=NOW - 9 * DAY)) == (
        NOW - 3 * DAY
    )


def test_without_a_timestamp_the_signers_own_clock_is_taken() -> None:
    assert moment_of(sign(PKI, a_pdf(), claimed=NOW - 9 * DAY)) == NOW - 9 * DAY


def test_of_several_signatures_the_newest_counts() -> None:
    first = sign(PKI, a_pdf(), claimed=NOW - 2 * DAY)
    second = sign(PKI, first, field_name="Kedua", claimed=NOW - 5 * DAY)
    assert moment_of(second) == NOW - 2 * DAY


def test_a_file_that_is_refused_by_its_look_was_signed_never() -> None:
    assert verify(b"", PKI.trust_policy(), NOW).signed_at is None


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("D:20260301100000+07'00'", datetime(2026, 3, 1, 3, tzinfo=UTC)),
        ("D:20260301100000Z", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("D:20260301100000", datetime(2026, 3, 1, 10, tzinfo=UTC)),
        ("D:20269901", None),
        ("kemarin", None),
    ],
)
def test_the_signers_clock_is_read_however_it_is_written(
    written: str, moment: datetime | None
) -> None:
    assert claimed(generic.TextStringObject(written)) == moment


def test_a_clock_that_says_nothing_or_is_ahead_is_not_believed() -> None:
    assert claimed(generic.NumberObject(17)) is None
    ahead = (NOW + HOUR).strftime("D:%Y%m%d%H%M%SZ")
    assert claimed(generic.TextStringObject(ahead)) is None
    signature = the_signature(b_b(PKI))
    del signature.sig_object["/M"]
    assert signed_at(signature, ProofOfTime(NOW, stamped=False)) is None


def test_the_sample_siak_has_cards_of_one_number_that_differ_in_age() -> None:
    siak = a_siak()
    by_number = defaultdict(list)
    for entry in siak.entries():
        by_number[entry.document.number].append(entry)
    pairs = [each for each in by_number.values() if len(each) > 1]
    assert pairs
    for pair in pairs:
        newest = max(pair, key=lambda entry: entry.document.issued_on)
        assert [entry for entry in pair if entry.active] == [newest]
    older = moment_of(siak.signed_pdf(OLD_CARD), a_pki())
    newer = moment_of(siak.signed_pdf(NEW_CARD), a_pki())
    assert (older, newer) == (
        datetime(2020, 9, 1, 3, tzinfo=UTC),
        datetime(2023, 8, 14, 3, tzinfo=UTC),
    )


def test_what_is_signed_while_the_office_runs_is_signed_then() -> None:
    siak, before = a_siak(), datetime.now(UTC).replace(microsecond=0)
    siak.change(UNSIGNED, Change(signed=True))
    siak.change(NEW_CARD, Change(wrong_entry=True))
    for document in (UNSIGNED, NEW_CARD):
        moment = moment_of(siak.signed_pdf(document), a_pki())
        assert moment is not None
        assert before <= moment <= datetime.now(UTC)

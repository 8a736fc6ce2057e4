"""What the gate knows of withdrawn certificates."""

import pytest
from asn1crypto.crl import CertificateList
from pyhanko.sign.validation.dss import DocumentSecurityStore

from check_siak.trust import RevocationMode
from check_siak.verdicts import Revocation, SignatureVerdict, Verdict
from check_siak.verify import verify
from local.certificates import crl
from local.pki import Pki
from tests.unit.gate_pki import DAY, HOUR, NOW, a_pdf, an_ocsp_answer, appended, b_b, sign


@pytest.fixture(scope="module")
def pki() -> Pki:
    return Pki.create(NOW - DAY)


def judge(pdf: bytes, pki: Pki, **changes: object) -> SignatureVerdict:
    return verify(pdf, pki.trust_policy().model_copy(update=changes), NOW)


def revocation_in(verdict: SignatureVerdict) -> Revocation:
    return verdict.signatures[0].revocation


def test_a_withdrawn_certificate_is_refused(pki: Pki) -> None:
    withdrawn = crl(pki.issuing, NOW - HOUR, [(pki.kadis, NOW - 2 * HOUR)])
    verdict = judge(b_b(pki), pki, crls=(withdrawn,))
    assert verdict.verdict is Verdict.CERT_REVOKED
    assert revocation_in(verdict) is Revocation.REVOKED


def test_a_signature_from_before_the_withdrawal_holds(pki: Pki) -> None:
    withdrawn = crl(pki.issuing, NOW, [(pki.kadis, NOW - 2 * HOUR)])
    before = sign(pki, a_pdf(), stamped=NOW - 3 * HOUR)
    after = sign(pki, a_pdf(), stamped=NOW - HOUR)
    assert judge(before, pki, crls=(withdrawn,)).verdict is Verdict.OK
    assert judge(after, pki, crls=(withdrawn,)).verdict is Verdict.CERT_REVOKED


def test_a_withdrawal_found_in_the_file_counts_even_when_stale(pki: Pki) -> None:
    for issued in (NOW - HOUR, NOW - 30 * DAY):
        withdrawn = crl(pki.issuing, issued, [(pki.kadis, issued - HOUR)])
        pdf = with_crls(b_b(pki), withdrawn)
        assert judge(pdf, pki).verdict is Verdict.CERT_REVOKED


def test_an_old_good_answer_in_the_file_hides_no_withdrawal(pki: Pki) -> None:
    withdrawn = crl(pki.issuing, NOW, [(pki.kadis, NOW - 2 * HOUR)])
    pdf = with_crls(sign(pki, a_pdf(), stamped=NOW - HOUR), crl(pki.issuing, NOW - 2 * DAY))
    assert judge(pdf, pki, crls=(withdrawn,)).verdict is Verdict.CERT_REVOKED
    answer = an_ocsp_answer(pki, pki.kadis, NOW - 3 * HOUR)
    assert judge(pdf, pki, crls=(withdrawn,), ocsps=(answer,)).verdict is Verdict.CERT_REVOKED


def test_of_two_answers_the_one_that_withdraws_counts(pki: Pki) -> None:
    good = an_ocsp_answer(pki, pki.kadis, NOW - 2 * HOUR)
    withdrawn = an_ocsp_answer(pki, pki.kadis, NOW, revoked=NOW - HOUR)
    assert judge(b_b(pki), pki, ocsps=(good, withdrawn)).verdict is Verdict.CERT_REVOKED


def test_what_was_learnt_after_the_timestamp_counts_for_it(pki: Pki) -> None:
    lists = (crl(pki.root, NOW), crl(pki.issuing, NOW))
    stamped = sign(pki, a_pdf(), stamped=NOW - 3 * HOUR)
    assert revocation_in(judge(stamped, pki, crls=lists)) is Revocation.GOOD


def test_a_fresh_answer_says_that_a_certificate_is_good(pki: Pki) -> None:
    lists = (crl(pki.root, NOW - HOUR), crl(pki.issuing, NOW - HOUR))
    assert revocation_in(judge(b_b(pki), pki, crls=lists)) is Revocation.GOOD
    answer = an_ocsp_answer(pki, pki.kadis, NOW - HOUR)
    verdict = judge(b_b(pki), pki, crls=lists[:1], ocsps=(answer,))
    assert revocation_in(verdict) is Revocation.GOOD


@pytest.mark.parametrize("age", [None, 30 * DAY])
def test_when_nothing_usable_is_known_the_office_decides(age: object, pki: Pki) -> None:
    lists = () if age is None else (crl(pki.root, NOW - 30 * DAY), crl(pki.issuing, NOW - 30 * DAY))
    soft = judge(b_b(pki), pki, crls=lists)
    assert (soft.verdict, revocation_in(soft)) == (Verdict.OK, Revocation.UNKNOWN)
    hard = judge(b_b(pki), pki, crls=lists, revocation_mode=RevocationMode.HARD_FAIL)
    assert hard.verdict is Verdict.REVOCATION_UNAVAILABLE


def test_a_good_file_stays_good_when_its_validation_data_is_old(pki: Pki) -> None:
    stamped = sign(pki, a_pdf(), stamped=NOW, dss=pki.knowledge())
    verdict = verify(stamped, pki.trust_policy(), NOW + 400 * DAY)
    assert (verdict.verdict, revocation_in(verdict)) == (Verdict.OK, Revocation.GOOD)


def with_crls(pdf: bytes, *lists: bytes) -> bytes:
    """As anybody can: validation data is appended to a signed file without breaking it."""
    parsed = [CertificateList.load(der) for der in lists]
    return appended(
        pdf,
        lambda writer: DocumentSecurityStore.supply_dss_in_writer(writer, None, crls=parsed),
    )

"""Which PDFs pass the gate, and why the others do not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from check_siak.trust import Anchor, RevocationMode, TrustPolicy
from check_siak.verdicts import Revocation, SignatureVerdict, Verdict
from check_siak.verify import verify
from local.certificates import AUTHORITY, SIGNER, Holder, Purpose, crl, issue
from local.pki import YEAR, Pki
from tests.unit.gate_pki import (
    CADES,
    DAY,
    HOUR,
    NOW,
    PKCS7,
    a_pdf,
    appended,
    b_b,
    b_lt,
    b_lta,
    certified,
    hand_made,
    sign,
)


@pytest.fixture(scope="module")
def pki() -> Pki:
    return Pki.create(NOW - DAY)


def judge(pdf: bytes, pki: Pki, **changes: object) -> SignatureVerdict:
    policy = pki.trust_policy().model_copy(update={"signers": frozenset(), **changes})
    return verify(pdf, policy, NOW + HOUR)


def kadis_of(pki: Pki, purpose: Purpose = SIGNER, until: timedelta = YEAR) -> Holder:
    valid = (NOW - YEAR, NOW + until)
    return issue("Kepala Dinas Contoh", purpose, valid, by=pki.issuing)


def two_signatures(pki: Pki) -> bytes:
    return sign(pki, b_b(pki), field_name="Kedua")


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(b_b, id="B-B"),
        pytest.param(lambda pki: sign(pki, a_pdf(), subfilter=PKCS7), id="adbe.pkcs7.detached"),
        pytest.param(lambda pki: sign(pki, a_pdf(), stamped=NOW), id="B-T"),
        pytest.param(b_lt, id="B-LT"),
        pytest.param(b_lta, id="B-LTA"),
        pytest.param(certified, id="certified with validation data"),
        pytest.param(two_signatures, id="two signatures"),
    ],
)
def test_every_good_kind_of_signature_passes(made: Callable[[Pki], bytes], pki: Pki) -> None:
    verdict = judge(made(pki), pki)
    assert verdict.verdict is Verdict.OK, verdict.detail


def test_the_verdict_tells_who_signed_and_when(pki: Pki) -> None:
    (signature,) = judge(sign(pki, a_pdf(), stamped=NOW, dss=pki.knowledge()), pki).signatures
    assert signature.signer == "Kepala Dinas Contoh"
    assert signature.issuer == "CA Contoh DS G1"
    assert signature.tsa == "Otoritas Waktu Contoh"
    assert signature.timestamp == NOW
    assert signature.subfilter == CADES.value.removeprefix("/")
    assert signature.certificate_sha256 == pki.kadis.asn1.sha256.hex()
    assert (signature.coverage, signature.modification) == ("ENTIRE_REVISION", "LTA_UPDATES")
    assert signature.revocation is Revocation.GOOD


def test_only_the_offices_signers_pass(pki: Pki) -> None:
    colleague = sign(pki, a_pdf(), holder=kadis_of(pki))
    assert verify(b_b(pki), pki.trust_policy(), NOW).verdict is Verdict.OK
    assert verify(colleague, pki.trust_policy(), NOW).verdict is Verdict.SIGNER_NOT_ALLOWED


def test_an_authority_of_the_same_name_is_not_the_same(pki: Pki) -> None:
    double = Pki.create(NOW - DAY)
    assert judge(b_b(double), pki).verdict is Verdict.ISSUER_UNTRUSTED
    assert judge(double.sign(a_pdf(), NOW), pki).verdict is Verdict.ISSUER_UNTRUSTED


def test_every_signature_has_to_be_trusted(pki: Pki) -> None:
    second = sign(Pki.create(NOW - DAY), b_b(pki), field_name="Kedua")
    assert judge(second, pki).verdict is Verdict.ISSUER_UNTRUSTED


def test_a_chain_with_a_missing_link_is_untrusted(pki: Pki) -> None:
    lower = issue("CA Bawah Contoh", AUTHORITY, (NOW - YEAR, NOW + YEAR), by=pki.issuing)
    signer = issue("Kepala Dinas Contoh", SIGNER, (NOW - YEAR, NOW + YEAR), by=lower)
    pdf = sign(pki, a_pdf(), holder=signer)
    assert judge(pdf, pki).verdict is Verdict.ISSUER_UNTRUSTED
    assert judge(pdf, pki, issuers=(pki.issuing.pem, lower.pem)).verdict is Verdict.OK


def test_an_expired_certificate_needs_a_timestamp_from_its_lifetime(pki: Pki) -> None:
    expired = kadis_of(pki, until=-2 * DAY)
    assert judge(sign(pki, a_pdf(), holder=expired), pki).verdict is Verdict.CERT_EXPIRED
    in_time = sign(pki, a_pdf(), holder=expired, stamped=NOW - 3 * DAY)
    assert judge(in_time, pki).verdict is Verdict.OK
    too_late = sign(pki, a_pdf(), holder=expired, stamped=NOW - DAY)
    assert judge(too_late, pki).verdict is Verdict.CERT_EXPIRED


def test_a_timestamp_from_the_future_is_refused(pki: Pki) -> None:
    ahead = sign(pki, a_pdf(), stamped=NOW + 2 * HOUR)
    assert judge(ahead, pki).verdict is Verdict.TIMESTAMP_IN_FUTURE


def test_a_timestamp_has_to_come_from_a_trusted_authority(pki: Pki) -> None:
    pdf = sign(pki, a_pdf(), stamped=NOW)
    other = (anchor_of(Pki.create(NOW - DAY).root),)
    assert judge(pdf, pki, tsa_anchors=other).verdict is Verdict.TIMESTAMP_UNTRUSTED
    assert judge(pdf, pki, tsa_anchors=()).verdict is Verdict.TIMESTAMP_UNTRUSTED


def test_a_withdrawn_timestamp_authority_is_not_trusted(pki: Pki) -> None:
    withdrawn = crl(pki.root, NOW, [(pki.tsa, NOW - 2 * HOUR)])
    pdf = sign(pki, a_pdf(), stamped=NOW - HOUR)
    assert judge(pdf, pki, crls=(withdrawn,)).verdict is Verdict.TIMESTAMP_UNTRUSTED


def anchor_of(holder: Holder, until: timedelta = YEAR) -> Anchor:
    return Anchor(certificate=holder.pem, not_before=NOW - YEAR, not_after=NOW + until)


def test_an_anchor_is_believed_only_in_its_own_years(pki: Pki) -> None:
    past = (anchor_of(pki.root, until=-DAY),)
    assert judge(b_b(pki), pki, anchors=past).verdict is Verdict.ANCHOR_EXPIRED
    in_its_years = sign(pki, a_pdf(), stamped=NOW - 2 * DAY)
    assert judge(in_its_years, pki, anchors=past).verdict is Verdict.OK
    assert judge(in_its_years, pki, tsa_anchors=(anchor_of(pki.root, -3 * DAY),)).verdict is (
        Verdict.TIMESTAMP_UNTRUSTED
    )


def test_a_certificate_has_to_be_one_for_signing_documents(pki: Pki) -> None:
    for_logging_in = kadis_of(pki, Purpose(signs=False))
    pdf = sign(pki, a_pdf(), holder=for_logging_in, signer_key_usage={"digital_signature"})
    assert judge(pdf, pki).verdict is Verdict.CERT_KEY_USAGE


def test_weak_algorithms_are_refused(pki: Pki) -> None:
    sha1 = sign(pki, a_pdf(), md_algorithm="sha1", subfilter=PKCS7)
    assert judge(sha1, pki).verdict is Verdict.WEAK_ALGORITHM
    valid = (NOW - YEAR, NOW + YEAR)
    short = issue("Kepala Dinas Contoh", SIGNER, valid, by=pki.issuing, key_size=1024)
    assert judge(sign(pki, a_pdf(), holder=short), pki).verdict is Verdict.WEAK_ALGORITHM


def test_without_a_signature_there_is_nothing_to_trust(pki: Pki) -> None:
    empty_field = appended(
        a_pdf(), lambda writer: append_signature_field(writer, SigFieldSpec("Kosong"))
    )
    no_fields = hand_made(
        {
            1: b"<</Type/Catalog /Pages 2 0 R /AcroForm <</Fields []>> >>",
            2: b"<</Type/Pages /Kids [] /Count 0>>",
        }
    )
    for pdf in (a_pdf(), empty_field, no_fields):
        assert judge(pdf, pki).verdict is Verdict.NO_SIGNATURE


@pytest.mark.parametrize(
    "other", [b"/ETSI.CAdES.attached", b"/adbe.x509.rsa_sha1 ", b"/PBAD.PAdES         "]
)
def test_an_unknown_kind_of_signature_is_not_overlooked(other: bytes, pki: Pki) -> None:
    pdf = b_b(pki).replace(b"/ETSI.CAdES.detached", other)
    assert judge(pdf, pki).verdict is Verdict.UNSUPPORTED_SUBFILTER


def test_no_more_than_six_signatures_are_looked_at(pki: Pki) -> None:
    pdf = a_pdf()
    for number in range(7):
        pdf = sign(pki, pdf, field_name=f"TTE{number}")
    assert judge(pdf, pki).verdict is Verdict.TOO_MANY_SIGNATURES


def test_a_sample_authority_is_recognised(pki: Pki) -> None:
    policy = TrustPolicy.model_validate_json(pki.trust_policy_json())
    assert policy == pki.trust_policy()
    assert policy.is_a_sample()
    assert policy.revocation_mode is RevocationMode.SOFT_FAIL

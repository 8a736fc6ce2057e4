"""What authorities say of withdrawn certificates is fetched, and kept until it is outdated."""

import gzip
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from check_siak import refresh_revocation
from check_siak.trust import RevocationMode
from check_siak.trust_store import cache_in, keep_in, policy_in, trust_in
from check_siak.verdicts import Revocation, SignatureVerdict, Verdict
from check_siak.verify import verify
from local.certificates import AUTHORITY, SIGNER, Holder, Purpose, crl, issue
from local.pki import Pki
from menwa import aws
from menwa.errors import Misconfigured
from tests.steps.calling import invoked
from tests.steps.world import CONFIGURATION, World
from tests.unit.gate_pki import DAY, HOUR, NOW, an_ocsp_answer, b_b

LISTS, ANSWERS = "http://lists.test/ca.crl", "http://answers.test/ocsp"
PKI = Pki.create(NOW - DAY)
STRANGERS = Pki.create(NOW - DAY)  # of the same names
Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(autouse=True)
def _configured(world: World) -> None:
    assert world.objects(CONFIGURATION)
    configure()


def configure(**changes: Any) -> None:
    known = {
        "crl_urls": (LISTS,),
        "signers": frozenset(),
        "signer_certificates": (PKI.kadis.pem,),
    }
    policy = PKI.trust_policy().model_copy(update=known | changes)
    body = policy.model_dump_json().encode()
    aws.s3().put_object(Bucket=CONFIGURATION, Key="trust.json", Body=body)


def serve(world: World, content: bytes, host: str = "lists.test") -> None:
    world.internet.answer(host, lambda _: answered(content))


def answered(content: bytes) -> httpx.Response:
    return httpx.Response(200, stream=httpx.ByteStream(content))


def refresh() -> list[bytes]:
    """What is kept afterwards."""
    invoked(refresh_revocation.handler, {})
    kept = cache_in(CONFIGURATION)
    return [*kept.crls.values(), *kept.ocsps.values()]


def judged() -> SignatureVerdict:
    policy = policy_in(CONFIGURATION).with_cache(cache_in(CONFIGURATION))
    return verify(b_b(PKI), policy, NOW)


def withdrawing(by: Pki = PKI, at: datetime = NOW - HOUR) -> bytes:
    return crl(by.issuing, at, [(PKI.kadis, NOW - 2 * HOUR)])


def test_a_withdrawal_is_known_to_the_gate_once_it_was_fetched(world: World) -> None:
    assert judged().verdict is Verdict.OK
    fetched = withdrawing()
    serve(world, fetched)
    assert refresh() == [fetched]
    assert judged().verdict is Verdict.CERT_REVOKED


def test_a_list_may_come_as_text(world: World) -> None:
    serve(world, pem.armor("X509 CRL", withdrawing()))
    refresh()
    assert judged().verdict is Verdict.CERT_REVOKED


def test_what_was_known_stays_where_a_source_fails(world: World) -> None:
    kept = withdrawing()
    serve(world, kept)
    refresh()
    failures: list[Answer] = [
        lambda _: httpx.Response(503),
        lambda _: httpx.Response(301, headers={"Location": "http://elsewhere.test/"}),
        lambda _: answered(b"<html>Perbaikan</html>"),
        lambda _: answered(b""),
        lambda _: answered(b"-----BEGIN X509 CRL-----\n%"),
        lambda _: answered(kept + b"\0" * refresh_revocation.MOST_BYTES),
        lambda _: answered(gzip.compress(kept)),
        _times_out,
    ]
    for failure in failures:
        world.internet.answer("lists.test", failure)
        assert refresh() == [kept]
    said = [line for line in world.logs.getvalue().splitlines() if "source of revocation" in line]
    assert [json.loads(line)["source"] for line in said] == ["crl_urls[0]"] * len(failures)
    assert "too large" in {json.loads(line)["reason"] for line in said}
    assert LISTS not in world.logs.getvalue()


def _times_out(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("no answer", request=request)


def test_a_source_that_trickles_holds_up_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Trickle(httpx.SyncByteStream):
        def __iter__(self) -> Any:
            while True:
                yield b""

    monkeypatch.setattr(refresh_revocation, "SECONDS", 0.05)
    world.internet.answer("lists.test", lambda _: httpx.Response(200, stream=Trickle()))
    assert refresh() == []
    assert "OutOfTime" in world.logs.getvalue()


def test_one_source_that_fails_holds_up_no_other(world: World) -> None:
    configure(crl_urls=("http://gone.test/ca.crl", LISTS))
    serve(world, withdrawing())
    assert len(refresh()) == 1
    assert "crl_urls[0]" in world.logs.getvalue()


def test_a_newer_list_takes_the_place_of_an_older_one_and_never_the_reverse(world: World) -> None:
    older, newer = crl(PKI.issuing, NOW - 2 * HOUR), withdrawing()
    serve(world, older)
    assert refresh() == [older]
    serve(world, newer)
    assert refresh() == [newer]
    serve(world, older)
    assert refresh() == [newer]


def test_a_list_that_a_stranger_signed_drives_out_nothing(world: World) -> None:
    known = withdrawing()
    serve(world, known)
    refresh()
    serve(world, crl(STRANGERS.issuing, NOW + 300 * DAY))
    assert refresh() == [known]
    assert judged().verdict is Verdict.CERT_REVOKED


@pytest.mark.parametrize("revoking", [True, False])
def test_nothing_is_believed_for_standing_in_the_cache(revoking: bool) -> None:
    """Were somebody to put it there past all checks: it neither withdraws nor clears."""
    forged = (
        withdrawing(STRANGERS)
        if revoking
        else crl(STRANGERS.issuing, NOW - HOUR, lasts=timedelta(days=30))
    )
    root = crl(PKI.root, NOW - HOUR)
    keep_in(CONFIGURATION, cache_in(CONFIGURATION).model_copy(update={"crls": {"a": forged}}))
    assert judged().verdict is Verdict.OK
    configure(revocation_mode=RevocationMode.HARD_FAIL, crls=(root,))
    assert judged().verdict is Verdict.REVOCATION_UNAVAILABLE
    genuine = {"a": forged, "b": withdrawing()}
    keep_in(CONFIGURATION, cache_in(CONFIGURATION).model_copy(update={"crls": genuine}))
    assert judged().verdict is Verdict.CERT_REVOKED


def test_responders_are_asked_about_every_certificate_below_the_root(world: World) -> None:
    configure(crl_urls=(), ocsp_urls=(ANSWERS,))
    world.internet.answer("answers.test", responder())
    assert len(refresh()) == 2
    signature = judged().signatures[0]
    assert signature.revocation is Revocation.GOOD
    asked = [each for each in world.internet.asked if each.url.host == "answers.test"]
    assert [each.headers["Content-Type"] for each in asked] == ["application/ocsp-request"] * 2


def responder(revoked: datetime | None = None, pki: Pki = PKI, **signing: Any) -> Answer:
    """Knows the Kadis and the issuing authority; `by`: who signs in its issuer's name."""

    def answer(request: httpx.Request) -> httpx.Response:
        serial = ocsp.load_der_ocsp_request(request.content).serial_number
        if serial == PKI.issuing.certificate.serial_number:
            content = an_answer(PKI.issuing, pki.root, None, **signing)
        else:
            content = an_answer(PKI.kadis, pki.issuing, revoked, **signing)
        return answered(content)

    return answer


def an_answer(
    about: Holder,
    issuer: Holder,
    revoked: datetime | None,
    *,
    by: Holder | None = None,
    at: datetime = NOW - HOUR,
    unknown: bool = False,
) -> bytes:
    signer = by or issuer
    good, bad = ocsp.OCSPCertStatus.GOOD, ocsp.OCSPCertStatus.REVOKED
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=about.certificate,
            issuer=issuer.certificate,
            algorithm=hashes.SHA1(),  # noqa: S303  as it was asked
            cert_status=ocsp.OCSPCertStatus.UNKNOWN if unknown else bad if revoked else good,
            this_update=at,
            next_update=at + DAY,
            revocation_time=revoked,
            revocation_reason=None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, signer.certificate)
        .certificates([signer.certificate])
    )
    return builder.sign(signer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def test_a_responder_may_say_that_a_certificate_was_withdrawn(world: World) -> None:
    configure(crl_urls=(), ocsp_urls=(ANSWERS,))
    world.internet.answer("answers.test", responder(revoked=NOW - 2 * HOUR))
    refresh()
    assert judged().verdict is Verdict.CERT_REVOKED


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(responder(pki=STRANGERS, at=NOW), id="of a stranger"),
        pytest.param(responder(by=PKI.kadis, at=NOW), id="of one who is not entitled"),
        pytest.param(responder(unknown=True, at=NOW), id="that knows nothing"),
        pytest.param(responder(at=NOW - 2 * HOUR), id="older"),
        pytest.param(lambda _: answered(an_ocsp_refusal()), id="a refusal"),
        pytest.param(
            lambda _: answered(an_ocsp_answer(PKI, PKI.tsa, NOW)),
            id="about somebody else",
        ),
    ],
)
def test_an_answer_that_is_worth_nothing_drives_out_nothing(world: World, forged: Answer) -> None:
    configure(crl_urls=(), ocsp_urls=(ANSWERS,), issuers=(PKI.issuing.pem,))
    world.internet.answer("answers.test", responder(revoked=NOW - 2 * HOUR))
    known = refresh()
    world.internet.answer("answers.test", forged)
    assert refresh() == known
    assert judged().verdict is Verdict.CERT_REVOKED


def an_ocsp_refusal() -> bytes:
    refused = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.UNAUTHORIZED)
    return refused.public_bytes(serialization.Encoding.DER)


def test_a_responder_whom_the_authority_entitled_is_believed(world: World) -> None:
    lifetime = (NOW - DAY, NOW + DAY)
    entitled = issue("Penjawab Contoh", Purpose(answers=True), lifetime, by=PKI.issuing)
    other = issue("Kepala Dinas Contoh", SIGNER, lifetime, by=PKI.issuing)
    configure(crl_urls=(), ocsp_urls=(ANSWERS,), issuers=(PKI.issuing.pem,))
    world.internet.answer("answers.test", responder(revoked=NOW - 2 * HOUR, by=other))
    assert refresh() == []
    world.internet.answer("answers.test", responder(revoked=NOW - 2 * HOUR, by=entitled))
    assert len(refresh()) == 1
    assert judged().verdict is Verdict.CERT_REVOKED


def test_what_the_office_asks_no_longer_is_kept_no_longer(world: World) -> None:
    serve(world, withdrawing())
    assert len(refresh()) == 1
    configure(crl_urls=())
    assert refresh() == []


def test_what_an_authority_said_that_is_trusted_no_longer_gives_way(world: World) -> None:
    serve(world, withdrawing())
    refresh()
    renewed = issue("CA Contoh DS G1", AUTHORITY, (NOW - DAY, NOW + DAY), by=PKI.root)
    configure(issuers=(renewed.pem,))
    older = crl(renewed, NOW - 5 * HOUR)
    serve(world, older)
    assert refresh() == [older]


def test_nothing_is_written_where_nothing_is_new(world: World) -> None:
    serve(world, withdrawing())
    refresh()
    before = aws.s3().head_object(Bucket=CONFIGURATION, Key="revocation.json")["LastModified"]
    aws.s3().put_object(Bucket=CONFIGURATION, Key="office.json", Body=b"{}")
    refresh()
    after = aws.s3().head_object(Bucket=CONFIGURATION, Key="revocation.json")["LastModified"]
    assert after == before


def test_a_sample_authority_is_trusted_only_where_samples_are_allowed() -> None:
    keep_in(CONFIGURATION, cache_in(CONFIGURATION))
    assert trust_in(CONFIGURATION, samples=True).is_a_sample()
    with pytest.raises(Misconfigured, match=r"trust\.json trusts a sample authority"):
        trust_in(CONFIGURATION, samples=False)


@pytest.mark.parametrize(
    ("key", "content", "says"),
    [
        ("trust.json", None, "trust.json is missing"),
        ("trust.json", b"{}", "trust.json: version: missing"),
        ("revocation.json", b"{", "revocation.json: : json_invalid"),
        ("revocation.json", b'{"crls": {"a": "A"}}', "revocation.json: crls.a: base64_decode"),
    ],
)
def test_trust_that_cannot_be_read_is_never_taken_for_none(
    key: str, content: bytes | None, says: str
) -> None:
    bucket = "another"
    aws.s3().create_bucket(Bucket=bucket)
    policy = PKI.trust_policy_json().encode()
    for name, body in ({"trust.json": policy} | {key: content}).items():
        if body is not None:
            aws.s3().put_object(Bucket=bucket, Key=name, Body=body)
    with pytest.raises(Misconfigured) as wrong:
        trust_in(bucket, samples=True)
    assert str(wrong.value) == says

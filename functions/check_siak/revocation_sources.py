"""Who can say whether a certificate was withdrawn, as the office's policy names them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

from check_siak.revocation_answers import Worthless, answer_issued_at, issued, list_issued_at
from check_siak.trust import TrustPolicy


@dataclass(frozen=True)
class Source:
    """`place` is its place in the policy, for logs; `question` None: just fetched.
    `issued_at` says when an answer (DER) was signed, and is Worthless unless it was."""

    place: str
    key: str
    url: str
    question: bytes | None
    issued_at: Callable[[bytes], datetime]


def list_sources(policy: TrustPolicy) -> Iterator[Source]:
    authorities = _authorities(policy)
    for place, url in enumerate(policy.crl_urls):
        issued_at = partial(list_issued_at, authorities=authorities)
        yield Source(f"crl_urls[{place}]", url, url, None, issued_at)


def answer_sources(policy: TrustPolicy) -> Iterator[Source]:
    """Every certificate below an anchor is asked for at every address."""
    below = [x509.load_pem_x509_certificate(text.encode()) for text in policy.issuers]
    below += [x509.load_pem_x509_certificate(t.encode()) for t in policy.signer_certificates]
    pairs = [(each, by) for each in below for by in _authorities(policy) if issued(each, by)]
    for place, url in enumerate(policy.ocsp_urls):
        for number, (certificate, issuer) in enumerate(pairs):
            yield Source(
                place=f"ocsp_urls[{place}], certificate {number}",
                key=f"{url} {certificate.fingerprint(hashes.SHA256()).hex()}",
                url=url,
                question=_question(certificate, issuer),
                issued_at=partial(answer_issued_at, certificate=certificate, issuer=issuer),
            )


def is_newer(source: Source, offered: bytes, kept: bytes | None) -> bool:
    """Worthless if what is offered is."""
    issued_at = source.issued_at(offered)
    try:
        return kept is None or issued_at > source.issued_at(kept)
    except Worthless:  # its authority is no longer in the policy
        return True


def _authorities(policy: TrustPolicy) -> list[x509.Certificate]:
    anchors = [anchor.certificate for anchor in (*policy.anchors, *policy.tsa_anchors)]
    known = dict.fromkeys((*anchors, *policy.issuers))
    return [x509.load_pem_x509_certificate(text.encode()) for text in known]


def _question(certificate: x509.Certificate, issuer: x509.Certificate) -> bytes:
    builder = ocsp.OCSPRequestBuilder()
    naming = hashes.SHA1()  # noqa: S303  names the certificate only; the one that all responders know
    request = builder.add_certificate(certificate, issuer, naming).build()
    return request.public_bytes(serialization.Encoding.DER)

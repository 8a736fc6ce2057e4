"""Which answers about withdrawn certificates are worth keeping.

Most are fetched over plain http. What its authority did not sign is dropped already before it is
kept: else whoever sits on the line could push out the very list that says "withdrawn".
"""

from collections.abc import Iterator
from datetime import datetime

from asn1crypto import pem
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

UNREADABLE = (ValueError, TypeError, x509.InvalidVersion, UnsupportedAlgorithm)


class Worthless(Exception):
    """Not what was asked for, or not signed by whom it has to be."""


def as_der(content: bytes) -> bytes:
    try:
        return pem.unarmor(content)[2] if pem.detect(content) else content
    except ValueError as error:
        raise Worthless("not readable as PEM") from error


def list_issued_at(der: bytes, authorities: list[x509.Certificate]) -> datetime:
    try:
        found = x509.load_der_x509_crl(der)
        for authority in authorities:
            if found.issuer == authority.subject and found.is_signature_valid(
                authority.public_key()  # type: ignore[arg-type]  # of another kind: TypeError
            ):
                return found.last_update_utc
    except UNREADABLE as error:
        raise Worthless("not a certificate revocation list") from error
    raise Worthless("a list that no known authority signed")


def answer_issued_at(
    der: bytes, certificate: x509.Certificate, issuer: x509.Certificate
) -> datetime:
    try:
        answer = ocsp.load_der_ocsp_response(der)
        if answer.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise Worthless(f"the responder says {answer.response_status.name}")
        settled = answer.certificate_status is not ocsp.OCSPCertStatus.UNKNOWN
        about = answer.serial_number == certificate.serial_number
        if settled and about and any(_signed(answer, each) for each in _signers(answer, issuer)):
            return answer.this_update_utc
    except UNREADABLE as error:
        raise Worthless("not an OCSP answer") from error
    raise Worthless("an answer about something else, or that nobody entitled signed")


def _signers(answer: ocsp.OCSPResponse, issuer: x509.Certificate) -> Iterator[x509.Certificate]:
    """The issuer, and whom it has entitled to answer in its name."""
    yield issuer
    for certificate in answer.certificates:
        if issued(certificate, issuer) and _may_answer(certificate):
            yield certificate


def _may_answer(certificate: x509.Certificate) -> bool:
    try:
        uses = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.OCSP_SIGNING in uses


def _signed(answer: ocsp.OCSPResponse, signer: x509.Certificate) -> bool:
    key, algorithm = signer.public_key(), answer.signature_hash_algorithm
    signature, signed = answer.signature, answer.tbs_response_bytes
    try:
        if isinstance(key, rsa.RSAPublicKey) and algorithm:
            key.verify(signature, signed, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm:
            key.verify(signature, signed, ec.ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def issued(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(by)
    except (InvalidSignature, *UNREADABLE):
        return False
    return certificate != by

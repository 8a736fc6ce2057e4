"""Certificates, and lists of withdrawn ones, as authorities publish them: PEM or DER."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from asn1crypto import crl, pem, x509

from check_siak.trust import Anchor

CERTIFICATE = "CERTIFICATE"
REVOCATION_LIST = "X509 CRL"


class Unusable(Exception):
    """A file that cannot be read or is not what it should be; the text names it."""


def anchors_in(paths: Iterable[Path]) -> tuple[Anchor, ...]:
    """Believed in the years that each certificate gives itself."""
    return tuple(
        Anchor(
            certificate=_pem_of(found),
            not_before=found.not_valid_before,
            not_after=found.not_valid_after,
        )
        for found in _certificates(paths)
    )


def certificates_in(paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(_pem_of(found) for found in _certificates(paths))


def revocation_lists_in(paths: Iterable[Path]) -> tuple[bytes, ...]:
    """As DER."""
    lists = []
    for path in paths:
        for der in _blocks(path, REVOCATION_LIST):
            try:
                lists.append(crl.CertificateList.load(der, strict=True))
                lists[-1]["tbs_cert_list"]["this_update"].native  # noqa: B018  parses lazily
            except (ValueError, TypeError) as error:
                raise Unusable(f"{path}: not a certificate revocation list") from error
    return tuple(each.dump() for each in lists)


def _certificates(paths: Iterable[Path]) -> Iterator[x509.Certificate]:
    for path in paths:
        for der in _blocks(path, CERTIFICATE):
            try:
                found = x509.Certificate.load(der, strict=True)
                found.native  # noqa: B018  parses lazily
            except (ValueError, TypeError) as error:
                raise Unusable(f"{path}: not a certificate") from error
            yield found


def _blocks(path: Path, wanted: str) -> list[bytes]:
    content = content_of(path)
    if not pem.detect(content):
        return [content]
    try:
        blocks = list(pem.unarmor(content, multiple=True))
    except ValueError as error:
        raise Unusable(f"{path}: not readable as PEM") from error
    found = [der for kind, _, der in blocks if kind == wanted]
    if not found:
        raise Unusable(f"{path}: holds no {wanted}")
    return found


def content_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from error


def _pem_of(certificate: x509.Certificate) -> str:
    return bytes(pem.armor(CERTIFICATE, certificate.dump())).decode()

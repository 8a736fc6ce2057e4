"""Makes keys, certificates and lists of withdrawn ones, in memory only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CRL_ADDRESS = "http://crl.invalid/contoh.crl"


@dataclass(frozen=True)
class Holder:
    """Somebody with a key, and the certificate that says whose it is."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def asn1(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def asn1_key(self) -> keys.PrivateKeyInfo:
        der, pkcs8 = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
        return keys.PrivateKeyInfo.load(
            self.key.private_bytes(der, pkcs8, serialization.NoEncryption())
        )


@dataclass(frozen=True)
class Purpose:
    """What a certificate is for."""

    ca: bool = False
    signs: bool = True  # nonRepudiation: may sign documents
    stamps: bool = False
    answers: bool = False  # whether certificates were withdrawn, in its issuer's name

    def extensions(self) -> Iterable[tuple[x509.ExtensionType, bool]]:
        yield x509.BasicConstraints(ca=self.ca, path_length=None), True
        yield (
            x509.KeyUsage(
                digital_signature=not self.ca,
                content_commitment=self.signs and not self.ca,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=self.ca,
                crl_sign=self.ca,
                encipher_only=False,
                decipher_only=False,
            ),
            True,
        )
        if self.stamps:
            yield x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True
        if self.answers:
            yield x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), True


AUTHORITY = Purpose(ca=True)
SIGNER = Purpose()
TIMESTAMPS = Purpose(stamps=True)


def issue(
    name: str,
    purpose: Purpose,
    valid: tuple[datetime, datetime],
    *,
    by: Holder | None = None,
    key_size: int = 2048,
) -> Holder:
    """`by` None: signs itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=key_size)
    issuer = by.certificate.subject if by else _named(name)
    signing_key = by.key if by else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()),
            critical=False,
        )
        .add_extension(_crl_address(), critical=False)
    )
    for extension, critical in purpose.extensions():
        builder = builder.add_extension(extension, critical)
    return Holder(builder.sign(signing_key, hashes.SHA256()), key)


def crl(
    by: Holder,
    issued: datetime,
    revoked: Iterable[tuple[Holder, datetime]] = (),
    *,
    lasts: timedelta = timedelta(days=7),
) -> bytes:
    """The list of the certificates that `by` has withdrawn, as DER."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(issued)
        .next_update(issued + lasts)
    )
    for holder, moment in revoked:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(holder.certificate.serial_number)
            .revocation_date(moment)
            .build()
        )
    return builder.sign(by.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Negeri Contoh"),
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
        ]
    )


def _crl_address() -> x509.CRLDistributionPoints:
    """pyHanko heeds a CRL only for certificates that say where theirs is."""
    where = x509.UniformResourceIdentifier(CRL_ADDRESS)
    return x509.CRLDistributionPoints([x509.DistributionPoint([where], None, None, None)])

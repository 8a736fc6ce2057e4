"""A throw-away PKI in the shape of BSrE's: root → issuing CA → the Kadis, and a time authority.

Made at start, never written to disk; everybody in it is invented.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from io import BytesIO
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import CertificateRegistry
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from check_siak.trust import Anchor, TrustPolicy
from local.certificates import AUTHORITY, SIGNER, TIMESTAMPS, Holder, crl, issue

logging.getLogger("pyhanko").setLevel(logging.ERROR)  # warns at each signing that it stays offline

YEAR = timedelta(days=365)
BEGAN = datetime(2018, 8, 28, tzinfo=UTC)  # older than whatever the sample office has signed


@dataclass(frozen=True)
class Pki:
    root: Holder
    issuing: Holder
    kadis: Holder
    tsa: Holder
    crls: tuple[bytes, ...]

    @classmethod
    def create(cls, now: datetime) -> Self:
        root = issue("Root CA Contoh", AUTHORITY, (BEGAN, now + 10 * YEAR))
        issuing = issue("CA Contoh DS G1", AUTHORITY, (BEGAN, now + 5 * YEAR), by=root)
        kadis = issue("Kepala Dinas Contoh", SIGNER, (BEGAN, now + YEAR), by=issuing)
        tsa = issue("Otoritas Waktu Contoh", TIMESTAMPS, (BEGAN, now + YEAR), by=root)
        lists = (crl(root, now, lasts=YEAR), crl(issuing, now, lasts=YEAR))
        return cls(root, issuing, kadis, tsa, lists)

    def trust_policy(self) -> TrustPolicy:
        root = anchor(self.root)
        return TrustPolicy(
            version="contoh-1",
            anchors=(root,),
            tsa_anchors=(root,),
            issuers=(self.issuing.pem,),
            signers=frozenset({self.kadis.asn1.sha256.hex()}),
        )

    def trust_policy_json(self) -> str:
        return self.trust_policy().model_dump_json(indent=2)

    def sign(self, pdf: bytes, moment: datetime | None = None) -> bytes:
        """As the Kadis does through BSrE: PAdES B-LT with a timestamp, invisible on the page.
        `moment` None: now. One document after the other: there is one clock."""
        metadata = PdfSignatureMetadata(
            field_name="TTE",
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            embed_validation_info=True,
            validation_context=self.knowledge(),
        )
        self._clock.fixed_dt = moment
        return signed(pdf, metadata, self.signer(self.kadis), self._clock, moment)

    def signer(self, holder: Holder) -> SimpleSigner:
        return QuickSigner(holder, self.issuing)

    @cached_property
    def _clock(self) -> DummyTimeStamper:
        return self.stamper(None)  # one for all: it keeps its estimate of a token's size

    def stamper(self, moment: datetime | None) -> DummyTimeStamper:
        """`moment` None: the clock's."""
        return DummyTimeStamper(self.tsa.asn1, self.tsa.asn1_key, fixed_dt=moment)

    def knowledge(self) -> ValidationContext:
        """What goes into a document's security store; never shared, it keeps what it learns."""
        return ValidationContext(
            trust_roots=[self.root.asn1],
            other_certs=[self.issuing.asn1],
            crls=self.crls,
            allow_fetching=False,
        )


class QuickSigner(SimpleSigner):
    """SimpleSigner loads and checks its key for each signature, 30 ms each time."""

    def __init__(self, holder: Holder, issuing: Holder) -> None:
        issuers = CertificateRegistry.build([issuing.asn1])
        super().__init__(holder.asn1, holder.asn1_key, issuers, embed_roots=False)
        self._key = holder.key

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        return self._key.sign(data, PKCS1v15(), get_pyca_cryptography_hash(digest_algorithm))


class SignerAsOf(PdfSigner):
    """Writes `moment` as the time of signing; None: the clock's."""

    moment: datetime | None = None

    def init_signing_session(self, *args: Any, **options: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **options)
        session.system_time = self.moment or session.system_time
        return session


def anchor(holder: Holder) -> Anchor:
    known = holder.certificate
    return Anchor(
        certificate=holder.pem,
        not_before=known.not_valid_before_utc,
        not_after=known.not_valid_after_utc,
    )


def signed(
    pdf: bytes,
    metadata: PdfSignatureMetadata,
    signer: SimpleSigner,
    stamper: DummyTimeStamper | None,
    moment: datetime | None = None,
) -> bytes:
    """`moment`: when the signer says that it was; None: now."""
    pen = SignerAsOf(metadata, signer, timestamper=stamper)
    pen.moment = moment
    return bytes(pen.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue())

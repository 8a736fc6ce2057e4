"""What a signature is judged by: the office's anchors, its cache, and what the file brings."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    CertRevTrustPolicy,
    FreshnessReqType,
)

from check_siak.trust import Anchor, TrustPolicy, certificate
from check_siak.tte.opening import reading
from check_siak.tte.proof_of_time import ProofOfTime

_ANY_AGE = CertRevTrustPolicy(
    NO_REVOCATION,
    freshness=timedelta(days=36500),
    freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
)


@dataclass(frozen=True)
class Evidence:
    issuers: tuple[x509.Certificate, ...]
    crls: tuple[crl.CertificateList, ...]
    ocsps: tuple[ocsp.OCSPResponse, ...]

    @classmethod
    def gathered(cls, policy: TrustPolicy, reader: PdfFileReader) -> Self:
        kept = cls(
            tuple(certificate(text) for text in policy.issuers),
            tuple(crl.CertificateList.load(der) for der in policy.crls),
            tuple(ocsp.OCSPResponse.load(der) for der in policy.ocsps),
        )
        with reading():
            return kept._with_the_files_own(reader)

    def _with_the_files_own(self, reader: PdfFileReader) -> Self:
        try:
            store = DocumentSecurityStore.read_dss(reader)
        except NoDSSFoundError:
            return self
        crls = _streams(store.crls, DecodePurpose.CRL)
        ocsps = _streams(store.ocsps, DecodePurpose.OCSP_RESPONSE)
        return replace(
            self,
            issuers=(*self.issuers, *store.load_certs()),
            crls=(*self.crls, *(crl.CertificateList.load(der) for der in crls)),
            ocsps=(*self.ocsps, *(ocsp.OCSPResponse.load(der) for der in ocsps)),
        )

    def context(
        self, anchors: Iterable[Anchor], time: ProofOfTime, *, any_age: bool = False
    ) -> ValidationContext:
        """Fetches nothing, and leaves revocation to check_siak.tte.revocation.
        `any_age`: also counts revocation data that is no longer fresh."""
        fresh = CertRevTrustPolicy(NO_REVOCATION, retroactive_revinfo=time.stamped)
        return ValidationContext(
            trust_roots=[certificate(anchor.certificate) for anchor in anchors],
            other_certs=self.issuers,
            crls=self.crls,
            ocsps=self.ocsps,
            moment=time.moment,
            allow_fetching=False,
            revinfo_policy=_ANY_AGE if any_age else fresh,
        )


def _streams(references: Iterable[IndirectObject], purpose: DecodePurpose) -> list[bytes]:
    return [reference.get_object().read_data(purpose) for reference in references]

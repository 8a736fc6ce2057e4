"""What the desk and the case's record say about one signature."""

from asn1crypto import x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus

from check_siak.tte.proof_of_time import ProofOfTime, signed_at
from check_siak.verdicts import Revocation, Signature, Verdict


def report_on(
    signature: EmbeddedPdfSignature,
    status: PdfSignatureStatus,
    time: ProofOfTime,
    revocation: Revocation,
    finding: tuple[Verdict, str],
) -> Signature:
    signer, token, level = status.signing_cert, status.timestamp_validity, status.modification_level
    verdict, detail = finding
    return Signature(
        verdict=verdict,
        detail=detail,
        field=signature.field_name,
        subfilter=str(signature.sig_object["/SubFilter"]).removeprefix("/"),
        signer=_common_name(signer.subject),
        certificate_sha256=signer.sha256.hex(),
        serial=str(signer.serial_number),
        issuer=_common_name(signer.issuer),
        coverage=status.coverage.name if status.coverage else "UNKNOWN",
        modification=level.name if level else "UNKNOWN",
        signed_at=signed_at(signature, time),
        timestamp=time.moment if time.stamped else None,
        tsa=_common_name(token.signing_cert.subject) if token else None,
        digest=status.md_algorithm,
        revocation=revocation,
    )


def _common_name(name: x509.Name) -> str:
    return str(name.native.get("common_name", name.human_friendly))

"""Documents that the gate must tell apart, made afresh for each run."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext
from reportlab.pdfgen.canvas import Canvas

from local.certificates import Holder
from local.pki import Pki, signed

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

CADES = SigSeedSubFilter.PADES
PKCS7 = SigSeedSubFilter.ADOBE_PKCS7_DETACHED


def a_pdf(*lines: str, pages: int = 1) -> bytes:
    output = BytesIO()
    canvas = Canvas(output)
    for _ in range(pages):
        for place, line in enumerate(lines or ("KARTU KELUARGA",)):
            canvas.drawString(72, 720 - 20 * place, line)
        canvas.showPage()
    canvas.save()
    return output.getvalue()


def sign(
    pki: Pki,
    pdf: bytes,
    *,
    holder: Holder | None = None,
    stamped: datetime | None = None,
    claimed: datetime | None = None,
    dss: ValidationContext | None = None,
    **metadata: Any,
) -> bytes:
    """B-B; with `stamped` B-T; with `dss` the data of that context is embedded.
    `claimed`: when the signer says that it was; None: now."""
    options: dict[str, Any] = {
        "field_name": "TTE",
        "md_algorithm": "sha256",
        "subfilter": CADES,
        "embed_validation_info": dss is not None,
        "validation_context": dss,
    }
    meta = PdfSignatureMetadata(**(options | metadata))
    stamper = pki.stamper(stamped) if stamped else None
    return signed(pdf, meta, pki.signer(holder or pki.kadis), stamper, claimed)


def b_b(pki: Pki) -> bytes:
    return sign(pki, a_pdf())


def b_lt(pki: Pki) -> bytes:
    return pki.sign(a_pdf(), NOW)


def b_lta(pki: Pki) -> bytes:
    return sign(pki, a_pdf(), stamped=NOW, dss=pki.knowledge(), use_pades_lta=True)


def certified(pki: Pki) -> bytes:
    """Nothing at all may change after it, but validation data."""
    return sign(
        pki,
        a_pdf(),
        stamped=NOW,
        dss=pki.knowledge(),
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )


def an_ocsp_answer(
    pki: Pki, holder: Holder, issued: datetime, revoked: datetime | None = None
) -> bytes:
    """It holds for a day; `revoked` None: that the certificate is good."""
    status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
    answer = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=holder.certificate,
            issuer=pki.issuing.certificate,
            algorithm=hashes.SHA256(),
            cert_status=status,
            this_update=issued,
            next_update=issued + DAY,
            revocation_time=revoked,
            revocation_reason=None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, pki.issuing.certificate)
        .sign(pki.issuing.key, hashes.SHA256())
    )
    return answer.public_bytes(serialization.Encoding.DER)


def the_signature(pdf: bytes) -> EmbeddedPdfSignature:
    first: EmbeddedPdfSignature = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
    return first


def appended(pdf: bytes, change: Any) -> bytes:
    """`change` edits the document through pyHanko's writer, in a new revision."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def flipped(pdf: bytes, place: int, bits: int = 1) -> bytes:
    return pdf[:place] + bytes([pdf[place] ^ bits]) + pdf[place + 1 :]


def hand_made(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of the given bodies, with a right table of contents; object 1 is the catalog."""
    output = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(output)
        output += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(output), max(objects) + 1
    output += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        output += b"%010d 00000 %c \n" % (places.get(number, 0), b"n" if number in places else b"f")
    output += b"trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start,
    )
    return bytes(output)

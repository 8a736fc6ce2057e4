"""What is measured with: documents of a given size, signed by a throw-away PKI."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from check_siak.trust import TrustPolicy
from local.pki import Pki

SEED = 1
ASCII85 = 1.25  # what reportlab makes of a picture's bytes


@dataclass(frozen=True)
class Office:
    """Whose documents they are, and when it is."""

    pki: Pki
    policy: TrustPolicy
    now: datetime

    @classmethod
    def opened(cls) -> "Office":
        pki, now = Pki.create(datetime.now(UTC)), datetime.now(UTC)
        return cls(pki, pki.trust_policy(), now)


def document(size: int) -> bytes:
    """A page of text, and a picture that cannot be packed, of about `size` bytes."""
    output, side = BytesIO(), max(8, int((size / ASCII85 / 3) ** 0.5))
    noise = random.Random(SEED).randbytes(side * side * 3)  # noqa: S311
    canvas = Canvas(output, pageCompression=1)
    for line in range(40):
        canvas.drawString(72, 780 - 16 * line, f"{line + 1}. KARTU KELUARGA 9901011204260007")
    canvas.drawImage(ImageReader(Image.frombytes("RGB", (side, side), noise)), 72, 20, 90, 90)
    canvas.showPage()
    canvas.save()
    return output.getvalue()

"""How a phone proves itself: a message, and a link and a QR that open WhatsApp with it."""

import io
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from menwa.office import Office


@dataclass(frozen=True)
class ProofMessage:
    text: str
    link: str

    @property
    def qr(self) -> Markup:
        import segno  # few pages draw one

        svg = io.BytesIO()
        segno.make(self.link, error="m").save(
            svg, kind="svg", xmldecl=False, svgns=True, scale=5, svgclass="qr", lineclass=None
        )
        return Markup(svg.getvalue().decode())  # noqa: S704  segno's own drawing of a quoted link


def proof_message(office: Office, code: str) -> ProofMessage:
    text = f"MENWA {code[:4]}-{code[4:]}"
    number = office.whatsapp_number.removeprefix("+")
    return ProofMessage(text, f"https://wa.me/{number}?text={quote(text)}")

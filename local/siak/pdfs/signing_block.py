"""The foot that every document shares: who signs, the QR code, the note on the signature."""

from local.siak.pdfs.sheet import BOLD, GREY, PLAIN, Sheet
from local.siak.residents import Document

HEAD = "Dra. Hj. Contoh Ratnawati, M.Si."
HEAD_NUMBER = "NIP. 99650101 199003 2 001"
OFFICE = "Dinas Kependudukan dan Pencatatan Sipil Kota Contoh Pekanbaru"
NOTES = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik contoh; "
    "dokumen asli memakai sertifikat yang diterbitkan oleh BSrE, BSSN.",
    "CONTOH: orang dan isinya rekaan, dan dokumen ini tidak berlaku sebagai dokumen kependudukan.",
)


def check_address(document: Document) -> str:
    return f"https://periksa.contoh.example/{document.id}"


def head_signs(sheet: Sheet, document: Document, x: float, y: float, qr_side: float = 22) -> None:
    """The QR code with the head's name to its right; 28 mm high, about 100 mm wide."""
    sheet.qr(x, y, qr_side, check_address(document))
    right = x + qr_side + 4
    sheet.text(right, y + 3, "KEPALA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", font=BOLD, size=7.5)
    sheet.text(right, y + 6.5, "KOTA CONTOH PEKANBARU", font=BOLD, size=7.5)
    sheet.text(right, y + 12.5, "Ditandatangani secara elektronik oleh:", size=7, colour=GREY)
    sheet.text(right, y + 17.5, HEAD, font=BOLD, size=9.5)
    sheet.text(right, y + 21.5, HEAD_NUMBER, size=7.5)


def note_on_signature(sheet: Sheet) -> None:
    edge, low = 12.0, sheet.height - 12
    sheet.line(edge, low - 4, sheet.width - edge, low - 4, width=0.4)
    for row, note in enumerate(NOTES):
        sheet.text(
            sheet.width / 2,
            low + row * 3.4,
            note,
            font=PLAIN,
            size=6.8,
            align="centre",
            colour=GREY,
            within=sheet.width - 2 * edge,
        )

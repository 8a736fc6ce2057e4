"""What the sample SIAK holds, and how it changes while the office runs."""

from datetime import UTC, datetime, time, timedelta, timezone
from secrets import token_hex
from threading import Lock

from local.pki import Pki
from local.siak.entries import Change, Entry, Question, entry_of
from local.siak.faults import Faults
from local.siak.pdfs import draw
from local.siak.residents import Residents

WIB = timezone(timedelta(hours=7))
SIGNING_HOUR = time(10, tzinfo=WIB)


class SampleSiak:
    """Each document is signed once, and its bytes are kept until what they say changes.
    What was signed at the start was signed on its day of issue, what is signed later: then."""

    def __init__(self, residents: Residents, pki: Pki, bearer: str) -> None:
        self.bearer = bearer
        self.faults = Faults()
        self.slow_seconds = 12.0  # longer than the gateway's clients wait
        self._pki = pki
        self._entries = {
            document.id: entry_of(document, residents, _receipt())
            for document in residents.documents.values()
        }
        self._signed: dict[str, bytes] = {}
        self._signed_at = {
            document.id: datetime.combine(document.issued_on, SIGNING_HOUR)
            for document in residents.documents.values()
        }
        self._lock = Lock()

    def entries(self) -> list[Entry]:
        with self._lock:
            return list(self._entries.values())

    def entry(self, document_id: str) -> Entry | None:
        with self._lock:
            return self._entries.get(document_id)

    def change(self, document_id: str, change: Change) -> Entry | None:
        with self._lock:
            before = self._entries.get(document_id)
            if before is None:
                return None
            after = self._entries[document_id] = before.changed(change)
            if (before.signed, before.wrong_entry) != (after.signed, after.wrong_entry):
                self._signed.pop(document_id, None)
                self._signed_at[document_id] = datetime.now(UTC)
            return after

    def find(self, question: Question) -> Entry | None:
        """An active one before others, then the newest."""
        found = [entry for entry in self.entries() if entry.answers(question)]
        return max(found, key=lambda one: (one.active, one.document.issued_on), default=None)

    def signed_pdf(self, document_id: str) -> bytes | None:
        """None: not signed. The Kadis has one pen: one document after the other."""
        with self._lock:
            entry = self._entries.get(document_id)
            if entry is None or not entry.signed:
                return None
            if document_id not in self._signed:
                moment = self._signed_at[document_id]
                self._signed[document_id] = self._pki.sign(draft(entry), moment)
            return self._signed[document_id]

    def someone_elses(self, entry: Entry) -> Entry:
        """A signed document that names none of the same people; of its type where there is one."""
        others = [
            other
            for other in self.entries()
            if other.signed and other.people.isdisjoint(entry.people)
        ]
        same_type = [one for one in others if one.document.type == entry.document.type]
        return (same_type or others)[0]


def _receipt() -> str:
    """Drawn, not counted up: nobody can guess another's."""
    return f"RS-{token_hex(2)}-{token_hex(2)}-{token_hex(2)}".upper()


def draft(entry: Entry) -> bytes:
    return draw(entry.document, entry.recorded)


def tampered(pdf: bytes) -> bytes:
    """One word of the signed part exchanged; the file stays well-formed."""
    return pdf.replace(b"Dokumen contoh", b"Dokumen benar!", 1)

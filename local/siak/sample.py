"""What the sample SIAK holds, and how it changes while the office runs."""

from threading import Lock

from local.pki import Pki
from local.siak.entries import Change, Entry, Question, entry_of
from local.siak.faults import Faults
from local.siak.pdfs import draw
from local.siak.residents import Residents


class SampleSiak:
    """Each document is signed once, and its bytes are kept until what they say changes."""

    def __init__(self, residents: Residents, pki: Pki, bearer: str) -> None:
        self.bearer = bearer
        self.faults = Faults()
        self.slow_seconds = 12.0  # longer than the gateway's clients wait
        self._pki = pki
        self._entries = {
            document.id: entry_of(document, residents) for document in residents.documents.values()
        }
        self._signed: dict[str, bytes] = {}
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
                self._signed[document_id] = self._pki.sign(draft(entry))
            return self._signed[document_id]

    def someone_elses(self, entry: Entry) -> Entry:
        """A signed document of another person's, of the same type where there is one."""
        others = [
            other
            for other in self.entries()
            if other.signed and other.document.subject != entry.document.subject
        ]
        same_type = [one for one in others if one.document.type == entry.document.type]
        return (same_type or others)[0]


def draft(entry: Entry) -> bytes:
    return draw(entry.document, entry.recorded)


def tampered(pdf: bytes) -> bytes:
    """One word of the signed part exchanged; the file stays well-formed."""
    return pdf.replace(b"Dokumen contoh", b"Dokumen benar!", 1)

"""The files that the office uploaded: each for 30 days, an address to fetch it for 5 minutes."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from local.whatsapp.graph_errors import GraphError

LIFETIME = timedelta(days=30)
ADDRESS_LIFETIME = timedelta(minutes=5)
MEGABYTE = 1024 * 1024
LARGEST = {
    "application/pdf": 100 * MEGABYTE,
    "text/plain": 100 * MEGABYTE,
    "application/msword": 100 * MEGABYTE,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": 100 * MEGABYTE,
    "image/jpeg": 5 * MEGABYTE,
    "image/png": 5 * MEGABYTE,
    "audio/ogg": 16 * MEGABYTE,
    "audio/mpeg": 16 * MEGABYTE,
    "video/mp4": 16 * MEGABYTE,
    "image/webp": 500 * 1024,
}
# What a file of this kind begins with: Meta looks inside.
MAGIC = {"application/pdf": b"%PDF", "image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8"}


@dataclass(frozen=True)
class Medium:
    id: str
    content: bytes
    mime_type: str
    expires_at: datetime

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class Media:
    def __init__(self) -> None:
        self._lock = Lock()
        self._held: dict[str, Medium] = {}

    def keep(self, content: bytes, mime_type: str, now: datetime) -> Medium:
        if mime_type not in LARGEST:
            raise GraphError(131053, f"Unsupported file type: {mime_type}")
        if len(content) > LARGEST[mime_type]:
            raise GraphError(131053, "The file is too large")
        if not content.startswith(MAGIC.get(mime_type, b"")):
            raise GraphError(131053, f"The file is not {mime_type}")
        number = str(10**15 + secrets.randbelow(9 * 10**15))
        medium = Medium(number, content, mime_type, now + LIFETIME)
        with self._lock:
            self._held[medium.id] = medium
        return medium

    def get(self, media_id: str, now: datetime) -> Medium | None:
        with self._lock:
            medium = self._held.get(media_id)
        return medium if medium is not None and now < medium.expires_at else None

    def delete(self, media_id: str) -> bool:
        with self._lock:
            return self._held.pop(media_id, None) is not None

    def __len__(self) -> int:
        with self._lock:
            return len(self._held)

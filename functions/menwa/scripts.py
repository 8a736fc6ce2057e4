"""What makes pages handier in a browser that runs scripts; nothing needs them."""

import hashlib
from functools import cached_property
from pathlib import Path

from aws_lambda_powertools.event_handler import Response

from menwa.errors import NotFound

KEPT = "private, max-age=31536000, immutable"  # its name changes with its content


class Scripts:
    """The scripts among a folder's pages, served below `path`."""

    def __init__(self, folder: Path, path: str) -> None:
        self._folder = folder
        self._path = path

    def address_of(self, stem: str) -> str:
        """Where `<stem>.js` is fetched from."""
        found = next(name for name in self._files if name.rpartition("-")[0] == stem)
        return f"{self._path}/{found}"

    def served(self, name: str) -> Response[str]:
        """NotFound also for what an earlier deployment called so: its page is gone as well."""
        if name not in self._files:
            raise NotFound("script")
        headers = {"Cache-Control": KEPT, "X-Content-Type-Options": "nosniff"}
        return Response(200, "text/javascript; charset=utf-8", self._files[name].decode(), headers)

    @cached_property
    def _files(self) -> dict[str, bytes]:
        files = {path.stem: path.read_bytes() for path in self._folder.glob("*.js")}
        hashed = {stem: hashlib.sha256(js).hexdigest()[:12] for stem, js in files.items()}
        return {f"{stem}-{hashed[stem]}.js": js for stem, js in files.items()}

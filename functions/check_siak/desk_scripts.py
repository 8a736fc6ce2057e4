"""What makes the desk handier in a browser that runs scripts; nothing needs them."""

import hashlib
from functools import cache
from pathlib import Path

from aws_lambda_powertools.event_handler import Response

from menwa.errors import NotFound

FOLDER = Path(__file__).parent / "pages"
KEPT = "private, max-age=31536000, immutable"  # its name changes with its content


@cache
def _scripts() -> dict[str, bytes]:
    files = {path.stem: path.read_bytes() for path in FOLDER.glob("*.js")}
    return {f"{stem}-{hashlib.sha256(js).hexdigest()[:12]}.js": js for stem, js in files.items()}


@cache
def address_of(stem: str) -> str:
    """Where `pages/<stem>.js` is fetched from."""
    return next(f"/meja/skrip/{name}" for name in _scripts() if name.rpartition("-")[0] == stem)


def served(name: str) -> Response[str]:
    """NotFound also for what an earlier deployment called so: its page is gone as well."""
    if name not in _scripts():
        raise NotFound("script")
    headers = {"Cache-Control": KEPT, "X-Content-Type-Options": "nosniff"}
    return Response(200, "text/javascript; charset=utf-8", _scripts()[name].decode(), headers)

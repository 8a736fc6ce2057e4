"""Who calls which operation of AWS, read from the signed request."""

import re
import threading
from collections import Counter
from typing import Any, NamedTuple
from urllib.parse import parse_qs

_CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/[^/]+/([^/]+)/")
_OBJECT = {"GET": "GetObject", "PUT": "PutObject", "HEAD": "HeadObject", "DELETE": "DeleteObject"}
_REST = {
    ("ses", "POST", "outbound-emails"): "SendEmail",
    ("lambda", "POST", "invocations"): "Invoke",
}


class Call(NamedTuple):
    """`function` is the caller's access key: a function's is its name in the template."""

    function: str
    operation: str


class Calls:
    """Counts them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Call] = Counter()

    def add(self, call: Call) -> None:
        with self._lock:
            self._counts[call] += 1

    def count(self) -> Counter[Call]:
        """So far: subtract an earlier count for what happened between."""
        with self._lock:
            return Counter(self._counts)


def call_of(environ: dict[str, Any]) -> Call | None:
    """None where nobody signed."""
    signed = _CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    return Call(signed[1], _operation(environ, signed[2])) if signed else None


def _operation(environ: dict[str, Any], service: str) -> str:
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return str(target).rpartition(".")[2]
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"].strip("/")
    if service == "s3":
        return _s3_operation(method, path, environ)
    last = path.rpartition("/")[2]
    return _REST.get((service, method, last), f"{method} {service} {last}")


def _s3_operation(method: str, path: str, environ: dict[str, Any]) -> str:
    if "/" not in path:
        query = parse_qs(environ.get("QUERY_STRING", ""))
        return "ListObjectsV2" if "list-type" in query else f"{method} bucket"
    if method == "PUT" and "HTTP_X_AMZ_COPY_SOURCE" in environ:
        return "CopyObject"
    return _OBJECT.get(method, f"{method} object")

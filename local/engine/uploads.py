"""What browsers do with a bucket and moto leaves open: CORS, and the policy of a signed form."""

import fnmatch
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from werkzeug.wrappers import Request, Response

from local.engine.post_policy import STATUS, Refusal, refusal

Rule = Mapping[str, Any]
SECRET = "secret"  # noqa: S105  with which all functions sign here
_CORS = "access-control-"


class Uploads:
    """`rules` are the buckets' CORS rules, as the template has them."""

    def __init__(self, moto: Any) -> None:
        self._moto = moto
        self.rules: dict[str, Sequence[Rule]] = {}

    def is_one(self, environ: Mapping[str, Any]) -> bool:
        """A browser's call, which bears no signature of its own."""
        bucket = environ["PATH_INFO"].strip("/")
        kind = environ.get("CONTENT_TYPE", "")
        form = environ["REQUEST_METHOD"] == "POST" and kind.startswith("multipart/form-data")
        return bucket in self.rules and (form or environ["REQUEST_METHOD"] == "OPTIONS")

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        bucket, allowed = request.path.strip("/"), self._allowed(request)
        if request.method == "OPTIONS":
            return Response(status=200 if allowed else 403, headers=allowed)(
                environ, start_response
            )
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        why = _refused(environ, body, bucket)
        if why is not None:
            text = f"<Error><Code>{why}</Code></Error>"
            answer = Response(text, STATUS[why], allowed, content_type="application/xml")
            return answer(environ, start_response)
        environ["wsgi.input"] = BytesIO(body)
        answered: Iterable[bytes] = self._moto(environ, _with_headers(start_response, allowed))
        return answered

    def _allowed(self, request: Request) -> dict[str, str]:
        """The headers without which the browser keeps the answer from the page."""
        origin = request.headers.get("Origin", "")
        method = request.headers.get("Access-Control-Request-Method", request.method)
        for rule in self.rules[request.path.strip("/")]:
            known = any(fnmatch.fnmatchcase(origin, each) for each in rule["AllowedOrigins"])
            if known and method in rule["AllowedMethods"]:
                return {
                    "Access-Control-Allow-Origin": origin,
                    "Access-Control-Allow-Methods": ", ".join(rule["AllowedMethods"]),
                    "Access-Control-Max-Age": str(rule.get("MaxAge", 5)),
                }
        return {}


def _refused(environ: Mapping[str, Any], body: bytes, bucket: str) -> Refusal | None:
    with Request({**environ, "wsgi.input": BytesIO(body)}) as request:
        form = {name.lower(): value for name, value in request.form.items()} | {"bucket": bucket}
        size = len(request.files["file"].read()) if "file" in request.files else 0
    return refusal(form, size, SECRET, datetime.now(UTC))


def _with_headers(start_response: Any, ours: Mapping[str, str]) -> Callable[..., Any]:
    """moto lets every origin in."""

    def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        kept = [each for each in headers if not each[0].lower().startswith(_CORS)]
        return start_response(status, [*kept, *ours.items()], *more)

    return started

"""What holds for every page: looked at in each answer, whichever test asked for it."""

from urllib.parse import urlsplit

import httpx
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

LARGEST_PAGE = 100_000
WEB = ("http", "https")
STRICT = ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'")


def well_behaved(response: httpx.Response) -> None:
    """A page that is deployed, and not one of the sample office's own, is strict and small."""
    if not _is_deployed_page(str(response.url), response.headers.get("content-type", "")):
        return
    response.read()
    wrong = _what_is_wrong(response.headers.get("content-security-policy", ""))
    assert not wrong, f"{response.request.method} {response.status_code}: {wrong}"
    assert len(response.content) < LARGEST_PAGE


class Watch:
    """Somebody's browser. `complaints` gathers what no page may ever do."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.complaints: list[str] = []
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))

    def page(self) -> Page:
        return self.context.new_page()

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in WEB:
            return  # Chromium's own: its PDF viewer, data in the page
        if address.hostname != "127.0.0.1":
            self.complaints.append(f"went to {address.scheme}://{address.hostname}")
        is_script = request.resource_type == "script" and "/skrip/" in address.path
        if request.is_navigation_request() or is_script:
            return
        if _is_one_file(request.frame.url):
            self.complaints.append(f"a page is more than its one file: {address.path}")

    def _answered(self, response: Response) -> None:
        headers = response.headers
        if _is_deployed_page(response.url, headers.get("content-type", "")):
            self.complaints += _what_is_wrong(headers.get("content-security-policy", ""))
            if int(headers["content-length"]) >= LARGEST_PAGE:
                self.complaints.append(f"{urlsplit(response.url).path} is too large")

    def _said(self, message: ConsoleMessage) -> None:
        """Chromium itself notes every page that came with a status of 400 or more: no error."""
        if message.type == "error" and "responded with a status" not in message.text:
            self.complaints.append(f"console: {message.text}")


def _is_deployed_page(url: str, content_type: str) -> bool:
    return content_type.startswith("text/html") and _is_deployed(url)


def _is_one_file(url: str) -> bool:
    """Officers' pages may fetch more; those for citizens and officials a script at most."""
    at_work = urlsplit(url).path.startswith(("/meja", "/unggah"))
    return _is_deployed(url) and not at_work


def _is_deployed(url: str) -> bool:
    """Not what the sample office adds for itself (an underline), nor a bucket's answer."""
    address = urlsplit(url)
    return address.scheme in WEB and not address.path.startswith(("/_", "/menwa-"))


def _what_is_wrong(policy: str) -> list[str]:
    missing = [rule for rule in STRICT if rule not in policy]
    loose = [word for word in ("unsafe-inline", "unsafe-eval", "*") if word in policy]
    return [f"policy lacks {rule}" for rule in missing] + [f"policy has {word}" for word in loose]

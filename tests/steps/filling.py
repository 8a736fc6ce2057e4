"""The form as a browser without scripts has it: what stands on its page is sent, and an answer."""

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from intake import web
from menwa.types import as_proof_code
from tests.steps.calling import FORM, Reply, requested

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
TITLE = re.compile(r"<h1[^>]*>(?:<label[^>]*>)?(.*?)<", re.DOTALL)
ANSWERS: dict[str, dict[str, str]] = {
    "document": {"document_type": "kk"},
    "number": {"number": "9971 0111 0319 0001"},
    "receipt": {"receipt": ""},
    "nik": {"nik": "9971 0142 0977 0001"},
    "name": {"name": "Nurhayati Lubuk Puding"},
    "birth_date": {"birth_day": "2", "birth_month": "9", "birth_year": "1977"},
    "phone": {"phone": "0899 0000 0101"},
}
AT_ONCE = {"step": "send", **{name: v for each in ANSWERS.values() for name, v in each.items()}}


@dataclass
class Walk:
    """`address` is where the browser is; `page` what it shows."""

    path: str = "/"
    address: str = "127.0.0.1"
    answers: dict[str, dict[str, str]] = field(default_factory=lambda: dict(ANSWERS))

    def __post_init__(self) -> None:
        path, _, query = self.path.partition("?")
        asked = dict(pair.split("=") for pair in query.split("&") if pair)
        self.page = requested(web.handler, "GET", path, query=asked)

    @property
    def step(self) -> str:
        return dict(self.hidden).get("step", "")

    @property
    def title(self) -> str:
        found = TITLE.search(self.page.text)
        return unescape(found[1]).strip() if found else ""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        form = self.page.text.partition("<form")[2].partition("</form>")[0]
        return [(name, unescape(value)) for name, value in HIDDEN.findall(form)]

    def answer(self, **typed: str) -> Reply:
        body = urlencode([*self.hidden, *typed.items()])
        headers = {"Content-Type": FORM}
        self.page = requested(web.handler, "POST", "/permohonan", body=body, headers=headers)
        return self.page

    def press(self, go: str) -> Reply:
        return self.answer(go=go)

    def to(self, step: str) -> "Walk":
        """Each question on the way is answered."""
        while self.step != step:
            self.answer(**self.answers[self.step])
        return self


def code_on(page: Reply) -> str:
    shown = re.search(r"MENWA ([0-9A-Z]{4}-[0-9A-Z]{4})", page.text)
    assert shown, page.text[-3000:]
    return as_proof_code(shown[1])

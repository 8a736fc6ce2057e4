"""A browser as handlers meet it: it keeps cookies, and sends the form that stands on its page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from moto.ses.models import ses_backends

from check_siak import sign_in
from local.engine.identities import ACCOUNT
from tests.builders import OFFICE
from tests.steps.calling import Handler, Reply, requested
from tests.steps.world import World

CODE = re.compile(r"\b[0-9]{6}\b")


@dataclass
class Browser:
    world: World
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def get(self, path: str, handler: Handler = sign_in.handler) -> Reply:
        path, _, query = path.partition("?")
        asked = dict(pair.split("=", 1) for pair in query.split("&") if pair)
        reply = requested(handler, "GET", path, query=asked, headers=self._headers())
        return self._kept(reply)

    def post(self, path: str, handler: Handler = sign_in.handler, **form: Sequence[str]) -> Reply:
        """The page's own token goes along, if the form says nothing else."""
        filled = {"csrf": self.csrf, **form}
        reply = requested(handler, "POST", path, form=filled, headers=self._headers())
        return self._kept(reply)

    def ask_code(self, officer: str, ahead: str = "/meja") -> Reply:
        self.get(f"/masuk?ke={ahead}")
        return self.post("/masuk", nama=officer, ke=ahead)

    def sign_in(self, officer: str, ahead: str = "/meja") -> Reply:
        """All the way, with the newest code that reached the officer."""
        return self.post("/masuk/kode", kode=self.code_for(officer, ahead), ke=ahead)

    def code_for(self, officer: str, ahead: str = "/meja") -> str:
        """Asked for here, and read where it arrived."""
        before = codes_of(self.world, officer)
        self.ask_code(officer, ahead)
        new = codes_of(self.world, officer)
        for code in before:
            new.remove(code)
        (code,) = new
        return code

    def _headers(self) -> Mapping[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _kept(self, reply: Reply) -> Reply:
        for cookie in reply.cookies:
            pair, _, attributes = cookie.partition(";")
            name, _, value = pair.partition("=")
            if "Max-Age=0" in attributes:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        found = re.search(r'name="csrf" value="([^"]*)"', reply.text)
        self.csrf = unescape(found[1]) if found else self.csrf
        return reply


def codes_of(world: World, officer: str) -> list[str]:
    """Those on the phone, then those by mail; none of them may stand in a log line."""
    found = [*codes_on_phone(world, officer), *codes_by_mail(officer)]
    world.secrets |= {*found}
    return found


def codes_on_phone(world: World, officer: str) -> list[str]:
    return _codes(world.texts(OFFICE.officers[officer].phone))


def codes_by_mail(officer: str) -> list[str]:
    sent = ses_backends[ACCOUNT]["us-east-1"].sent_messages
    address = OFFICE.officers[officer].mail
    return _codes([mail.body for mail in sent if address in mail.destinations["ToAddresses"]])


def _codes(texts: Iterable[str]) -> list[str]:
    return [code for text in texts for code in CODE.findall(text)]

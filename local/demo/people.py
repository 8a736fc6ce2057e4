"""Those who take part in the demo; each uses what they would use: a browser, a phone, a link."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

T = TypeVar("T")
PATIENCE = 40.0


class Stuck(Exception):
    """What should have happened did not, in time."""


def until(what: str, look: Callable[[], T | None]) -> T:
    """Look again until there is something; Stuck names what never came."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if seen := look():
            return seen
        time.sleep(0.05)
    raise Stuck(what)


@dataclass(frozen=True)
class Phone:
    http: httpx.Client
    number: str

    def write(self, text: str) -> None:
        self.http.post(f"/_kantor/api/hp/{self.number}/tulis", json={"text": text})

    def messages(self) -> list[dict[str, Any]]:
        """From the office, oldest first."""
        shown = self.http.get(f"/_kantor/api/hp/{self.number}").json()["messages"]
        return [one for one in shown if one["from_office"]]

    def documents(self) -> list[bytes]:
        media = [one["document"]["media_id"] for one in self.messages() if one["document"]]
        base = f"/_kantor/api/hp/{self.number}/dokumen"
        return [self.http.get(f"{base}/{media_id}").content for media_id in media]


@dataclass(frozen=True)
class Citizen:
    http: httpx.Client
    person: dict[str, str]
    phone: Phone

    def ask(self, document_type: str, number: str | None) -> str:
        """Fill in the form; returns the message that proves the phone."""
        year, month, day = self.person["birth_date"].split("-")
        known = {"number": number} if number else {"number_unknown": "1"}
        form = known | {
            "document_type": document_type,
            "nik": self.person["nik"],
            "name": self.person["name"],
            "birth_day": day,
            "birth_month": month,
            "birth_year": year,
            "phone": self.phone.number,
        }
        page = self.http.post("/permohonan", data=form)
        found = re.search(r"MENWA [0-9A-Z]{4}-[0-9A-Z]{4}", page.text)
        if page.status_code != httpx.codes.OK or found is None:
            raise Stuck(f"the form was refused: {page.status_code}")
        return found[0]

    def prove(self, message: str) -> str:
        """Send that message; returns the case's id from the office's answer."""
        before = len(self.phone.messages())
        self.phone.write(message)
        answer = until("the office's answer", lambda: self.phone.messages()[before:])[0]
        found = re.search(r"MW-[0-9A-Z]{11}", answer["text"])
        if found is None:
            raise Stuck("no case id in the office's answer")
        return found[0]


@dataclass(frozen=True)
class Official:
    """Reads the newest letter about a case, on the phone or by mail, and answers by its link."""

    http: httpx.Client
    phone: Phone
    mail: str

    def answer(self, case_id: str, answer: str, reason: str = "") -> None:
        link = until(f"a letter about {case_id}", lambda: self._link(case_id))
        self.http.get(link)
        page = self.http.post(link, data={"answer": answer, "reason": reason})
        if page.status_code != httpx.codes.OK:
            raise Stuck(f"the answer was refused: {page.status_code}")

    def _link(self, case_id: str) -> str | None:
        letters = [one for one in self.phone.messages() if case_id in one["text"]]
        buttons = [button["value"] for one in letters for button in one["buttons"]]
        mails = self.http.get("/_kantor/api/surel").json()["mails"]
        sent = [one["link"] for one in mails if one["to"] == self.mail and case_id in one["body"]]
        return next(reversed(buttons + sent), None)


@dataclass
class Officer:
    """Signs in and works at the desk, in a browser of their own.

    Cookies are Secure: no client sends them over plain HTTP but a browser, which trusts this
    machine; here they are carried by hand.
    """

    http: httpx.Client
    key: str
    phone: Phone
    mail: str
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""

    def is_in(self) -> bool:
        return self.get("/meja").status_code == httpx.codes.OK

    def sign_in(self) -> None:
        self.get("/masuk")
        known = self._codes()
        self.post("/masuk", nama=self.key)
        code = until(f"a code for {self.key}", lambda: self._codes()[len(known) :])[-1]
        if self.post("/masuk/kode", kode=code).status_code != httpx.codes.SEE_OTHER:
            raise Stuck(f"{self.key} was not let in")
        self.get("/meja")

    def get(self, path: str) -> httpx.Response:
        return self._kept(self.http.get(path, headers=self._headers()))

    def post(self, path: str, **fields: str) -> httpx.Response:
        """With what stands in each form of theirs: their token, and what they have on screen."""
        form = {"csrf": self.csrf, **self._on_screen(path), **fields}
        return self._kept(self.http.post(path, data=form, headers=self._headers()))

    def _on_screen(self, path: str) -> dict[str, str]:
        if not re.fullmatch(r"/meja/MW-[0-9A-Z]+", path):
            return {}
        found = re.search(r'name="screen" value="([^"]*)"', self.get(path).text)
        return {"screen": found[1]} if found else {}

    def _codes(self) -> list[str]:
        """Oldest first, by whichever way they come."""
        mails = self.http.get("/_kantor/api/surel").json()["mails"]
        texts = [one["body"] for one in mails if one["to"] == self.mail]
        texts += [one["text"] for one in self.phone.messages()]
        return [code for text in texts for code in re.findall(r"\b[0-9]{6}\b", text)]

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _kept(self, response: httpx.Response) -> httpx.Response:
        for cookie in response.headers.get_list("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            if not value:
                del self.cookies[name]
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', response.text)
        self.csrf = found[1] if found else self.csrf
        return response

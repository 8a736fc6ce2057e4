"""Those who take part in the demo; each uses what they would use: a browser, a phone, a link."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from local.demo.browser import Browser

T = TypeVar("T")
PATIENCE = 40.0
FIRST_PAUSE, LONGER = 0.03, 1.2


class Stuck(Exception):
    """What should have happened did not, in time."""


def until(what: str, look: Callable[[], T | None]) -> T:
    """Look again until there is something, less and less often: thirty who wait would else keep
    the office from its work. Stuck names what never came."""
    deadline, pause = time.monotonic() + PATIENCE, FIRST_PAUSE
    while time.monotonic() < deadline:
        if seen := look():
            return seen
        time.sleep(pause)
        pause *= LONGER
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


def whose(document_type: str) -> dict[str, str]:
    """Their own; a death certificate is somebody else's."""
    if document_type != "akta_kematian":
        return {"whom": "self"}
    return {"whom": "other", "relation": "keluarga", "subject_name": "Almarhum Contoh"}


@dataclass(frozen=True)
class Citizen:
    http: httpx.Client
    person: dict[str, str]
    phone: Phone

    def answers(self, document_type: str, number: str | None) -> dict[str, str]:
        """To all that the form asks, as its last page sends them."""
        year, month, day = self.person["birth_date"].split("-")
        known = {"number": number} if number else {"number_unknown": "1"}
        return known | {
            **whose(document_type),
            "step": "send",
            "document_type": document_type,
            "receipt": "",
            "nik": self.person["nik"],
            "name": self.person["name"],
            "birth_day": day,
            "birth_month": month,
            "birth_year": year,
            "sure": f"{self.person['nik']} {self.person['birth_date']}",
            "phone": self.phone.number,
        }

    def ask(self, document_type: str, number: str | None) -> str:
        """Send the form; returns the message that proves the phone."""
        page = self.http.post("/permohonan", data=self.answers(document_type, number))
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


@dataclass
class Officer(Browser):
    """Signs in and works at the desk, in a browser of their own."""

    key: str
    phone: Phone
    mail: str

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

    def post(self, path: str, **fields: str) -> httpx.Response:
        """With what stands in each form of theirs: their token, and what they have on screen."""
        return self.send(path, {**self._on_screen(path), **fields})

    def _on_screen(self, path: str) -> dict[str, str]:
        if not re.fullmatch(r"/meja/MW-[0-9A-Z]+", path):
            return {}
        found = re.search(r'name="screen" value="([^"]*)"', self.get(path).text)
        return {"screen": found[1]} if found else {}

    def _codes(self) -> list[str]:
        return self.codes(self.phone.number, self.mail)

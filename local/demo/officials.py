"""Officials of the demo: each reads letters, enrols a device once, and answers on it."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from local.demo.browser import Browser, hidden_in
from local.demo.people import Phone, Stuck, until

ASK_CODE, ENTER_CODE = "/pejabat/masuk", "/pejabat/masuk/kode"


@dataclass
class Official(Browser):
    """Reads letters on the phone or by mail. `assistant`: reads those of an official, and the codes
    that come to their own phone or mail."""

    phone: Phone
    mail: str
    assistant: bool = False

    def answer(self, case_id: str, answer: str, reason: str = "") -> None:
        address = until(f"a question about {case_id}", lambda: self._question(case_id))
        answered = self.reply(address, answer, reason=reason)
        if answered.status_code != httpx.codes.OK:
            raise Stuck(f"the answer was refused: {answered.status_code}")

    def reply(self, address: str, answer: str, **fields: str) -> httpx.Response:
        """By the form on that page."""
        self.enrol(address)
        form = hidden_in(self.get(address).text)
        return self.send(address, {**form, **fields, "answer": answer})

    def enrol(self, link: str) -> None:
        """Where it is not yet: with the code that comes over the letters' other channel."""
        if ASK_CODE not in self.get(link).text:
            return
        whose = {"ke": link, "siapa": "asisten" if self.assistant else "pejabat"}
        known = self._codes()
        self.send(ASK_CODE, whose)
        code = until("a code for an official", lambda: self._new_code(known))
        if self.send(ENTER_CODE, {**whose, "kode": code}).status_code != httpx.codes.SEE_OTHER:
            raise Stuck("an official was not let in")

    def link_to(self, case_id: str) -> str | None:
        """The newest that a letter about this case alone brought."""
        return next((link for text, link in self._letters() if case_id in text), None)

    def _question(self, case_id: str) -> str | None:
        """By its own letter's link; or, where one letter told of several, from the page of all."""
        newest = next((link for _, link in self._letters()), None)
        if newest is None:
            return None
        self.enrol(newest)
        addresses = [self.link_to(case_id), f"/pejabat/tunggu/{case_id}"]
        return next((each for each in addresses if each and self._is_asked(each)), None)

    def _is_asked(self, address: str) -> bool:
        return 'name="answer"' in self.get(address).text

    def _letters(self) -> Iterator[tuple[str, str]]:
        """What they say, and their link; newest first on the phone, then those by mail."""
        for message in reversed(self.phone.messages()):
            for button in message["buttons"]:
                if "/k/" in str(button["value"]):
                    yield message["text"], _path(button["value"])
        for mail in reversed(self.http.get("/_kantor/api/surel").json()["mails"]):
            if mail["to"] == self.mail and "/k/" in (mail["link"] or ""):
                yield mail["body"], _path(mail["link"])

    def _codes(self) -> list[str]:
        return self.codes(self.phone.number, self.mail)

    def _new_code(self, known: list[str]) -> str | None:
        return next((code for code in self._codes() if code not in known), None)


def _path(link: str) -> str:
    return link[link.index("/k/") :]

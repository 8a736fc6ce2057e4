"""A browser as those have it who sign in here: it keeps cookies, and knows the form on its page.

Cookies are Secure: no client sends them over plain HTTP but a browser, which trusts this machine;
here they are carried by hand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

import httpx

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_CODE = re.compile(r"\b[0-9]{6}\b")


@dataclass
class Browser:
    http: httpx.Client
    cookies: dict[str, str] = field(default_factory=dict, kw_only=True)
    csrf: str = field(default="", kw_only=True)

    def get(self, path: str) -> httpx.Response:
        return self._kept(self.http.get(path, headers=self._headers()))

    def send(self, path: str, form: Mapping[str, str]) -> httpx.Response:
        """With the token that stands in every form."""
        filled = {"csrf": self.csrf, **form}
        return self._kept(self.http.post(path, data=filled, headers=self._headers()))

    def codes(self, phone: str, mail: str) -> list[str]:
        """Those that reached somebody, oldest first, by whichever way they came."""
        mails = self.http.get("/_kantor/api/surel").json()["mails"]
        texts = [one["body"] for one in mails if one["to"] == mail]
        shown = self.http.get(f"/_kantor/api/hp/{phone}").json()["messages"]
        texts += [one["text"] for one in shown if one["from_office"]]
        return [code for text in texts for code in _CODE.findall(text)]

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


def hidden_in(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}

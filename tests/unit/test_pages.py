"""Every page: nothing foreign in it, nothing typed left unescaped."""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

import pytest

from menwa.pages import page, see_other
from menwa.requests import is_foreign
from tests.builders import OFFICE

EVIL = '"><script>alert(1)</script>'


def the_form(policy: Mapping[str, str] | None = None, **typed: str) -> Any:
    """The question for a name, of all pages the one that asks for what people type freely."""
    return page(
        "intake/ask_name.html",
        policy=policy,
        office=OFFICE,
        ending="",
        from_whatsapp=False,
        first=False,
        changing=False,
        step="name",
        carried=[("at", "0")],
        values=typed,
        errors={},
    )


def policy(response: Any) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


def test_the_policy_allows_the_shells_own_stylesheet_and_nothing_else() -> None:
    response = the_form()
    styles = re.findall(r"<style>(.*?)</style>", response.body, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in styles]
    assert policy(response)["style-src"] == f"'sha256-{digests[0]}'"
    assert len(styles) == 1
    assert policy(response)["default-src"] == "'none'"
    assert policy(response)["frame-ancestors"] == "'none'"
    assert policy(response)["base-uri"] == "'none'"
    assert policy(response)["form-action"] == "'self'"
    assert "script-src" not in policy(response)


def test_a_page_carries_no_style_or_script_of_its_own() -> None:
    body = the_form().body
    assert not re.search(r"<script|\son\w+=|\sstyle=|@import|url\(", body)


@pytest.mark.parametrize("response", [the_form(), see_other("/")])
def test_every_answer_has_the_headers_that_protect_it(response: Any) -> None:
    headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] in {"no-referrer", "same-origin"}
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_pages_are_kept_nowhere() -> None:
    assert the_form().headers["Cache-Control"] == "no-store"


def test_what_was_typed_is_kept_and_escaped() -> None:
    body = the_form(name=EVIL).body
    assert "<script>" not in body
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in body


def test_a_page_is_indonesian_and_not_for_search_engines() -> None:
    body = the_form().body
    assert '<html lang="id">' in body
    assert '<meta name="robots" content="noindex">' in body


def test_only_a_page_that_asks_for_it_may_run_our_own_script() -> None:
    own = the_form({"script-src": "'self'"})
    policy = str(own.headers["Content-Security-Policy"])
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in str(the_form().headers["Content-Security-Policy"])


def test_see_other_leads_on_with_a_get() -> None:
    response = see_other("/meja")
    assert (response.status_code, response.headers["Location"]) == (303, "/meja")


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "https://a.test", "host": "a.test"}, True),
        ({"origin": "https://menwa.test", "host": "menwa.test"}, False),
        ({"origin": "http://127.0.0.1:8080", "host": "127.0.0.1:8080"}, False),
        ({"origin": "https://jahat.test", "host": "menwa.test"}, True),
        ({"origin": "null", "host": "menwa.test"}, True),
    ],
)
def test_a_form_of_another_site_is_known_as_such(headers: dict[str, str], foreign: bool) -> None:
    assert is_foreign(headers) is foreign

"""Pages: Jinja templates in one shell, with headers that let nothing foreign in."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from menwa.dates import (
    day_in_english,
    day_in_words,
    in_english,
    in_words,
    wait_in_words,
)
from menwa.languages import said
from menwa.numbers import in_thousands

ROOT = Path(__file__).parent.parent
SHELL = Path(__file__).parent / "pages"
T = TypeVar("T")


def page(
    template: str,
    status: int = 200,
    *,
    policy: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Response[str]:
    """`template` is "<folder>/<name>.html"; every value is escaped.

    `policy`: what this page needs beyond the strict one, as `{"script-src": "'self'"}`. `headers`:
    in place of the usual ones, or besides.
    """
    return Response(
        status_code=status,
        content_type="text/html; charset=utf-8",
        body=_templates().get_template(template).render(**{"lang": "id"} | values),
        headers={**_headers(policy or {}), "Cache-Control": "no-store", **(headers or {})},
    )


def written(template: str, **values: Any) -> str:
    """A letter's words: of a `.txt` nothing is escaped."""
    return _templates().get_template(template).render(**values)


def see_other(path: str) -> Response[str]:
    return Response(status_code=303, headers={"Location": path, **_headers({})})


class _Pages(FileSystemLoader):
    """`intake/form.html` stands in `intake/pages/form.html`."""

    def get_source(self, environment: Environment, template: str) -> Any:
        folder, _, name = template.partition("/")
        return super().get_source(environment, f"{folder}/pages/{name}")


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=_Pages(ROOT),
        autoescape=select_autoescape(("html",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["stylesheet"] = _stylesheet()
    environment.filters["t"] = pass_context(said)
    environment.filters["in_words"] = _spoken(in_words, in_english)
    environment.filters["day_in_words"] = _spoken(day_in_words, day_in_english)
    environment.filters["wait_in_words"] = wait_in_words
    environment.filters["in_thousands"] = in_thousands
    return environment


def _spoken(indonesian: Callable[[T], str], english: Callable[[T], str]) -> Callable[..., str]:
    """A filter in the language of the page."""

    @pass_context
    def spoken(context: Context, value: T) -> str:
        return (english if context.get("lang") == "en" else indonesian)(value)

    return spoken


@cache
def _stylesheet() -> str:
    return (SHELL / "style.css").read_text(encoding="utf-8")


@cache
def _stylesheet_hash() -> str:
    return base64.b64encode(hashlib.sha256(_stylesheet().encode()).digest()).decode()


def _headers(needed: Mapping[str, str]) -> dict[str, str]:
    policy = {
        "default-src": "'none'",
        "style-src": f"'sha256-{_stylesheet_hash()}'",
        "img-src": "data:",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    } | dict(needed)
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
        "X-Content-Type-Options": "nosniff",
    }

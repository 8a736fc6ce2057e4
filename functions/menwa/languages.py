"""Pages in English too: each sentence stands in Indonesian where it is used, and the office's file
has the English of it."""

from collections.abc import Mapping
from typing import Any, Literal

from jinja2.runtime import Context
from markupsafe import Markup, escape

from menwa.office import Office

Language = Literal["id", "en"]


def language_in(fields: Mapping[str, str]) -> Language:
    """Of a form's fields or an address's `?lang=en`; Indonesian for all else."""
    return "en" if fields.get("lang") == "en" else "id"


def in_language(sentence: str, language: Language, office: Office | None) -> str:
    """What has no English stays Indonesian."""
    return office.english.get(sentence, sentence) if office and language == "en" else sentence


def said(context: Context, sentence: str, **values: Any) -> Markup:
    """The filter `t` of templates: `{{ "Tahun {year}"|t(year=1990) }}`. Values that are sentences
    themselves are said in the same language."""
    language, office = context.get("lang", "id"), context.get("office")
    words = Markup(escape(in_language(sentence, language, office)))  # noqa: S704  just escaped
    filled = {
        name: in_language(value, language, office) if type(value) is str else value
        for name, value in values.items()
    }
    return words.format(**filled) if filled else words

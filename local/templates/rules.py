"""What Meta would refuse of a message template, or move into another category; better known before
it is submitted. Its codes: 2388299 (variables first or last), 2388040 (lengths), 2388293 (many)."""

import re
from collections.abc import Iterator

from menwa.office import Template

VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
LONGEST_NAME, LONGEST_BODY, LONGEST_FOOTER = 512, 1024, 60
LONGEST_BUTTON, LONGEST_URL = 25, 2000
MOST_BUTTONS, MOST_URL_BUTTONS = 10, 2
# By such words Meta takes a utility message for advertising, which is another category and price.
ADVERTISING = re.compile(
    r"\b(promo\w*|diskon|hadiah|undian|bonus|kupon|voucher|cashback|penawaran|murah|hemat|gratis"
    r"|beli|terbatas|spesial|buruan)\b",
    re.IGNORECASE,
)
FOREIGN_LINK = re.compile(r"\b(wa\.me|bit\.ly|tinyurl\.com|s\.id)\b", re.IGNORECASE)
CODE_WORDS = re.compile(
    r"\{\{1\}\} adalah kode verifikasi Anda\."
    r"( Demi keamanan Anda, jangan bagikan kode ini\.)?"
)
CODE_LIFE = re.compile(r"Kode ini kedaluwarsa dalam (\d{1,2}) menit\.")


def faults(name: str, template: Template) -> list[str]:
    """One sentence each; none if Meta has nothing against it."""
    found = [*_of_name(name, template.language)]
    if template.category == "authentication":
        found += _of_code(template)
    else:
        found += [*_of_body(template.body), *_of_words(template), *_of_footer(template.footer)]
    found += _of_buttons(template)
    return [f"{name}: {fault}" for fault in found]


def variables(body: str) -> list[str]:
    return list(dict.fromkeys(VARIABLE.findall(body)))


def code_minutes(template: Template) -> int | None:
    """How long a code lives, as its footer says."""
    found = CODE_LIFE.fullmatch(template.footer)
    return int(found[1]) if found else None


def _of_name(name: str, language: str) -> Iterator[str]:
    if not re.fullmatch(r"[a-z0-9_]+", name) or len(name) > LONGEST_NAME:
        yield f"a name is of small letters, digits and _, at most {LONGEST_NAME}"
    if not re.fullmatch(r"[a-z]{2,3}(_[A-Z]{2})?", language):
        yield f"{language} is no language of Meta's"


def _of_body(body: str) -> Iterator[str]:
    names, words = variables(body), re.findall(r"\w+", VARIABLE.sub(" ", body))
    pieces = VARIABLE.split(body)[::2]
    if len(pieces) > 1 and not all(re.search(r"\w", each) for each in (pieces[0], pieces[-1])):
        yield "the body begins or ends with a variable"
    if not 1 <= len(body) <= LONGEST_BODY:
        yield f"the body has {len(body)} characters, Meta takes 1 to {LONGEST_BODY}"
    if re.search(r"\}\}\s*\{\{", body):
        yield "two variables of the body touch"
    if len(words) < 2 * len(VARIABLE.findall(body)) + 1:
        yield "the body has too many variables for so few words"
    if re.search(r"\n{3,}|\t| {5,}", body):
        yield "the body has more than two line breaks, a tab or more than four blanks in a row"
    if body.count("{{") != len(VARIABLE.findall(body)) or body.count("}}") != body.count("{{"):
        yield "the body has braces that are no variable"
    placed = [each for each in names if each.isdigit()]
    if placed and placed != [str(place) for place in range(1, len(names) + 1)]:
        yield "variables are all named, or numbered from 1 in their order"
    if any(not each.isdigit() and not re.fullmatch(r"[a-z][a-z0-9_]*", each) for each in names):
        yield "a variable's name is of small letters, digits and _"


def _of_words(template: Template) -> Iterator[str]:
    said = " ".join([template.body, template.footer, *(one.text for one in template.buttons)])
    if found := ADVERTISING.search(said):
        yield f"to Meta, {found[0].lower()!r} is advertising, not utility"
    if found := FOREIGN_LINK.search(said):
        yield f"links by way of {found[0].lower()} are refused"


def _of_footer(footer: str) -> Iterator[str]:
    if len(footer) > LONGEST_FOOTER:
        yield f"the footer has {len(footer)} characters, Meta takes {LONGEST_FOOTER}"
    if "{{" in footer or "\n" in footer:
        yield "the footer has a variable or a line break"


def _of_code(template: Template) -> Iterator[str]:
    """Meta writes these words itself: the file has them as people will read them."""
    if not CODE_WORDS.fullmatch(template.body):
        yield "the body of an authentication template is not Meta's own"
    minutes = code_minutes(template)
    if template.footer and not (minutes and 1 <= minutes <= 90):
        yield "the footer of an authentication template says for how many minutes, 1 to 90"
    if template.header != "none":
        yield "an authentication template has no header"
    if [button.kind for button in template.buttons] != ["copy_code"]:
        yield "an authentication template has one button, which copies the code"


def _of_buttons(template: Template) -> Iterator[str]:
    buttons, kinds = template.buttons, [button.kind for button in template.buttons]
    if len(buttons) > MOST_BUTTONS or kinds.count("url") > MOST_URL_BUTTONS:
        yield f"more than {MOST_BUTTONS} buttons, or more than {MOST_URL_BUTTONS} with an address"
    if len({button.text for button in buttons}) < len(buttons):
        yield "two buttons have the same text"
    if kinds != sorted(kinds) and kinds != sorted(kinds, reverse=True):
        yield "quick replies stand together, before or after the other buttons"
    if template.category != "authentication" and "copy_code" in kinds:
        yield "a button that copies the code is for authentication templates"
    for button in buttons:
        if not 1 <= len(button.text) <= LONGEST_BUTTON or "{{" in button.text:
            yield f"a button's text has 1 to {LONGEST_BUTTON} characters and no variable"
        if button.kind == "url":
            yield from _of_address(button.url)
        elif button.url:
            yield "only a button that opens an address has one"


def _of_address(url: str) -> Iterator[str]:
    if not url.startswith("/") or len(url) > LONGEST_URL:
        yield f"a button's address is a path of ours, at most {LONGEST_URL} characters"
    if "{{" in url and not re.fullmatch(r"[^{}]+\{\{1\}\}", url):
        yield "a button's address has one variable, {{1}}, at its end"

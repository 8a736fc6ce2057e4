"""The pages and the office's texts that the code names are there, and none is left over."""

import ast
import re
import tomllib
from collections.abc import Iterable, Mapping

import pytest

from local.office_file import DEFAULTS, OFFICES, read_office
from local.templates.rules import faults
from tests.infra.reading import FUNCTIONS, Source, called, name_called, sources, workflow_text

PAGES = {
    f"{path.parent.parent.name}/{path.name}": path.read_text(encoding="utf-8")
    for path in sorted(FUNCTIONS.glob("*/pages/*.html"))
}
STEPS = {"check_siak", "notify_officials", "send_pdf"}
HANDLED = {
    *("AlreadyAnswered", "Claimed", "DocumentGone", "NotFound", "OutcomeUnknown", "Refused"),
    *("ExceptionGroup", "Outdated", "Worthless"),
}
TIMED_OUT = "States.Timeout"  # what the state machine itself raises, where a task has its time


def named_pages(code: Iterable[Source], pages: Mapping[str, str]) -> set[str]:
    """By handlers, and by each other."""
    by_code = {word for source in code for word in source.words() if word.endswith(".html")}
    leads = re.compile(r"\{%-?\s*(?:extends|include|import|from)\s+\"([^\"]+)\"")
    return by_code | {found for text in pages.values() for found in leads.findall(text)}


def texts_named(code: Iterable[Source]) -> set[str]:
    """`office.text("received", …)`, and the errors beside a form's fields."""
    found = set()
    for source in code:
        for call in called(source.tree):
            if name_called(call) == "text" and call.args and isinstance(call.args[0], ast.Constant):
                found.add(str(call.args[0].value))
        found |= {word for word in source.words() if re.fullmatch(r"error_\w+", word)}
    return found


def unused(keys: Iterable[str], code: Iterable[Source]) -> set[str]:
    """Neither named nor put together from a beginning: `f"question_{level}"`."""
    code = list(code)
    begun = tuple(
        str(node.values[0].value)
        for source in code
        for node in source.each(ast.JoinedStr)
        if isinstance(node.values[0], ast.Constant) and str(node.values[0].value).endswith("_")
    )
    named = {word for source in code for word in source.words()}
    return {key for key in keys if key not in named and not key.startswith(begun)}


def acts_named(code: Iterable[Source]) -> set[str]:
    """What is written on a card, or why somebody waits."""
    found = set[str]()
    for source in code:
        for call in called(source.tree):
            if name_called(call) == "Finding":
                found |= _constants(call.args[:2])
            if name_called(call) == "handed_over":
                found |= _constants([each.value for each in call.keywords if each.arg == "act"])
        for pair in source.each(ast.Dict):
            named = [
                v for k, v in zip(pair.keys, pair.values, strict=True) if _is(k, "reason", "error")
            ]
            found |= _constants(named)
    return {word for word in found if re.fullmatch(r"\w+", word)} - {"none", "desk", "returned"}


def errors_raised(code: Iterable[Source]) -> set[str]:
    """By a step, and not answered before they reach the state machine."""
    return {
        name_called(error.exc)
        for source in code
        if source.folder in STEPS or source.module == "menwa.whatsapp"
        for error in source.each(ast.Raise)
        if isinstance(error.exc, ast.Call) and name_called(error.exc)[:1].isupper()
    } - HANDLED


def _is(node: ast.expr | None, *words: str) -> bool:
    return isinstance(node, ast.Constant) and node.value in words


def _constants(nodes: Iterable[ast.AST]) -> set[str]:
    """Texts, but for the keys by which something is looked up."""
    nodes = list(nodes)
    keys = {
        id(each.slice)
        for node in nodes
        for each in ast.walk(node)
        if isinstance(each, ast.Subscript)
    }
    return {
        each.value
        for node in nodes
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and id(each) not in keys
    }


def answers(code: Iterable[Source]) -> set[str]:
    """What officials and officers may answer becomes an act."""
    return {
        word
        for source in code
        for node in source.each(ast.Assign)
        if [getattr(each, "id", "") for each in node.targets] == ["Answer"]
        if isinstance(node.value, ast.Subscript)
        for word in _constants([node.value.slice])
    }


def assigned_reasons(definition: str) -> set[str]:
    return set(re.findall(r"reason: ([a-z_]+)$", definition, re.MULTILINE)) - {"none"}


def default(name: str) -> dict[str, object]:
    return tomllib.loads((DEFAULTS / name).read_text(encoding="utf-8"))


def test_every_page_that_is_named_is_there_and_every_page_is_named() -> None:
    assert named_pages(sources(), PAGES) == set(PAGES)


def test_a_page_that_is_named_by_code_or_by_another_page_is_read() -> None:
    code = [Source("a.web", "page('a/form.html')")]
    pages = {"a/form.html": '{% extends "menwa/shell.html" %}{% include "a/part.html" %}'}
    assert named_pages(code, pages) == {"a/form.html", "menwa/shell.html", "a/part.html"}


def test_every_text_that_is_named_is_there() -> None:
    assert texts_named(sources()) - default("texts.toml").keys() == set()


def test_every_text_is_used() -> None:
    assert unused(default("texts.toml"), sources()) == set()


def test_a_named_text_is_read_and_one_that_nobody_names_is_found() -> None:
    code = [Source("a", "office().text('received', url='x')\nerrors = {'nik': 'error_nik'}")]
    assert texts_named(code) == {"received", "error_nik"}
    assert unused(["received", "forgotten"], code) == {"forgotten"}
    begun = [Source("a", "office().text(f'question_{level}')")]
    assert unused(["question_kasi", "received"], begun) == {"received"}


def test_every_act_and_every_reason_has_words() -> None:
    possible = acts_named(sources()) | answers(sources()) | errors_raised(sources())
    possible |= assigned_reasons(workflow_text()) | {TIMED_OUT}
    assert {"right_unknown", "gate_refused", "still_unsigned", "Unsettled", "NotSigned"} <= possible
    assert possible - default("acts.toml").keys() == set()


def test_acts_reasons_and_errors_are_read_from_the_code() -> None:
    code = [
        Source("check_siak.a", "Finding('desk', 'near_miss')\nraise NotSigned('x')"),
        Source("send_pdf.b", "file.handed_over(act='sent' if x['y'] else 'lost', to='none')"),
        Source("send_pdf.c", "x = {'error': 'Unsettled'}\nraise DocumentGone(key)"),
        Source("send_pdf.d", "Answer = Literal['submitted']"),
    ]
    assert acts_named(code) == {"near_miss", "sent", "lost", "Unsettled"}
    assert errors_raised(code) == {"NotSigned"}
    assert answers(code) == {"submitted"}
    assert assigned_reasons("reason: late\n  reason: none\n reason: '{% $a %}'") == {"late"}


def test_every_act_can_happen() -> None:
    words = {word for source in sources() for word in source.words()}
    possible = words | errors_raised(sources()) | assigned_reasons(workflow_text())
    possible |= {"no_answer", TIMED_OUT}
    assert default("acts.toml").keys() - possible == set()


@pytest.mark.parametrize("key", sorted({each.name for each in OFFICES.iterdir()} - {"bawaan"}))
def test_an_office_is_whole(key: str) -> None:
    office = read_office(key)
    assert {office.hours.timezone} <= {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"}
    assert all(official.phone for official in office.officials.values())


@pytest.mark.parametrize("key", sorted({each.name for each in OFFICES.iterdir()} - {"bawaan"}))
def test_meta_would_refuse_none_of_an_offices_templates(key: str) -> None:
    templates = read_office(key).templates
    assert templates
    assert [fault for each in templates.items() for fault in faults(*each)] == []

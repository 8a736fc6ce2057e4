"""The state machine names states, errors, functions and SOP steps that there are."""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.office_file import read_office
from menwa import errors
from menwa.types import LEVELS
from notify_officials.office_days import next_closings
from notify_officials.rules import MOST_PUT_OFF, MOST_REROUTED
from tests.infra.reading import Node, resources, sources, template, workflow, workflow_text
from tests.infra.test_functions import HANDLERS, camel

STATES: Mapping[str, Node] = workflow()["States"]
AWS_ERRORS = re.compile(r"States\.\w+|Lambda\.\w+|Runtime\.ExitError|Sandbox\.Timedout")
ANSWERED_WITH = re.compile(r"""answered\(\{"error": "(\w+)"\}""")
MAY_BE_TOLD = {"case_id", "visit", "token", "tries", "run", "level", "reason"}


def tasks(states: Mapping[str, Node]) -> dict[str, Node]:
    return {name: state for name, state in states.items() if state["Type"] == "Task"}


def targets(state: Node) -> Iterator[str]:
    for chosen in (state, *state.get("Choices", []), *state.get("Catch", [])):
        if "Next" in chosen:
            yield chosen["Next"]
    if "Default" in state:
        yield state["Default"]


def dangling(machine: Node) -> set[str]:
    """Where no state is; and choices that might lead nowhere."""
    states: Mapping[str, Node] = machine["States"]
    named = {machine["StartAt"], *(each for state in states.values() for each in targets(state))}
    undecided = {n for n, s in states.items() if s["Type"] == "Choice" and "Default" not in s}
    return (named - states.keys()) | undecided


def unreachable(machine: Node) -> set[str]:
    states, found, ahead = machine["States"], set[str](), [machine["StartAt"]]
    while ahead:
        state = ahead.pop()
        if state not in found:
            found.add(state)
            ahead += targets(states[state])
    return set(states) - found


def lacking(state: Node) -> set[str]:
    """What every task must have and this one has not."""
    caught = [each for each in state.get("Catch", []) if each["ErrorEquals"] == ["States.ALL"]]
    has = {
        "SOP step": "SOP" in state.get("Comment", ""),
        "TimeoutSeconds": state.get("TimeoutSeconds", 0) > 0,
        "Retry": bool(state.get("Retry")),
        "Catch to AskDesk": bool(caught) and caught[-1]["Next"] == "AskDesk",
        "task token": state["Resource"].endswith(":lambda:invoke.waitForTaskToken"),
        "only ids": set(state["Arguments"]["Payload"]) <= MAY_BE_TOLD,
    }
    return {name for name, there in has.items() if not there}


def errors_named(states: Iterable[Node]) -> set[str]:
    return {
        error
        for state in states
        for rule in (*state.get("Retry", []), *state.get("Catch", []))
        for error in rule["ErrorEquals"]
    }


def unknown_errors(states: Iterable[Node]) -> set[str]:
    """Neither an error that is raised, nor one with which a wait is answered."""
    ours = {each.__name__ for each in family(errors.MenwaError) if _is_ours(each)}
    ours |= {name for source in sources() for name in ANSWERED_WITH.findall(source.text)}
    return {n for n in errors_named(states) if n not in ours and not AWS_ERRORS.fullmatch(n)}


def family(parent: type[Exception]) -> set[type[Exception]]:
    return {parent} | {each for child in parent.__subclasses__() for each in family(child)}


def not_tried_again(state: Node) -> set[str]:
    """The state machine knows no inheritance: each error that may pass is named by itself."""
    transient = {each.__name__ for each in family(errors.Unavailable) if _is_ours(each)}
    transient |= {"Runtime.ExitError", "Sandbox.Timedout", "Lambda.TooManyRequestsException"}
    named = errors_named([{"Retry": state.get("Retry", [])}])
    missing: set[str] = set() if "States.ALL" in named else transient - named
    return missing


def _is_ours(error: type[Exception]) -> bool:
    return error.__module__ == errors.__name__


def mismatched_substitutions(text: str, given: Iterable[str]) -> set[str]:
    return set(re.findall(r"\$\{(\w+)\}", text)) ^ set(given)


def function_of(state: Node) -> str:
    return str(state["Arguments"]["FunctionName"]).strip("${}")


def strangers(states: Mapping[str, Node], handlers: Mapping[str, str]) -> list[str]:
    """Tasks that are named neither as their function's folder nor as its file, unless several
    share it."""
    functions = {name: function_of(state) for name, state in tasks(states).items()}
    shared = {each for each in functions.values() if list(functions.values()).count(each) > 1}
    return [
        name
        for name, function in functions.items()
        if function not in shared
        and name not in {camel(part) for part in handlers.get(function, "").split(".")}
    ]


def broken(**changes: Any) -> dict[str, Node]:
    """AskKasi without, or with another, of its parts."""
    states = deepcopy({"AskKasi": dict(STATES["AskKasi"])})
    for name, value in changes.items():
        states["AskKasi"].pop(name)
        if value is not None:
            states["AskKasi"][name] = value
    return dict(states)


def test_every_target_is_a_state() -> None:
    assert dangling(workflow()) == set()


def test_a_dangling_target_is_found() -> None:
    for place in (
        {"A": {"Type": "Pass", "Next": "B"}},
        {"A": {"Type": "Choice", "Default": "A", "Choices": [{"Next": "B"}]}},
        {"A": {"Type": "Choice", "Default": "B", "Choices": []}},
        {"A": {"Type": "Task", "Catch": [{"Next": "B"}]}},
    ):
        assert dangling({"StartAt": "A", "States": place}) == {"B"}
    assert dangling({"StartAt": "A", "States": {"A": {"Type": "Choice"}}}) == {"A"}
    assert dangling({"StartAt": "B", "States": {}}) == {"B"}


def test_every_state_is_reached() -> None:
    assert unreachable(workflow()) == set()


def test_a_state_that_nothing_leads_to_is_found() -> None:
    states = {"A": {"Type": "Pass"}, "B": {"Type": "Pass", "Next": "A"}}
    assert unreachable({"StartAt": "A", "States": states}) == {"B"}


@pytest.mark.parametrize("name", tasks(STATES))
def test_a_task_has_all_that_a_task_needs(name: str) -> None:
    assert lacking(STATES[name]) == set()


@pytest.mark.parametrize(
    ("part", "instead", "missing"),
    [
        ("Comment", "Ask", "SOP step"),
        ("TimeoutSeconds", None, "TimeoutSeconds"),
        ("Retry", [], "Retry"),
        ("Catch", None, "Catch to AskDesk"),
        ("Catch", [{"ErrorEquals": ["States.ALL"], "Next": "Closed"}], "Catch to AskDesk"),
        ("Catch", [{"ErrorEquals": ["NotFound"], "Next": "AskDesk"}], "Catch to AskDesk"),
        ("Resource", "arn:aws:states:::lambda:invoke", "task token"),
        ("Arguments", {"Payload": {"name": "…"}}, "only ids"),
    ],
)
def test_what_a_task_lacks_is_found(part: str, instead: Any, missing: str) -> None:
    assert lacking(broken(**{part: instead})["AskKasi"]) == {missing}


def test_every_error_name_is_one_that_can_be_raised() -> None:
    assert unknown_errors(STATES.values()) == set()


def test_a_misspelt_error_is_found() -> None:
    for rule in ("Retry", "Catch"):
        states = [{rule: [{"ErrorEquals": ["SiakUnavailable", "SiakIsDown", "States.ALL"]}]}]
        assert unknown_errors(states) == {"SiakIsDown"}


@pytest.mark.parametrize("name", tasks(STATES))
def test_a_task_is_tried_again_after_each_error_that_may_pass(name: str) -> None:
    assert not_tried_again(STATES[name]) == set()


def test_an_error_that_is_not_tried_again_is_found() -> None:
    named = errors_named([{"Retry": STATES["CheckSiak"]["Retry"]}]) - {"Contended"}
    assert not_tried_again({"Retry": [{"ErrorEquals": sorted(named)}]}) == {"Contended"}


def test_every_substitution_is_given_and_every_one_given_is_used() -> None:
    procedure = resources(template(), "AWS::Serverless::StateMachine")["Procedure"]
    given = procedure["DefinitionSubstitutions"]
    assert mismatched_substitutions(workflow_text(), given) == set()
    assert given == {name: {"Fn::GetAtt": [name, "Arn"]} for name in given}


def test_a_substitution_too_many_or_too_few_is_found() -> None:
    assert mismatched_substitutions("${A} ${B}", ["B", "C"]) == {"A", "C"}


def test_a_task_calls_a_function_that_there_is_and_bears_its_name() -> None:
    assert {function_of(state) for state in tasks(STATES).values()} <= set(HANDLERS)
    assert strangers(STATES, HANDLERS) == []


def test_a_task_with_a_fourth_spelling_is_found() -> None:
    states = {"LookUp": dict(STATES["CheckSiak"]), "SendPdf": dict(STATES["SendPdf"])}
    assert strangers(states, HANDLERS) == ["LookUp"]


def test_every_step_file_is_a_task() -> None:
    steps = {name for name, handler in HANDLERS.items() if handler.endswith(".step.handler")}
    assert steps <= {function_of(state) for state in tasks(STATES).values()}


def test_an_official_who_asks_for_time_as_often_as_may_be_is_waited_for() -> None:
    """From every day of a year; rerouting begins the hours anew."""
    office = read_office("pekanbaru")
    hours, owed = office.hours, timedelta(hours=office.letters.next_level)
    least = min(STATES[f"Ask{level.title()}"]["TimeoutSeconds"] for level in LEVELS)
    for day in range(365):
        begun = until = datetime(2026, 1, 1, 3, tzinfo=UTC) + timedelta(days=day)
        for _ in range(MOST_PUT_OFF):
            until = next_closings(office, until - timedelta(minutes=1))[-1]
        for _ in range(1 + MOST_REROUTED):
            until = hours.after(until, owed)
        assert until - begun < timedelta(seconds=least), begun

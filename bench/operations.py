"""AWS calls, transitions, messages and money, counted in the running office once it is warm."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx

from bench.counting import Key, counted_invocations, counted_units
from bench.figures import Figure
from bench.model.service import billed_seconds
from bench.prices import Counted, priced
from local.demo.browser import hidden_in
from local.demo.paths import ANSWERS, UNSIGNED_BIRTH, signed
from local.demo.people import until
from local.demo.stage import Measured, Stage
from local.engine.plan import ROOT
from local.sample_office import running
from menwa.types import LEVELS

CALLS = {"submit": 2, "open a link": 2, "decide": 4, "send": 4}
TRANSITIONS = {"signed": 6, "first official says signed": 10, "all three asked": 14}
DOLLARS = 0.20
COLD = ("GetSecretValue",)
ALL_ASKED, ONE_ASKED = UNSIGNED_BIRTH, "dok-022"
Calls = dict[str, dict[str, int]]


@dataclass
class Played:
    """`path`: a signed request's, by function; `units` its writes by key."""

    calls: dict[str, dict[str, int]] = field(default_factory=dict)
    transitions: dict[str, int] = field(default_factory=dict)
    messages: int = 0
    path: Calls = field(default_factory=dict)
    units: Counter[Key] = field(default_factory=Counter)
    invocations: Counter[str] = field(default_factory=Counter)


def play() -> Played:
    logs = ROOT / ".local" / "logs" / "bench"
    with running(logs=logs) as office, httpx.Client(base_url=office.url, timeout=30) as http:
        office.engine.functions.wait_until_warm()
        stage, played = Stage(office, http), Played()
        signed(stage)
        functions = office.engine.functions
        with counted_units() as units, counted_invocations(functions) as invoked:
            path = signed(stage)
        played.path, played.messages = path.aws_calls, path.whatsapp_messages
        played.units, played.invocations = units.by_key, invoked
        played.transitions["signed"] = path.transitions
        played.calls["submit"] = path.aws_calls["IntakeWebFunction"]
        played.calls["send"] = path.aws_calls["SendPdfFunction"]
        asked = _officials(stage, ALL_ASKED, 3)
        played.transitions["all three asked"] = asked[0]
        played.calls["open a link"], played.calls["decide"] = asked[1:]
        played.transitions["first official says signed"] = _officials(stage, ONE_ASKED, 1)[0]
        return played


def _officials(
    stage: Stage, document_id: str, asked: int
) -> tuple[int, dict[str, int], dict[str, int]]:
    """The transitions, and the calls of the last one's page and answer."""
    scene = stage.scene(document_id)
    case_id = stage.begin(scene)
    for level in LEVELS[:asked]:
        official = stage.official(scene.document["document_type"], level)
        address = until("a letter", lambda: official.link_to(case_id))  # noqa: B023  used at once
        official.enrol(address)
        official.get(address)
        last = level == LEVELS[asked - 1]
        if last:
            stage.change(scene.id, signed=True)
        with stage.measured() as opened:
            form = hidden_in(official.get(address).text)
        with stage.measured() as answered:
            answer = "signed" if last else ANSWERS[level]
            official.send(address, {**form, "answer": answer})
    stage.ended(case_id)
    return stage.transitions(case_id), _decision(opened), _decision(answered)


def _decision(measured: Measured) -> dict[str, int]:
    return measured.aws_calls.get("NotifyOfficialsDecisionFunction", {})


def warm(calls: dict[str, int]) -> int:
    return sum(count for name, count in calls.items() if name not in COLD)


def operations(played: Played) -> Iterator[Figure]:
    for name, most in CALLS.items():
        yield Figure(f"AWS calls, {name}", warm(played.calls[name]), "calls", most, "section 11", 1)
    for name, most in TRANSITIONS.items():
        yield Figure(f"transitions, {name}", played.transitions[name], "", most, "section 11", 1)
    yield Figure("messages to the citizen, signed", played.messages, "", 2, "section 11", 1)
    yield from _cost(played)


def _cost(played: Played) -> Iterator[Figure]:
    dollars = priced(counted(played))
    for what, each in dollars.items():
        yield Figure(f"1,000 requests, {what}", round(each, 4), "$")
    total = round(sum(dollars.values()), 3)
    yield Figure("1,000 signed requests on AWS", total, "$", DOLLARS, "section 11", 1)


def counted(played: Played) -> Counted:
    calls: Counter[str] = Counter()
    for each in played.path.values():
        calls.update(each)
    http = sum(played.invocations[name] for name in ("IntakeWebFunction", "IntakeWebhookFunction"))
    return Counted(
        calls=calls,
        transitions=played.transitions["signed"],
        invocations=sum(played.invocations.values()),
        http=http,
        write_units=sum(played.units.values()),
        billed_seconds=billed_seconds(played.path),
    )

"""Routes, queues and roles: what wakes a function, and what it may do."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from tests.infra.reading import (
    Node,
    Source,
    called,
    deployed,
    name_called,
    resources,
    sources,
    template,
    template_text,
    workflow,
)
from tests.infra.test_functions import HANDLERS
from tests.infra.test_state_machine import errors_named, function_of

FUNCTIONS = deployed(template())
QUEUES = resources(template(), "AWS::SQS::Queue")
Routes = set[tuple[str, str, str]]
FOR_ANYBODY = {
    ("GET", "/"),
    ("GET", "/mulai/{token}"),
    ("GET", "/skrip/{name}"),
    ("GET", "/permohonan"),
    ("POST", "/permohonan"),
    ("POST", "/api/permohonan"),
    ("GET", "/webhook/whatsapp"),
    ("POST", "/webhook/whatsapp"),
    ("GET", "/lacak"),
    ("POST", "/lacak"),
    ("GET", "/lacak/{token}"),
    ("GET", "/lacak/{token}/batal"),
    ("POST", "/lacak/{token}/batal"),
    ("POST", "/lacak/{token}/lagi"),
    ("GET", "/lacak/{token}/data-salah"),
    ("POST", "/lacak/{token}/data-salah"),
    ("GET", "/survei/terima-kasih"),
    ("GET", "/survei/{token}"),
    ("POST", "/survei/{token}"),
    ("GET", "/k/{token}"),
    ("POST", "/k/{token}"),
    ("GET", "/masuk"),
    ("POST", "/masuk"),
    ("GET", "/masuk/kode"),
    ("POST", "/masuk/kode"),
    ("POST", "/keluar"),
}
# Each asks at the officials' door, but for those two that lead through it
FOR_OFFICIALS = {
    ("POST", "/pejabat/masuk"),
    ("POST", "/pejabat/masuk/kode"),
    ("GET", "/pejabat"),
    ("POST", "/pejabat/cuti"),
    ("POST", "/pejabat/asisten"),
    ("POST", "/pejabat/surat"),
    ("POST", "/pejabat/perangkat"),
    ("GET", "/pejabat/tunggu"),
    ("POST", "/pejabat/tunggu"),
    ("GET", "/pejabat/tunggu/{case_id}"),
    ("POST", "/pejabat/tunggu/{case_id}"),
}
GUARD = "signed_in_only"
SERVICES = {
    "dynamodb": "dynamodb",
    "s3": "s3",
    "sqs": "sqs",
    "step_functions": "states",
    "mail": "ses",
    "secrets_manager": "secretsmanager",
}
STAR = re.compile(r"""(- )?Resource: \[?['"]?\*(['"\]\s]|$)""")
FETCHED_FROM = {
    "secret": "secretsmanager",
    "whatsapp": "secretsmanager",
    "deliveries": "secretsmanager",
    "persons": "secretsmanager",
    "office_in": "s3",
}


def events(functions: Mapping[str, Node], kind: str) -> Iterator[tuple[Node, Node]]:
    """Each event of this kind, with its function."""
    for function in functions.values():
        for event in function.get("Events", {}).values():
            if event["Type"] == kind:
                yield event["Properties"], function


def routes_deployed(functions: Mapping[str, Node]) -> Routes:
    return {
        (function["Handler"], event["Method"], event["Path"])
        for event, function in events(functions, "HttpApi")
    }


def routes_coded(code: Iterable[Source]) -> Routes:
    """`@app.get("/k/<token>")` is GET /k/{token}."""
    return {
        (f"{source.module}.handler", name_called(call).upper(), _braced(call.args[0].value))
        for source in code
        for function in source.each(ast.FunctionDef)
        for call in function.decorator_list
        if isinstance(call, ast.Call) and name_called(call) in {"get", "post", "put", "delete"}
        if isinstance(call.args[0], ast.Constant)
    }


def _braced(path: object) -> str:
    return re.sub(r"<(\w+)>", r"{\1}", str(path))


def open_to_all(functions: Mapping[str, Node], code: Iterable[Source]) -> set[tuple[str, str]]:
    """Routes before whose handler no guard stands."""
    guarded = {f"{source.module}.handler" for source in code if _is_guarded(source)}
    return {
        (event["Method"], event["Path"])
        for event, function in events(functions, "HttpApi")
        if function["Handler"] not in guarded
    }


def _is_guarded(source: Source) -> bool:
    """`app.use([…, signed_in_only(environment), …])`, before all routes and not for some."""
    uses = [
        call
        for statement in source.tree.body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
        if name_called(call := statement.value) == "use"
    ]
    return any(name_called(inner) == GUARD for call in uses for inner in called(call.args[0]))


def queue_faults(functions: Mapping[str, Node], queues: Mapping[str, Node]) -> list[str]:
    """AWS: a message stays hidden for six times the function's timeout, fails by itself and
    ends among the dead letters."""
    faults = []
    for event, function in events(functions, "SQS"):
        name = event["Queue"]["Fn::GetAtt"][0]
        queue, timeout = queues[name], function["Timeout"]
        if queue.get("VisibilityTimeout", 30) < 6 * timeout:
            faults.append(f"{name}: visible again before 6 x {timeout} s")
        if "ReportBatchItemFailures" not in event.get("FunctionResponseTypes", []):
            faults.append(f"{name}: one failure repeats the whole batch")
        if _dead_letters(queue) not in queues.keys() - {name}:
            faults.append(f"{name}: no dead letters")
    return faults


def _dead_letters(queue: Node) -> str | None:
    target = queue.get("RedrivePolicy", {}).get("deadLetterTargetArn", {})
    name: str | None = target.get("Fn::GetAtt", [None])[0]
    return name


def _on_failure(function: Node) -> str | None:
    """Where an event goes whose function failed and that nobody waited for."""
    config = function.get("EventInvokeConfig", {}).get("DestinationConfig", {})
    name: str | None = (
        config.get("OnFailure", {}).get("Destination", {}).get("Fn::GetAtt", [None])[0]
    )
    return name


def statements(function: Node) -> Iterator[Node]:
    for policy in function.get("Policies", []):
        yield from policy["Statement"]


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def actions(function: Node) -> set[str]:
    return {action for each in statements(function) for action in listed(each["Action"])}


def too_wide(functions: Mapping[str, Node]) -> list[str]:
    """Roles that may do anything, or anything to anything."""
    return [
        name
        for name, function in functions.items()
        for each in statements(function)
        if any("*" in action for action in listed(each["Action"]))
        or "*" in listed(each["Resource"])
    ]


def unexplained_stars(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if STAR.match(line) and "#" not in line]


def services_called(handler: str, code: Iterable[Source]) -> set[str]:
    """By the handler, or by what it imports of its own folder; and by those of the shared code
    that fetch a secret, the office's file, or WhatsApp's token."""
    by_module = {source.module: source for source in code}
    folder, found = handler.partition(".")[0], set[str]()
    ahead, seen = [handler.rpartition(".")[0]], set[str]()
    while ahead:
        source = by_module[ahead.pop()]
        seen.add(source.module)
        own = {name for name in source.imports() if name.partition(".")[0] == folder}
        ahead += [name for name in own & by_module.keys() if name not in seen]
        calls = list(called(source.tree))
        found |= {SERVICES[name_called(call)] for call in calls if _of_aws(call)}
        found |= {FETCHED_FROM[name] for name in map(name_called, calls) if name in FETCHED_FROM}
    return found


def _of_aws(call: ast.Call) -> bool:
    function = call.func
    return isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "aws"


def test_the_templates_routes_are_those_of_the_code() -> None:
    assert routes_deployed(FUNCTIONS) == routes_coded(sources())


def test_a_route_of_the_code_is_read_as_the_template_writes_it() -> None:
    code = Source("intake.web", "@app.get('/k/<token>')\ndef show(token): ...")
    assert routes_coded([code]) == {("intake.web.handler", "GET", "/k/{token}")}
    assert routes_coded([code]) != routes_deployed({})


def test_only_these_routes_are_open_to_anybody() -> None:
    assert open_to_all(FUNCTIONS, sources()) == FOR_ANYBODY | FOR_OFFICIALS


def cannot_ask(functions: Mapping[str, Node], code: Iterable[Source]) -> list[str]:
    """Who may not read what it asks: who works here, or, behind the guard, who has signed in."""
    guarded = {f"{source.module}.handler" for source in code if _is_guarded(source)}
    return [
        name
        for name, function in functions.items()
        if _asks(function, guarded=function["Handler"] in guarded) - actions(function)
    ]


def _asks(function: Node, *, guarded: bool) -> set[str]:
    variables = function.get("Environment", {}).get("Variables", {})
    if guarded:
        return {"dynamodb:GetItem", "dynamodb:PutItem"}
    return (
        {"dynamodb:GetItem"} if {"CASES_TABLE", "CONFIGURATION_BUCKET"} <= {*variables} else set()
    )


def test_whoever_asks_who_works_here_may_read_it() -> None:
    assert cannot_ask(FUNCTIONS, sources()) == []


def test_a_function_that_may_not_read_who_works_here_is_found() -> None:
    variables = {"CASES_TABLE": "t", "CONFIGURATION_BUCKET": "b"}
    office = {"Handler": "a.b.handler", "Environment": {"Variables": variables}}
    assert cannot_ask({"F": office}, []) == ["F"]
    read = {"Policies": [{"Statement": [{"Action": "dynamodb:GetItem", "Resource": "t"}]}]}
    assert cannot_ask({"F": office | read}, []) == []
    guarded = Source("a.b", "app.use([signed_in_only(environment)])")
    assert cannot_ask({"F": office | read}, [guarded]) == ["F"]


@pytest.mark.parametrize(
    "code",
    [
        "app.use([apologise])",
        "from menwa.signed_in import signed_in_only",
        "def show(): app.use([signed_in_only(environment)])",
        "guard = signed_in_only(environment)",
    ],
)
def test_an_officers_page_without_its_guard_is_found(code: str) -> None:
    event = {"Type": "HttpApi", "Properties": {"Method": "GET", "Path": "/meja"}}
    desk = {"Desk": {"Handler": "a.desk.handler", "Events": {"Queue": event}}}
    assert open_to_all(desk, [Source("a.desk", code)]) == {("GET", "/meja")}
    good = "app.use([apologise, signed_in_only(environment)])"
    assert open_to_all(desk, [Source("a.desk", good)]) == set()


def test_every_queue_keeps_what_fails() -> None:
    assert queue_faults(FUNCTIONS, QUEUES) == []


def test_every_queue_is_read_or_takes_what_failed() -> None:
    read = {event["Queue"]["Fn::GetAtt"][0] for event, _ in events(FUNCTIONS, "SQS")}
    taken = {_dead_letters(QUEUES[name]) for name in read}
    taken |= {_on_failure(function) for function in FUNCTIONS.values()} - {None}
    assert read | taken == set(QUEUES)


def test_what_a_schedule_wakes_in_vain_is_kept() -> None:
    scheduled = [function for _, function in events(FUNCTIONS, "ScheduleV2")]
    assert scheduled
    assert {_on_failure(function) for function in scheduled} <= set(QUEUES)


@pytest.mark.parametrize(
    ("event", "queue"),
    [
        ({"FunctionResponseTypes": []}, {}),
        ({}, {"VisibilityTimeout": 119}),
        ({}, {"RedrivePolicy": {}}),
        ({}, {"RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["Q", "Arn"]}}}),
    ],
)
def test_a_queue_that_would_lose_messages_is_found(event: Node, queue: Node) -> None:
    source = {"Queue": {"Fn::GetAtt": ["Q", "Arn"]}}
    good = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}
    redrive = {"deadLetterTargetArn": {"Fn::GetAtt": ["D", "Arn"]}}

    def faults(event: Node, queue: Node) -> list[str]:
        properties = {**source, **good, **event}
        function = {"Timeout": 20, "Events": {"E": {"Type": "SQS", "Properties": properties}}}
        queues = {"Q": {"VisibilityTimeout": 120, "RedrivePolicy": redrive, **queue}, "D": {}}
        return queue_faults({"F": function}, queues)

    assert faults({}, {}) == []
    assert len(faults(event, queue)) == 1


def test_no_function_may_do_anything_to_everything() -> None:
    assert too_wide(FUNCTIONS) == []


@pytest.mark.parametrize(("action", "resource"), [("s3:*", "arn"), ("*", "arn"), ("s3:Get", "*")])
def test_a_role_that_is_too_wide_is_found(action: str, resource: str) -> None:
    statement = {"Effect": "Allow", "Action": [action], "Resource": resource}
    assert too_wide({"F": {"Policies": [{"Statement": [statement]}]}}) == ["F"]


def test_every_resource_star_says_why() -> None:
    assert unexplained_stars(template_text()) == []


def test_a_star_without_a_reason_is_found() -> None:
    text = 'Resource: "*"\nResource: "*" # why\n- Resource: ["*"]\nResource: !GetAtt A.Arn'
    assert unexplained_stars(text) == ['Resource: "*"', '- Resource: ["*"]']


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_may_call_every_service_that_it_calls(name: str) -> None:
    allowed = {action.partition(":")[0] for action in actions(FUNCTIONS[name])}
    assert services_called(HANDLERS[name], sources()) - allowed == set()


def test_a_call_is_found_wherever_it_stands_in_the_folder() -> None:
    code = [
        Source("a.web", "from a.letters import post\nfrom menwa import aws\naws.s3().get()"),
        Source("a.letters", "from menwa import aws\ndef post(): aws.mail().send()"),
        Source("b.web", "from menwa import aws\naws.sqs()"),
    ]
    assert services_called("a.web.handler", code) == {"s3", "ses"}


def blind_readers(functions: Mapping[str, Node], bucket: str) -> list[str]:
    """Without s3:ListBucket, S3 says of a missing object that it is forbidden, not missing."""
    return [
        name
        for name, function in functions.items()
        if any(
            "s3:GetObject" in listed(each["Action"]) and bucket in str(each["Resource"])
            for each in statements(function)
        )
        and "s3:ListBucket" not in actions(function)
    ]


def test_who_is_asked_for_a_pdf_that_may_be_gone_can_tell_so() -> None:
    asked = {
        function_of(state)
        for state in workflow()["States"].values()
        if "DocumentGone" in errors_named([{"Catch": state.get("Catch", [])}])
    }
    assert asked
    assert blind_readers({name: FUNCTIONS[name] for name in asked}, "StagingBucket") == []


def test_who_could_not_tell_is_found() -> None:
    get = {"Action": "s3:GetObject", "Resource": {"Fn::Sub": "${StagingBucket.Arn}/staged/*"}}
    see = {"Action": "s3:ListBucket", "Resource": {"Fn::GetAtt": ["StagingBucket", "Arn"]}}
    blind, seeing = {"Policies": [{"Statement": [get]}]}, {"Policies": [{"Statement": [get, see]}]}
    assert blind_readers({"Blind": blind, "Seeing": seeing}, "StagingBucket") == ["Blind"]

"""Reads what a template deploys."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from local.engine.deployed import EventSource, Function, Resource, Schedule, Template, called
from local.engine.expansion import HERE, expand
from local.engine.intrinsics import Intrinsics
from local.engine.routes import routes_of
from local.engine.state_machine import state_machine_of

_FUNCTION = "AWS::Lambda::Function"


def read_template(path: Path, parameters: Mapping[str, str], aws_url: str) -> Template:
    """`aws_url` is where AWS answers here: queues' addresses begin with it."""
    stack = Intrinsics(expand(path, parameters), parameters, aws_url)
    functions = {name: _function(name, stack, path.parent) for name in _of(stack, _FUNCTION)}
    names = {function.physical_name: function.name for function in functions.values()}
    return Template(
        functions=functions,
        routes=tuple(
            route
            for api in _of(stack, "AWS::ApiGatewayV2::Api")
            for route in routes_of(stack.properties(api)["Body"], lambda arn: names[called(arn)])
        ),
        event_sources=tuple(
            _event_source(stack.properties(name), names)
            for name in _of(stack, "AWS::Lambda::EventSourceMapping")
        ),
        schedules=tuple(_schedules(stack, names)),
        state_machines=tuple(
            state_machine_of(stack.properties(name), stack.identity(name), path.parent)
            for name in _of(stack, "AWS::StepFunctions::StateMachine")
        ),
        queues=_resources(stack, "AWS::SQS::Queue"),
        buckets=_resources(stack, "AWS::S3::Bucket"),
        tables=_resources(stack, "AWS::DynamoDB::Table"),
        secrets=_resources(stack, "AWS::SecretsManager::Secret"),
        alarms=_resources(stack, "AWS::CloudWatch::Alarm"),
        dashboards=_resources(stack, "AWS::CloudWatch::Dashboard"),
    )


def _of(stack: Intrinsics, kind: str) -> Iterator[str]:
    return (name for name, resource in stack.resources.items() if resource["Type"] == kind)


def _function(name: str, stack: Intrinsics, folder: Path) -> Function:
    properties = stack.properties(name)
    code = properties["Code"]
    if code.get("S3Bucket") != HERE:
        raise ValueError(f"{name}: only code in a local folder can run here")
    return Function(
        name=name,
        physical_name=stack.identity(name).ref,
        handler=properties["Handler"],
        code=(folder / code["S3Key"]).resolve(),
        runtime=properties["Runtime"],
        timeout=int(properties.get("Timeout", 3)),
        memory=int(properties.get("MemorySize", 128)),
        log_format=properties.get("LoggingConfig", {}).get("LogFormat", "Text"),
        environment={
            key: str(value)
            for key, value in properties.get("Environment", {}).get("Variables", {}).items()
        },
    )


def _event_source(properties: Mapping[str, Any], names: Mapping[str, str]) -> EventSource:
    return EventSource(
        queue_arn=properties["EventSourceArn"],
        function=names[called(properties["FunctionName"])],
        batch_size=int(properties.get("BatchSize", 10)),
        partial_failures="ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
        concurrency=properties.get("ScalingConfig", {}).get("MaximumConcurrency"),
    )


def _schedules(stack: Intrinsics, names: Mapping[str, str]) -> Iterator[Schedule]:
    for name in (*_of(stack, "AWS::Scheduler::Schedule"), *_of(stack, "AWS::Events::Rule")):
        properties = stack.properties(name)
        targets = properties.get("Targets") or [properties["Target"]]
        if "ScheduleExpression" in properties and properties.get("State") != "DISABLED":
            for target in targets:
                yield Schedule(
                    name=name,
                    function=names[called(target["Arn"])],
                    expression=properties["ScheduleExpression"],
                    timezone=properties.get("ScheduleExpressionTimezone", "UTC"),
                    input=target.get("Input"),
                )


def _resources(stack: Intrinsics, kind: str) -> tuple[Resource, ...]:
    return tuple(
        Resource(name, _physical_name(stack, name), stack.properties(name))
        for name in _of(stack, kind)
    )


def _physical_name(stack: Intrinsics, name: str) -> str:
    """The last part of what `Ref` gives: a queue's is an address, a secret's an ARN."""
    return re.split(r"[/:]", stack.identity(name).ref)[-1]

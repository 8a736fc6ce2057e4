"""What holds people's data is sealed, private and reached by TLS only; strangers are braked."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from local.engine.expansion import expand
from tests.infra.reading import ROOT, Node, deployed, resources, template
from tests.infra.roles import written
from tests.infra.test_doors import FOR_ANYBODY, FOR_OFFICIALS

KEY_AT = {
    "AWS::DynamoDB::Table": "SSESpecification.KMSMasterKeyId",
    "AWS::S3::Bucket": "BucketEncryption.ServerSideEncryptionConfiguration.0"
    ".ServerSideEncryptionByDefault.KMSMasterKeyID",
    "AWS::SQS::Queue": "KmsMasterKeyId",
    "AWS::SNS::Topic": "KmsMasterKeyId",
    "AWS::Logs::LogGroup": "KmsKeyId",
    "AWS::SecretsManager::Secret": "KmsKeyId",
}
REACHED = {
    "AWS::S3::Bucket": ("AWS::S3::BucketPolicy", "Bucket"),
    "AWS::SQS::Queue": ("AWS::SQS::QueuePolicy", "Queues"),
    "AWS::SNS::Topic": ("AWS::SNS::TopicPolicy", "Topics"),
}
TLS_ONLY = {"Bool": {"aws:SecureTransport": "false"}}
PRIVATE = {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}
KEPT = ("AWS::KMS::Key", "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Logs::LogGroup")
SAYS_NO_PATH = {"requestId", "routeKey", "status", "responseLatency", "responseLength"}
BEHIND_A_DOOR = {"/pejabat/masuk", "/pejabat/masuk/kode"}
UNBRAKED = {("POST", "/webhook/whatsapp")}  # Meta's own: a thousand updates may come at once


def unsealed(parsed: Node) -> Iterator[str]:
    """What does not lie under our own key."""
    for kind, place in KEY_AT.items():
        for name, own in resources(parsed, kind).items():
            key = _at(own, place.split("."))
            if key is None or written(key) not in {"${Key}", "${Key.Arn}"}:
                yield name


def _at(value: Any, place: list[str]) -> Any:
    for step in place:
        try:
            value = value[int(step)] if step.isdigit() else value[step]
        except (KeyError, IndexError):
            return None
    return value


def without_tls(parsed: Node) -> Iterator[str]:
    """What may be reached in the clear: its policy does not forbid it to everybody."""
    for kind, (policy_kind, names) in REACHED.items():
        forbidding = [
            policy
            for policy in resources(parsed, policy_kind).values()
            for each in policy["PolicyDocument"]["Statement"]
            if (each["Effect"], each["Principal"], each.get("Condition")) == ("Deny", "*", TLS_ONLY)
        ]
        reached = [_listed(policy[names]) for policy in forbidding]
        closed = {one["Ref"] for each in reached for one in each}
        yield from (name for name in resources(parsed, kind) if name not in closed)


def unbraked(api: Node, open_routes: set[tuple[str, str]]) -> Iterator[str]:
    """Where anybody may send something, as often as all that is read together."""
    default = api["DefaultRouteSettings"]["ThrottlingRateLimit"]
    for method, path in sorted(open_routes - UNBRAKED):
        own = api.get("RouteSettings", {}).get(f"{method} {path}", {})
        if method == "POST" and own.get("ThrottlingRateLimit", default) >= default:
            yield f"{method} {path}"


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def _without_one_policy() -> Node:
    whole = template()["Resources"]
    return {
        "Resources": {name: own for name, own in whole.items() if name != "ReportsBucketPolicy"}
    }


def test_whatever_holds_data_lies_under_our_own_key() -> None:
    assert list(unsealed(template())) == []


def test_every_functions_environment_lies_under_our_own_key() -> None:
    keys = {written(function["KmsKeyArn"]) for function in deployed(template()).values()}
    assert keys == {"${Key.Arn}"}


@pytest.mark.parametrize("key", [None, "alias/aws/sqs"])
def test_what_does_not_is_found(key: str | None) -> None:
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": key} if key else {}}
    assert list(unsealed({"Resources": {"Q": queue}})) == ["Q"]


def test_the_key_is_changed_every_year_and_nobody_else_may_use_it() -> None:
    [key] = resources(template(), "AWS::KMS::Key").values()
    assert key["EnableKeyRotation"] is True
    services = [each for each in key["KeyPolicy"]["Statement"] if "Service" in each["Principal"]]
    assert all(
        "aws:SourceAccount" in str(each["Condition"])
        or "${AWS::AccountId}" in str(each["Condition"])
        for each in services
    )


def test_nothing_is_reached_in_the_clear() -> None:
    assert list(without_tls(template())) == []
    assert list(without_tls(_without_one_policy())) == ["ReportsBucket"]


def test_no_bucket_can_be_made_public() -> None:
    for name, bucket in resources(template(), "AWS::S3::Bucket").items():
        assert bucket["PublicAccessBlockConfiguration"] == dict.fromkeys(PRIVATE, True), name


def test_the_table_is_kept_from_mistakes() -> None:
    [table] = resources(template(), "AWS::DynamoDB::Table").values()
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionProtectionEnabled"] is True


def test_what_nobody_could_bring_back_outlives_the_stack() -> None:
    whole = template()["Resources"].items()
    mortal = [name for name, one in whole if one["Type"] in KEPT and not _outlives(one)]
    assert mortal == []
    assert _outlives(template()["Resources"]["PersonKeySecret"])


def _outlives(resource: Node) -> bool:
    return {resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy")} == {"Retain"}


def test_logs_are_kept_for_a_time_and_every_function_writes_to_one_of_them() -> None:
    logs = resources(template(), "AWS::Logs::LogGroup")
    assert {name: own.get("RetentionInDays") for name, own in logs.items()} == {
        "AccessLog": 365,
        "FunctionsLog": 90,
        "ProcedureLog": 90,
    }
    groups = {written(each["LoggingConfig"]["LogGroup"]) for each in deployed(template()).values()}
    assert groups == {"${FunctionsLog}"}


def test_the_access_log_says_the_route_and_neither_the_path_nor_who() -> None:
    [api] = resources(template(), "AWS::Serverless::HttpApi").values()
    logged = api["AccessLogSettings"]["Format"]
    assert set(re.findall(r"\$context\.([\w.]+)", logged)) == SAYS_NO_PATH
    assert json.loads(logged)["route"] == "$context.routeKey"


def test_the_procedure_logs_no_input_and_no_output() -> None:
    [procedure] = resources(template(), "AWS::Serverless::StateMachine").values()
    assert procedure["Logging"]["IncludeExecutionData"] is False


def test_wherever_anybody_may_send_something_there_is_a_brake_of_its_own() -> None:
    [api] = resources(template(), "AWS::Serverless::HttpApi").values()
    doors = {route for route in FOR_OFFICIALS if route[1] in BEHIND_A_DOOR}
    assert list(unbraked(api, FOR_ANYBODY | doors)) == []
    assert list(unbraked(api, {("POST", "/new"), ("GET", "/new")})) == ["POST /new"]


def test_every_brake_is_on_a_route_that_is_there() -> None:
    """Else the API would not be deployed; and API Gateway sees them as they stand here."""
    expanded = _expanded_api()
    routes = {
        f"{method.upper()} {path}"
        for path, methods in expanded["Body"]["paths"].items()
        for method in methods
    }
    [api] = resources(template(), "AWS::Serverless::HttpApi").values()
    assert set(api["RouteSettings"]) <= routes


def _expanded_api() -> Mapping[str, Any]:
    expanded = expand(ROOT / "infra" / "template.yaml", {})
    [api] = resources(expanded, "AWS::ApiGatewayV2::Api").values()
    return api


def test_no_secrets_value_stands_in_the_template() -> None:
    """But that nobody is a partner at first; the key of persons is drawn on AWS."""
    secrets = resources(template(), "AWS::SecretsManager::Secret")
    given = {name: own["SecretString"] for name, own in secrets.items() if "SecretString" in own}
    assert given == {"PartnersSecret": "{}"}

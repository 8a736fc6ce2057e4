"""What `Ref` and `Fn::GetAtt` of a resource give, where AWS has not given it a name yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.engine.expansion import REGION

ACCOUNT = "123456789012"
STACK = "menwa"


@dataclass(frozen=True)
class Identity:
    ref: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def identify(name: str, kind: str, properties: Mapping[str, Any], aws_url: str) -> Identity:
    """`name` is the resource's logical id, `properties` resolved, `aws_url` where AWS answers."""
    known = _KINDS.get(kind)
    if known is None:
        service = kind.split("::")[1].lower()
        return Identity(name, {"Arn": arn(service, name)})
    return known(name, properties, aws_url)


def _function(name: str, properties: Mapping[str, Any], _: str) -> Identity:
    physical = properties.get("FunctionName", name)
    return Identity(physical, {"Arn": arn("lambda", f"function:{physical}")})


def _alias(name: str, properties: Mapping[str, Any], _: str) -> Identity:
    function = properties["FunctionName"]
    return Identity(f"{arn('lambda', f'function:{function}')}:{properties.get('Name', name)}")


def _table(name: str, properties: Mapping[str, Any], _: str) -> Identity:
    physical = properties.get("TableName", f"{STACK}-{name}")
    return Identity(physical, {"Arn": arn("dynamodb", f"table/{physical}")})


def _queue(name: str, properties: Mapping[str, Any], aws_url: str) -> Identity:
    physical = properties.get("QueueName", f"{STACK}-{name}")
    url = f"{aws_url}/{ACCOUNT}/{physical}"
    return Identity(url, {"Arn": arn("sqs", physical), "QueueName": physical, "QueueUrl": url})


def _bucket(name: str, properties: Mapping[str, Any], _: str) -> Identity:
    physical = properties.get("BucketName", f"{STACK}-{name}".lower())
    return Identity(physical, {"Arn": f"arn:aws:s3:::{physical}"})


def _state_machine(name: str, properties: Mapping[str, Any], _: str) -> Identity:
    physical = properties.get("StateMachineName", f"{STACK}-{name}")
    machine = arn("states", f"stateMachine:{physical}")
    return Identity(machine, {"Arn": machine, "Name": physical})


def _secret(name: str, properties: Mapping[str, Any], _: str) -> Identity:
    return Identity(arn("secretsmanager", f"secret:{properties.get('Name', name)}"))


def _log_group(name: str, properties: Mapping[str, Any], _: str) -> Identity:
    physical = properties.get("LogGroupName", f"/{STACK}/{name}")
    return Identity(physical, {"Arn": arn("logs", f"log-group:{physical}:*")})


def _http_api(name: str, _: Mapping[str, Any], aws_url: str) -> Identity:
    return Identity(name, {"ApiId": name, "ApiEndpoint": aws_url})


_KINDS: dict[str, Callable[[str, Mapping[str, Any], str], Identity]] = {
    "AWS::Lambda::Function": _function,
    "AWS::Lambda::Alias": _alias,
    "AWS::DynamoDB::Table": _table,
    "AWS::SQS::Queue": _queue,
    "AWS::S3::Bucket": _bucket,
    "AWS::StepFunctions::StateMachine": _state_machine,
    "AWS::SecretsManager::Secret": _secret,
    "AWS::Logs::LogGroup": _log_group,
    "AWS::ApiGatewayV2::Api": _http_api,
}

"""What of the template an emulator took and did not keep: asked back from it, kind by kind."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from deploy.account import Account
from deploy.stack import Stack

Names = Mapping[str, str]
Probe = Callable[[Account, Names], object]


def lacking(account: Account, stack: Stack) -> Iterator[str]:
    names = stack.resources()
    for what, probe in PROBES.items():
        try:
            kept = probe(account, names)
        except (ClientError, KeyError, IndexError) as error:
            kept = False
            what = f"{what} ({type(error).__name__})"
        if not kept:
            yield what


def _bucket(account: Account, names: Names, operation: str) -> Any:
    return getattr(account.client("s3"), operation)(Bucket=names["StagingBucket"])


def _encrypts(account: Account, names: Names) -> bool:
    found = _bucket(account, names, "get_bucket_encryption")["ServerSideEncryptionConfiguration"]
    return bool(
        found["Rules"][0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    )


def _table(account: Account, names: Names) -> Any:
    return account.client("dynamodb").describe_table(TableName=names["CasesTable"])["Table"]


def _recovers(account: Account, names: Names) -> bool:
    asked = account.client("dynamodb").describe_continuous_backups(TableName=names["CasesTable"])
    found = asked["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    return bool(found["PointInTimeRecoveryStatus"] == "ENABLED")


def _forgets(account: Account, names: Names) -> bool:
    found = account.client("dynamodb").describe_time_to_live(TableName=names["CasesTable"])
    return bool(found["TimeToLiveDescription"].get("AttributeName") == "expires_at")


def _function(account: Account, names: Names) -> Any:
    asked = account.client("lambda").get_function(FunctionName=names["SendPdfFunction"])
    return asked["Configuration"]


def _brakes(account: Account, names: Names) -> bool:
    asked = account.client("lambda").get_function_concurrency(FunctionName=names["SendPdfFunction"])
    return bool(asked["ReservedConcurrentExecutions"] == 10)


def _queue(account: Account, names: Names) -> Any:
    asked = {"QueueUrl": names["InboxQueue"], "AttributeNames": ["All"]}
    return account.client("sqs").get_queue_attributes(**asked)["Attributes"]


def _api(account: Account, names: Names, operation: str) -> Any:
    return getattr(account.client("apigatewayv2"), operation)(ApiId=names["HttpApi"])["Items"]


def _procedure(account: Account, names: Names) -> Any:
    asked = {"stateMachineArn": names["Procedure"]}
    return account.client("stepfunctions").describe_state_machine(**asked)


def _log(account: Account, names: Names) -> Any:
    asked = {"logGroupNamePrefix": names["AccessLog"]}
    return account.client("logs").describe_log_groups(**asked)["logGroups"][0]


def _person_key(account: Account, names: Names) -> Any:
    asked = {"SecretId": names["PersonKeySecret"]}
    return account.client("secretsmanager").get_secret_value(**asked)["SecretString"]


PROBES: dict[str, Probe] = {
    "a bucket's encryption with the office's key": _encrypts,
    "a bucket's block of public access": lambda a, n: _bucket(a, n, "get_public_access_block"),
    "a bucket's policy, TLS only": lambda a, n: _bucket(a, n, "get_bucket_policy")["Policy"],
    "a bucket's lifecycle": lambda a, n: _bucket(a, n, "get_bucket_lifecycle_configuration"),
    "a bucket's events": lambda a, n: _bucket(a, n, "get_bucket_notification_configuration")[
        "QueueConfigurations"
    ],
    "the table's encryption": lambda a, n: _table(a, n)["SSEDescription"]["KMSMasterKeyArn"],
    "the table's protection against deletion": lambda a, n: _table(a, n)[
        "DeletionProtectionEnabled"
    ],
    "the table's point-in-time recovery": _recovers,
    "the table's time to live": _forgets,
    "a function's processor": lambda a, n: _function(a, n)["Architectures"] == ["arm64"],
    "a function's key": lambda a, n: _function(a, n)["KMSKeyArn"],
    "a function's tracing": lambda a, n: _function(a, n)["TracingConfig"]["Mode"] == "Active",
    "a function's concurrency kept free": _brakes,
    "a queue's key": lambda a, n: _queue(a, n)["KmsMasterKeyId"],
    "a queue's dead letters": lambda a, n: _queue(a, n)["RedrivePolicy"],
    "the API's routes": lambda a, n: len(_api(a, n, "get_routes")) > 1,
    "the API's throttle": lambda a, n: _api(a, n, "get_stages")[0]["DefaultRouteSettings"],
    "the API's access log": lambda a, n: _api(a, n, "get_stages")[0]["AccessLogSettings"],
    "the procedure's log": lambda a, n: _procedure(a, n)["loggingConfiguration"]["destinations"],
    "the procedure's tracing": lambda a, n: _procedure(a, n)["tracingConfiguration"]["enabled"],
    "a log's retention": lambda a, n: _log(a, n)["retentionInDays"],
    "a log's key": lambda a, n: _log(a, n)["kmsKeyId"],
    "a secret that makes itself": _person_key,
}

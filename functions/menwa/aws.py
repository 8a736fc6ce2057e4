"""One botocore session, without boto3 around it; clients are built when first needed."""

from functools import cache
from typing import TYPE_CHECKING, cast

import botocore.session
from botocore.client import BaseClient
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_dynamodb import DynamoDBClient
    from types_boto3_s3 import S3Client
    from types_boto3_secretsmanager import SecretsManagerClient
    from types_boto3_sesv2 import SESV2Client
    from types_boto3_sqs import SQSClient
    from types_boto3_stepfunctions import SFNClient

PATIENCE = Config(
    connect_timeout=2, read_timeout=8, retries={"mode": "standard", "total_max_attempts": 3}
)
# A form for a browser has to name the region: S3's global address redirects, and CSP stops that.
REGIONAL = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})


@cache
def _session() -> botocore.session.Session:
    return botocore.session.Session()


def _client(service: str, config: Config = PATIENCE) -> BaseClient:
    return _session().create_client(service, config=config)


@cache
def dynamodb() -> "DynamoDBClient":
    return cast("DynamoDBClient", _client("dynamodb"))


@cache
def s3() -> "S3Client":
    return cast("S3Client", _client("s3", PATIENCE.merge(REGIONAL)))


@cache
def sqs() -> "SQSClient":
    return cast("SQSClient", _client("sqs"))


@cache
def step_functions() -> "SFNClient":
    return cast("SFNClient", _client("stepfunctions"))


@cache
def mail() -> "SESV2Client":
    return cast("SESV2Client", _client("sesv2"))


@cache
def secrets_manager() -> "SecretsManagerClient":
    return cast("SecretsManagerClient", _client("secretsmanager"))

"""One botocore session; clients are built when first needed."""

from functools import cache
from typing import TYPE_CHECKING

import boto3
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
def _session() -> boto3.Session:
    return boto3.Session()


@cache
def dynamodb() -> "DynamoDBClient":
    return _session().client("dynamodb", config=PATIENCE)


@cache
def s3() -> "S3Client":
    return _session().client("s3", config=PATIENCE.merge(REGIONAL))


@cache
def sqs() -> "SQSClient":
    return _session().client("sqs", config=PATIENCE)


@cache
def step_functions() -> "SFNClient":
    return _session().client("stepfunctions", config=PATIENCE)


@cache
def mail() -> "SESV2Client":
    return _session().client("sesv2", config=PATIENCE)


@cache
def secrets_manager() -> "SecretsManagerClient":
    return _session().client("secretsmanager", config=PATIENCE)

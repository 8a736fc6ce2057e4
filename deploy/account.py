"""The AWS account, asked with whatever credentials and region stand in the environment.

`AWS_ENDPOINT_URL` leads all of it elsewhere, as boto3 has it.
"""

import json
from functools import cache, cached_property
from typing import Any

import boto3
from botocore.exceptions import ClientError


class Account:
    def __init__(self, session: boto3.Session | None = None) -> None:
        self._session = session or boto3.Session()
        self.client = cache(self._client)

    def _client(self, service: str) -> Any:
        return self._session.client(service)  # type: ignore[call-overload]

    @property
    def region(self) -> str:
        return self._session.region_name or ""

    @cached_property
    def number(self) -> str:
        """ClientError or NoCredentialsError where nobody is signed in."""
        return str(self.client("sts").get_caller_identity()["Account"])

    def unreserved_concurrency(self) -> int:
        """How many functions may run at once, but for those kept free for certain ones."""
        limit = self.client("lambda").get_account_settings()["AccountLimit"]
        return int(limit["UnreservedConcurrentExecutions"])

    def may_mail_anyone(self) -> bool:
        """False in SES's sandbox: only verified addresses get mail."""
        return bool(self.client("sesv2").get_account()["ProductionAccessEnabled"])

    def may_mail_from(self, sender: str) -> bool:
        return any(self._is_verified(each) for each in (sender, sender.partition("@")[2]))

    def _is_verified(self, identity: str) -> bool:
        mail = self.client("sesv2")
        try:
            found = mail.get_email_identity(EmailIdentity=identity)
        except mail.exceptions.NotFoundException:
            return False
        return bool(found["VerifiedForSendingStatus"])

    def bucket_for_packages(self) -> str:
        """Made if it is not there: private, encrypted, over TLS only."""
        name = f"menwa-packages-{self.number}-{self.region}"
        s3 = self.client("s3")
        try:
            s3.head_bucket(Bucket=name)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
            s3.create_bucket(
                Bucket=name, CreateBucketConfiguration={"LocationConstraint": self.region}
            )
        s3.put_public_access_block(
            Bucket=name,
            PublicAccessBlockConfiguration=dict.fromkeys(
                (
                    *("BlockPublicAcls", "BlockPublicPolicy"),
                    *("IgnorePublicAcls", "RestrictPublicBuckets"),
                ),
                True,
            ),
        )
        s3.put_bucket_policy(Bucket=name, Policy=_tls_only(name))
        return name

    def keep(self, bucket: str, key: str, content: bytes) -> bool:
        """False if it was there already: packages are named for what is in them."""
        s3 = self.client("s3")
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=key):
            if any(each["Key"] == key for each in page.get("Contents", [])):
                return False
        s3.put_object(Bucket=bucket, Key=key, Body=content)
        return True

    def address_of(self, bucket: str, key: str) -> str:
        """As CloudFormation takes it."""
        return f"{self.client('s3').meta.endpoint_url}/{bucket}/{key}"


def _tls_only(bucket: str) -> str:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

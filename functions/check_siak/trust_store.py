"""Whom the gate trusts, as the configuration bucket has it: the office's own file, and what
refresh_revocation has fetched."""

from typing import TypeVar

from pydantic import ValidationError

from check_siak.trust import RevocationCache, Strict, TrustPolicy
from menwa import aws
from menwa.errors import Misconfigured
from menwa.settings import remembered

POLICY, CACHE = "trust.json", "revocation.json"

Kept = TypeVar("Kept", bound=Strict)


def trust_in(bucket: str, *, samples: bool) -> TrustPolicy:
    """Remembered for five minutes. Misconfigured if it trusts a made-up authority and `samples`
    are not allowed."""
    policy = _joined_in(bucket)
    if policy.is_a_sample() and not samples:
        raise Misconfigured(f"{POLICY} trusts a sample authority, which is allowed nowhere else")
    return policy


def policy_in(bucket: str) -> TrustPolicy:
    content = _content(bucket, POLICY)
    if content is None:
        raise Misconfigured(f"{POLICY} is missing")
    return _read(TrustPolicy, content, POLICY)


def cache_in(bucket: str) -> RevocationCache:
    """Nothing was fetched yet: an empty one. One that cannot be read is never taken for empty."""
    content = _content(bucket, CACHE)
    return RevocationCache() if content is None else _read(RevocationCache, content, CACHE)


def keep_in(bucket: str, cache: RevocationCache) -> None:
    aws.s3().put_object(Bucket=bucket, Key=CACHE, Body=cache.model_dump_json().encode())


@remembered
def _joined_in(bucket: str) -> TrustPolicy:
    return policy_in(bucket).with_cache(cache_in(bucket))


def _content(bucket: str, key: str) -> bytes | None:
    try:
        return aws.s3().get_object(Bucket=bucket, Key=key)["Body"].read()
    except aws.s3().exceptions.NoSuchKey:
        return None


def _read(model: type[Kept], content: bytes, key: str) -> Kept:
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Misconfigured(f"{key}: {place}: {first['type']}") from None

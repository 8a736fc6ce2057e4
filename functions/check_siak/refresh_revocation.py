"""Fetches, every few hours, what authorities say of withdrawn certificates: the gate only reads
what is kept here, and asks nobody while a citizen waits."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import httpx
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from check_siak.revocation_answers import Worthless, as_der
from check_siak.revocation_sources import Source, answer_sources, is_newer, list_sources
from check_siak.time_limit import OutOfTime, at_most
from check_siak.trust import RevocationCache
from check_siak.trust_store import cache_in, keep_in, policy_in
from menwa.settings import Settings

logger = Logger()
SECONDS = 3.0
MOST_BYTES = 8 * 1024 * 1024
PLAIN = {"Accept-Encoding": "identity"}  # what is packed could swell
QUESTION = {**PLAIN, "Content-Type": "application/ocsp-request"}


class Environment(Settings):
    configuration_bucket: str


@cache
def environment() -> Environment:
    return Environment.from_environment()


def refreshed(
    sources: Iterable[Source], kept: dict[str, bytes], client: httpx.Client
) -> dict[str, bytes]:
    """Where a source fails, or has nothing newer, what was kept of it stays."""
    fresh = {}
    for source in sources:
        known = kept.get(source.key)
        if known is not None:
            fresh[source.key] = known
        try:
            offered = as_der(fetched(source, client))
            if is_newer(source, offered, known):
                fresh[source.key] = offered
        except (httpx.HTTPError, httpx.InvalidURL, OutOfTime, Worthless) as error:
            logger.warning(
                "a source of revocation data failed",
                source=source.place,
                reason=str(error) if isinstance(error, Worthless) else type(error).__name__,
            )
    return fresh


def fetched(source: Source, client: httpx.Client) -> bytes:
    """Redirects are not followed: whom to ask is the office's decision."""
    method, headers = ("POST", QUESTION) if source.question else ("GET", PLAIN)
    asked = client.build_request(method, source.url, content=source.question, headers=headers)
    content = bytearray()
    with at_most(SECONDS):
        answer = client.send(asked, stream=True)
        try:
            if answer.status_code != httpx.codes.OK:
                raise Worthless(f"status {answer.status_code}")
            for part in answer.iter_raw():
                content += part
                if len(content) > MOST_BYTES:
                    raise Worthless("too large")
        finally:
            answer.close()
    return bytes(content)


@logger.inject_lambda_context(clear_state=True)
def handler(_event: dict[str, Any], context: LambdaContext) -> None:
    bucket = environment().configuration_bucket
    policy, kept = policy_in(bucket), cache_in(bucket)
    with httpx.Client(timeout=SECONDS) as client:
        fresh = RevocationCache.model_construct(
            crls=refreshed(list_sources(policy), kept.crls, client),
            ocsps=refreshed(answer_sources(policy), kept.ocsps, client),
        )
    if fresh != kept:
        keep_in(bucket, fresh)
    logger.info("revocation data at hand", lists=len(fresh.crls), answers=len(fresh.ocsps))

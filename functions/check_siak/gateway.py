"""SIAK, through the gateway of `docs/siak-gateway.openapi.yaml`; no other module knows its URLs.

Whatever goes wrong here is the office's to mend, never the citizen's: an answer that does not fit
the contract is `SiakUnavailable`, like no answer at all.
"""

import random
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from check_siak.gateway_access import Access
from check_siak.gateway_messages import FindDocument, FoundDocument, Problem
from menwa.errors import NotSigned, SiakUnavailable

TIMEOUT = httpx.Timeout(8.0, connect=2.0)
LARGEST_PDF = 25 * 1024 * 1024
LARGEST_RECORD = 1024 * 1024
LONGEST_PAUSE = 0.5

Message = TypeVar("Message", bound=BaseModel)


@dataclass(frozen=True)
class Answer:
    status: int
    media_type: str
    body: bytes

    @property
    def worth_asking_again(self) -> bool:
        return self.status == 429 or self.status >= 500


class SiakGateway:
    def __init__(
        self, url: str, access: Access, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._client = httpx.Client(
            base_url=url,
            # a compressed answer could unfold far beyond the limit before it is counted
            headers={**access.headers(), "accept-encoding": "identity"},
            timeout=TIMEOUT,
            verify=access.tls(),
            transport=transport,
        )

    def find(self, wanted: FindDocument) -> FoundDocument | None:
        """None: SIAK has no such document."""
        question = self._client.build_request(
            "POST", "/v1/documents/find", json=wanted.model_dump(mode="json")
        )
        answer = self._answer(question, at_most=LARGEST_RECORD)
        if answer.status == 404 and _read(answer, Problem).type == "document-not-found":
            return None
        _expect(answer, "application/json")
        found = _read(answer, FoundDocument)
        if found.document_type != wanted.document_type:
            raise SiakUnavailable("the SIAK gateway answered with another type of document")
        return found

    def pdf(self, document_id: str) -> bytes:
        """The very bytes that SIAK serves. A document without its TTE: `NotSigned`."""
        question = self._client.build_request("GET", f"/v1/documents/{document_id}/pdf")
        answer = self._answer(question, at_most=LARGEST_PDF)
        if answer.status == 409:
            raise NotSigned("SIAK has no signed PDF of this document")
        _expect(answer, "application/pdf")
        return answer.body

    def _answer(self, question: httpx.Request, at_most: int) -> Answer:
        with suppress(httpx.RequestError):
            answer = self._ask(question, at_most)
            if not answer.worth_asking_again:
                return answer
        time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311, the pause is no secret
        try:
            return self._ask(question, at_most)
        except httpx.RequestError as failed:
            kind = type(failed).__name__  # its text may quote what was sent
            raise SiakUnavailable(f"the SIAK gateway gave no answer: {kind}") from None

    def _ask(self, question: httpx.Request, at_most: int) -> Answer:
        """The whole answer, read no further than `at_most` bytes."""
        body = bytearray()
        streamed = self._client.send(question, stream=True)
        try:
            for chunk in streamed.iter_bytes():
                body += chunk
                if len(body) > at_most:
                    raise SiakUnavailable(f"the SIAK gateway's answer is over {at_most} bytes")
        finally:
            streamed.close()
        media_type = streamed.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Answer(streamed.status_code, media_type, bytes(body))


def _expect(answer: Answer, media_type: str) -> None:
    if answer.status != 200:
        raise SiakUnavailable(f"the SIAK gateway answered {answer.status}")
    if answer.media_type != media_type:
        raise SiakUnavailable(f"the SIAK gateway's answer is not {media_type}")


def _read(answer: Answer, message: type[Message]) -> Message:
    try:
        return message.model_validate_json(answer.body)
    except ValidationError as misfit:
        raise SiakUnavailable(
            f"the SIAK gateway's answer does not fit: {misfit.error_count()} faults"
        ) from None

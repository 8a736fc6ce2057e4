import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from check_siak import gateway as module
from check_siak.gateway import LARGEST_PDF, SiakGateway
from check_siak.gateway_access import Access
from check_siak.gateway_messages import FoundDocument
from menwa.errors import NotSigned, SiakUnavailable
from tests.unit.siak_setting import BEARER, MOTHER, a_question, contract, misfits

Respond = Callable[[httpx.Request], httpx.Response]
FIND = contract()["paths"]["/v1/documents/find"]["post"]
RECORD: dict[str, Any] = FIND["responses"]["200"]["content"]["application/json"]["examples"][
    "signed"
]["value"]
NOT_FOUND = {"type": "document-not-found", "title": "Dokumen tidak ditemukan", "status": 404}
REFUSED = 401, 403, 404, 422
TRANSIENT = 429, 500, 502, 503, 504


class Siak:
    """Answers with each of its answers in turn, the last one again and again."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, question: httpx.Request) -> httpx.Response:
        self.asked.append(question)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def gateway(respond: Respond) -> SiakGateway:
    access = Access(bearer=SecretStr(BEARER))
    return SiakGateway("https://siak.test/base", access, httpx.MockTransport(respond))


def problem(status: int, kind: str = "something-else") -> httpx.Response:
    return httpx.Response(status, json={"type": kind, "title": "…", "status": status})


def a_pdf(content: bytes = b"%PDF-1.7 \x00\xff %%EOF") -> httpx.Response:
    return httpx.Response(200, content=content, headers={"content-type": "application/pdf"})


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.0)


def test_a_document_is_found_with_all_who_are_on_record() -> None:
    found = gateway(Siak(httpx.Response(200, json=RECORD))).find(a_question())
    assert found == FoundDocument.model_validate(RECORD)
    assert found is not None
    assert [party.role for party in found.parties] == ["subjek", "ayah", "ibu"]


def test_the_question_fits_the_contract_and_carries_the_bearer() -> None:
    siak = Siak(httpx.Response(200, json=RECORD))
    gateway(siak).find(a_question())
    assert misfits("FindDocument", json.loads(siak.asked[0].content)) == []
    assert siak.asked[0].headers["authorization"] == f"Bearer {BEARER}"
    assert str(siak.asked[0].url) == "https://siak.test/base/v1/documents/find"


def test_no_personal_data_stands_in_a_url() -> None:
    siak = Siak(httpx.Response(200, json=RECORD), a_pdf())
    siak_gateway = gateway(siak)
    siak_gateway.find(a_question())
    siak_gateway.pdf("dok-024")
    urls = " ".join(str(asked.url) for asked in siak.asked)
    assert not any(value in urls for value in MOTHER.values())


def test_a_document_that_siak_does_not_have_is_none() -> None:
    assert gateway(Siak(httpx.Response(404, json=NOT_FOUND))).find(a_question()) is None


def test_fields_that_an_office_adds_are_no_fault() -> None:
    more = RECORD | {"nomor_register": "17", "subject": RECORD["subject"] | {"agama": "-"}}
    assert gateway(Siak(httpx.Response(200, json=more))).find(a_question()) is not None


def test_the_pdf_is_byte_for_byte_what_siak_serves() -> None:
    content = b"%PDF-1.7\n" + bytes(range(256)) * 4000 + b"%%EOF"
    assert gateway(Siak(a_pdf(content))).pdf("dok-024") == content


def test_an_unsigned_document_has_no_pdf() -> None:
    siak = Siak(problem(409, "document-not-signed"))
    with pytest.raises(NotSigned):
        gateway(siak).pdf("dok-003")
    assert len(siak.asked) == 1


@pytest.mark.parametrize("status", REFUSED)
def test_a_refusal_is_siaks_fault_and_not_asked_again(status: int) -> None:
    siak = Siak(problem(status))
    with pytest.raises(SiakUnavailable):
        gateway(siak).find(a_question())
    with pytest.raises(SiakUnavailable):
        gateway(siak).pdf("dok-024")
    assert len(siak.asked) == 2


@pytest.mark.parametrize("first", [*map(problem, TRANSIENT), httpx.ConnectTimeout("slow")])
def test_a_passing_fault_is_asked_once_more(first: httpx.Response | Exception) -> None:
    siak = Siak(first, httpx.Response(200, json=RECORD))
    assert gateway(siak).find(a_question()) is not None
    assert len(siak.asked) == 2


@pytest.mark.parametrize(
    "fault",
    [
        *map(problem, TRANSIENT),
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("gone"),
    ],
)
def test_a_lasting_fault_is_given_up_after_the_second_try(
    fault: httpx.Response | Exception,
) -> None:
    siak = Siak(fault)
    with pytest.raises(SiakUnavailable):
        gateway(siak).find(a_question())
    assert len(siak.asked) == 2


MISFITS = {
    "a page": httpx.Response(200, html="<p>Silakan masuk kembali.</p>"),
    "half an object": httpx.Response(
        200, content=b"{", headers={"content-type": "application/json"}
    ),
    "a list": httpx.Response(200, json=[]),
    "nothing in it": httpx.Response(200, json={}),
    "signed, perhaps": httpx.Response(200, json=RECORD | {"signed": "mungkin"}),
    "signed in words": httpx.Response(200, json=RECORD | {"signed": "yes"}),
    "nobody on it": httpx.Response(200, json=RECORD | {"parties": []}),
    "receipt, perhaps": httpx.Response(200, json=RECORD | {"receipt_matches": "maybe"}),
    "no word of the receipt": httpx.Response(
        200, json={name: value for name, value in RECORD.items() if name != "receipt_matches"}
    ),
    "phone, perhaps": httpx.Response(200, json=RECORD | {"recorded_phone": "maybe"}),
    "another way of dates": httpx.Response(200, json=RECORD | {"issued_on": "24-05-2021"}),
    "an id that is a path": httpx.Response(200, json=RECORD | {"id": "../../admin"}),
    "another type": httpx.Response(200, json=RECORD | {"document_type": "kk"}),
    "far too long": httpx.Response(200, content=b" " * (1024 * 1024 + 1)),
    "a redirection": httpx.Response(302, headers={"location": "https://elsewhere.test/"}),
    "a proxy's 404": httpx.Response(404, html="<h1>Not Found</h1>"),
    "no content": httpx.Response(204),
}


@pytest.mark.parametrize("answer", MISFITS.values(), ids=MISFITS)
def test_an_answer_that_does_not_fit_is_siaks_fault(answer: httpx.Response) -> None:
    with pytest.raises(SiakUnavailable):
        gateway(Siak(answer)).find(a_question())


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, html="<p>Silakan masuk kembali.</p>"),
        httpx.Response(200, json={}),
        httpx.Response(404, json=NOT_FOUND),
    ],
)
def test_what_is_no_pdf_is_siaks_fault(answer: httpx.Response) -> None:
    with pytest.raises(SiakUnavailable):
        gateway(Siak(answer)).pdf("dok-024")


def test_a_pdf_over_the_limit_is_left_unread() -> None:
    sent = 0

    def far_too_much() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(40):
            sent += 1024 * 1024
            yield bytes(1024 * 1024)

    with pytest.raises(SiakUnavailable):
        gateway(Siak(a_pdf_of(far_too_much()))).pdf("dok-024")
    assert LARGEST_PDF < sent <= LARGEST_PDF + 2 * 1024 * 1024


def test_a_pdf_of_just_the_limit_is_read() -> None:
    assert len(gateway(Siak(a_pdf(bytes(LARGEST_PDF)))).pdf("dok-024")) == LARGEST_PDF


def a_pdf_of(chunks: Iterator[bytes]) -> httpx.Response:
    return httpx.Response(200, content=chunks, headers={"content-type": "application/pdf"})


@pytest.mark.parametrize(
    "fault",
    [
        problem(503),
        httpx.Response(200, json=RECORD | {"signed": MOTHER["nik"]}),
        httpx.Response(200, json={MOTHER["nik"]: MOTHER["name"]}),
        httpx.ReadError(f"while sending {MOTHER['nik']} {MOTHER['name']}"),
    ],
)
def test_the_errors_text_tells_nobodys_data(fault: httpx.Response | Exception) -> None:
    with pytest.raises(SiakUnavailable) as raised:
        gateway(Siak(fault)).find(a_question())
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
    assert not any(value in str(raised.value) for value in MOTHER.values())

"""SIAK's gateway: it answers what the sample SIAK has answered, without asking it each time."""

from dataclasses import dataclass
from functools import cache, lru_cache

import httpx

from check_siak.siak import question_about
from local.siak.entries import Change, Known
from tests.builders import a_proven_case
from tests.chaos.faults import READS, Faults
from tests.unit.siak_setting import BEARER, a_siak, an_office

DOCUMENT = "dok-001"
UNKNOWN = "9971019999999999"


@dataclass(frozen=True)
class Record:
    """How the document stands in SIAK."""

    signed: bool = True
    known: bool = True
    recorded_phone: bool = True


@dataclass
class Siak:
    faults: Faults
    record: Record

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        wants_pdf = request.url.path.endswith("/pdf")
        what = "siak.pdf" if wants_pdf else "siak.find"
        try:
            status, kind, body = self.faults.effect(
                what, lambda: self._answer(wants_pdf), lambda _kind: _Busy(), READS
            )
        except _Busy:
            return httpx.Response(503)
        return httpx.Response(status, content=body, headers={"content-type": kind})

    def _answer(self, wants_pdf: bool) -> tuple[int, str, bytes]:
        """The same bytes each time, however it stands otherwise."""
        signed = Record() if self.record.signed else Record(signed=False)
        return answered(signed if wants_pdf else self.record, wants_pdf)


class _Busy(Exception):
    pass


@lru_cache(maxsize=16)
def answered(record: Record, wants_pdf: bool) -> tuple[int, str, bytes]:
    """Status, type and body."""
    sample = a_siak()
    phone: Known = "yes" if record.recorded_phone else "no"
    sample.change(DOCUMENT, Change(signed=record.signed, recorded_phone=phone))
    transport = httpx.WSGITransport(app=an_office(sample))
    case = a_proven_case()
    asked = question_about(case if record.known else case.model_copy(update={"number": UNKNOWN}))
    with httpx.Client(
        transport=transport,
        base_url="http://siak.test/_siak/v1/documents",
        headers={"authorization": f"Bearer {BEARER}"},
    ) as client:
        if wants_pdf:
            answer = client.get(f"/{DOCUMENT}/pdf")
        else:
            answer = client.post("/find", json=asked.model_dump(mode="json"))
    return answer.status_code, answer.headers["content-type"], answer.content


@cache
def the_pdf() -> bytes:
    return answered(Record(), True)[2]

"""An officer with SIAK on the screen beside MENWA: looks a request up there, answers, uploads."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

import httpx

from local.demo.people import Officer, Stuck, until
from local.sample_office import SampleOffice
from menwa.case import DESK, Case, CaseFile
from menwa.office import DocumentType
from menwa.types import bare_number

Document = dict[str, Any]
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@dataclass(frozen=True)
class SiakDesk:
    office: SampleOffice
    http: httpx.Client
    officer: Officer

    def look_up(self, case_id: str, pdf: bytes | None = None) -> None:
        """`pdf` in place of what SIAK would give."""
        case = until(f"{case_id} to be looked up", lambda: self._waiting(case_id)).case
        document = held_by_siak(self._documents(), case)
        kind = self.office.office.documents[case.document_type]
        answer = what_is_seen(document, case, kind)
        page = self.officer.post(f"/meja/{case_id}", **answer)
        if page.is_error:
            raise Stuck(f"the desk refused {answer['answer']}: {page.status_code}")
        if document is not None and answer["answer"] == "signed":
            self.upload(case_id, pdf or self._pdf(document))

    def upload(self, case_id: str, pdf: bytes) -> None:
        """Straight into the staging bucket, by the form that stands on the page."""
        begun = self.officer.post("/unggah", permintaan=case_id, statement="ya")
        page = self.officer.get(begun.headers["location"]).text
        form = re.search(r'<form id="unggah".*?action="([^"]+)".*?</form>', page, re.DOTALL)
        if form is None:
            raise Stuck("no form to upload a PDF")
        fields = {name: unescape(value) for name, value in _FIELD.findall(form[0])}
        file = {"file": ("dokumen.pdf", pdf, "application/pdf")}
        taken = httpx.post(unescape(form[1]), data=fields, files=file, trust_env=False)
        if taken.is_error:
            raise Stuck(f"the bucket refused a PDF: {taken.status_code}")

    def _waiting(self, case_id: str) -> CaseFile | None:
        file = self.office.file(case_id)
        wait = file.wait
        if wait is None or (wait.waiting_for, wait.asked) != (DESK, "siak"):
            return None
        return file if wait.reason in {"look_up", "siak_unavailable"} else None

    def _documents(self) -> list[Document]:
        listed: list[Document] = self.http.get("/_kantor/api/siak/documents").json()["documents"]
        return listed

    def _pdf(self, document: Document) -> bytes:
        return self.http.get(f"/_kantor/siak/{document['id']}.pdf").content


def held_by_siak(documents: list[Document], case: Case) -> Document | None:
    """By its number; by the applicant where that is not known. An active one, then the newest."""

    def is_asked_for(document: Document) -> bool:
        if case.number is None:
            stands_on_it = case.applicant.nik in {one["nik"] for one in document["parties"]}
            return bool(document["active"]) and stands_on_it
        return bare_number(document["number"]) == bare_number(case.number)

    found = [one for one in documents if one["document_type"] == case.document_type]
    newest = sorted(found, key=lambda one: (one["active"], one["issued_on"]), reverse=True)
    return next((one for one in newest if is_asked_for(one)), None)


def what_is_seen(document: Document | None, case: Case, kind: DocumentType) -> dict[str, str]:
    """As a careful officer fills in the form; a phone that is not on record is called first."""
    parties = document["parties"] if document else []
    person = next((one for one in parties if one["nik"] == case.applicant.nik), None)
    if document is None or person is None:
        return {"answer": "not_found"}
    recorded = document["recorded_phone"] or document["phone"]
    right = {"right": "yes" if recorded in {"yes", case.applicant.phone} else "unsure"}
    if not document["active"]:
        return {"answer": "inactive", **right}
    if not document["signed"]:
        return {"answer": "unsigned", **right}
    named = person if kind.applicant_text else document["subject"]
    stated = {"active": "yes", "number": document["number"], "name": named["name"].upper()}
    return {"answer": "signed", **right, **stated}

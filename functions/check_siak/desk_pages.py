"""The desk's pages: its queue, one case with what may be answered, the counter, the switch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response

from check_siak import desk_rules, looked_up
from check_siak.claims import live_claim
from check_siak.desk_answers import looks_up
from check_siak.desk_queue import Queue, to_remind
from check_siak.desk_scripts import address_of
from check_siak.objection_answers import objects
from check_siak.role_words import may_ask_in_words, role_in_words
from check_siak.rules import SIAK
from check_siak.screen import on_screen
from check_siak.unreached import Unreached
from menwa.card import first_broken
from menwa.case import DESK, HELD, LATER, Case, CaseFile
from menwa.objection_words import objections_words
from menwa.objections import notice_due
from menwa.office import Office
from menwa.pages import page
from menwa.proof_message import proof_message
from menwa.sending_switch import Hold
from menwa.signed_in import SignedIn
from menwa.types import Status
from menwa.untold import waits_untold

STANDS = {
    Status.UNPROVEN: "Menunggu pesan WhatsApp dari pemohon",
    Status.CHECKING: "Sedang diperiksa",
    Status.WITH_OFFICIAL: "Menunggu pejabat",
    Status.AT_DESK: "Di meja petugas",
    Status.SENDING: "Sedang dikirim",
    Status.DELIVERED: "PDF sudah diterima pemohon",
    Status.RETURNED: "Sudah dikembalikan kepada pemohon",
    Status.CLOSED: "Sudah ditutup",
}
POLICY = {"script-src": "'self'", "connect-src": "'self'", "img-src": "'self' data:"}


@dataclass(frozen=True)
class Form:
    """What was typed, and a sentence for each field that has to be mended."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True)
class DeskPages:
    office: Office
    officer: SignedIn
    hold: Hold | None

    def queue(self, queue: Queue, questions: int, unreached: Sequence[Unreached]) -> Response[str]:
        """`questions`: how many people wait for an answer on WhatsApp."""
        return self._page(
            "check_siak/queue.html", queue=queue, questions=questions, unreached=unreached
        )

    def found(self, cases: Sequence[Case], typed: str) -> Response[str]:
        """Ids and kinds of documents: nothing of a person."""
        return self._page("check_siak/found.html", cases=cases, typed=typed)

    def case(
        self, file: CaseFile, others: Sequence[Case], form: Form, now: datetime
    ) -> Response[str]:
        case, wait, document = file.case, file.wait, self.office.document(file.case.document_type)
        claim = live_claim(wait, now)
        waits = wait is not None and wait.waiting_for == DESK
        return self._page(
            "check_siak/case.html",
            form.status,
            case=case,
            document=document,
            verdict=self.office.verdict(case.verdict),
            named=self._named(file),
            may_ask=may_ask_in_words(document.roles),
            stands=role_in_words(case.found.applicant_role) if case.found else "",
            waits=waits,
            reason=self._why(file),
            since=wait.since if wait else None,
            waited=self.office.hours.office_time(wait.since, now) if wait else None,
            remind=wait is not None and to_remind(wait, self.office, now),
            claim=claim,
            closed_by=claim if claim and claim.officer != self.officer.key else None,
            asks=self._asks(file) if waits else {},
            others=others,
            objection=self._objection(file),
            untold=waits_untold(file),
            unheard=_unheard(case),
            screen=on_screen(file),
            entries=file.entries,
            notes=file.notes,
            chain_broken_at=first_broken(file.entries, case.card_length, case.card_head),
            errors=form.errors,
            typed=form.typed,
        )

    def walk_in(self, typed: Mapping[str, str], errors: Mapping[str, str]) -> Response[str]:
        documents = self.office.documents.items()
        sent = {key: document for key, document in documents if not document.never_a_pdf}
        status = 422 if errors else 200
        return self._page(
            "check_siak/walk_in.html", status, documents=sent, values=typed, errors=errors
        )

    def prove(self, case: Case, code: str, ending: str = "") -> Response[str]:
        """`ending` of the number that must send it; "": whichever phone does becomes the number."""
        document = self.office.document(case.document_type)
        asked = proof_message(self.office, code)
        return self._page(
            "check_siak/prove.html", case=case, document=document, asked=asked, ending=ending
        )

    def sending(self, waiting: int, *, missing: bool = False) -> Response[str]:
        errors = {"reason": "Tulis alasannya; petugas lain membacanya di halaman meja."}
        status = 422 if missing else 200
        return self._page(
            "check_siak/sending.html", status, waiting=waiting, errors=errors if missing else {}
        )

    def done(self, case: Case, *, told: bool) -> Response[str]:
        return self._page("check_siak/answered.html", case=case, told=told)

    def not_waiting(self) -> Response[str]:
        return self._says("Sudah dijawab", "Permintaan ini tidak menunggu di meja.", 409)

    def unknown(self) -> Response[str]:
        return self._says("Permintaan ini tidak ada", "Periksa lagi kodenya.", 404)

    def _asks(self, file: CaseFile) -> dict[str, Any]:
        """What the officer is asked, as the form needs it."""
        case, look = file.case, looks_up(file)
        answers = desk_rules.possible(file, self.officer)
        return {
            "look": look,
            "answers": () if look else answers,
            "seen": looked_up.possible(file) if look else (),
            "pdf": "pdf_confirmed" in answers,
            "right": case.right is None if look else desk_rules.asks_right(file),
            "may_vouch": desk_rules.may_vouch(case, self.officer),
        }

    def _named(self, file: CaseFile) -> dict[str, str]:
        """`seen`: the name that SIAK has, if anybody looked: a PDF alone says nothing of it.
        `likely`: whose name the document most likely bears; a child's is not the parent's."""
        case, kind = file.case, self.office.document(file.case.document_type)
        looked = any(entry.occasion.startswith("seen:") for entry in file.entries)
        said = case.found is not None and (looked or case.found.looked_up_by == SIAK)
        seen = case.found.subject_name if case.found and said else ""
        theirs = bool(kind.applicant_text) and "ayah" not in kind.roles
        return {"seen": seen, "likely": seen or (case.applicant.name if theirs else "")}

    def _objection(self, file: CaseFile) -> dict[str, Any]:
        """What whoever got the PDF says about it, and until when a breach has to be told."""
        frozen_at = file.case.frozen_at
        return {
            "waits": objects(file),
            "words": objections_words(file),
            "frozen_at": self.office.local(frozen_at) if frozen_at else None,
            "notice": self.office.local(notice_due(frozen_at)) if frozen_at else None,
        }

    def _why(self, file: CaseFile) -> str:
        """Why it is at the desk, or who has it instead."""
        wait, posts = file.wait, self.office.posts
        if wait is None or wait.answer is not None:
            return STANDS[file.case.status]
        if wait.waiting_for == DESK:
            return self.office.act(wait.reason or file.case.reason or "")
        if wait.waiting_for in {*posts.held, *posts.vacant}:
            return f"Menunggu jawaban {posts.title(wait.waiting_for)}"
        if wait.waiting_for == LATER:
            return self.office.act(wait.reason or "")
        return (
            "Menunggu pengiriman dilanjutkan"
            if wait.waiting_for == HELD
            else STANDS[file.case.status]
        )

    def _says(self, heading: str, text: str, status: int) -> Response[str]:
        return self._page("check_siak/done.html", status, heading=heading, text=text)

    def _page(self, template: str, status: int = 200, **values: Any) -> Response[str]:
        return page(
            template,
            status,
            policy=POLICY,
            office=self.office,
            officer=self.officer,
            hold=self.hold,
            script=address_of("desk"),
            **values,
        )


def _unheard(case: Case) -> datetime | None:
    """When WhatsApp last failed to deliver, if the citizen has not written since."""
    heard = case.heard_at
    return case.untold_at if case.untold_at and (not heard or heard < case.untold_at) else None

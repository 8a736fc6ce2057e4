"""Every PDF that arrives: examined once, and brought to the case or cases that it is for."""

from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools import Logger

from check_siak.drop_matching import matched
from check_siak.drop_store import Drop, Dropped, DropStore
from check_siak.gate import UNREADABLE, Examined, Passage, examined, passage_for
from check_siak.newest import NewestDocuments
from check_siak.passing import (
    Bringer,
    awaited_at_gate,
    dropped_by,
    fetched_for,
    is_awaited,
    outcome,
    through_the_gate,
)
from check_siak.trust import TrustPolicy
from check_siak.verdicts import SECURITY_ALARMS, Revocation, Verdict
from menwa import aws
from menwa.answering import carry_on
from menwa.case import DESK, CaseFile
from menwa.cases import CaseStore
from menwa.counting import count
from menwa.documents import DocumentStore, number_of, sha256_of
from menwa.errors import NotFound
from menwa.office import Office

logger = Logger(child=True)


@dataclass(frozen=True)
class Arrivals:
    cases: CaseStore
    drops: DropStore
    newest: NewestDocuments
    documents: DocumentStore
    office: Office
    policy: TrustPolicy

    def fetched(self, case_id: str, key: str, now: datetime) -> None:
        """The gateway's, for the visit that waits for it; where nobody waits: nothing."""
        try:
            file = self.cases.load(case_id)
        except NotFound:
            logger.warning("a PDF of no case")
            return
        if not awaited_at_gate(file, key):
            logger.info("nobody waits for this PDF", case_id=case_id)
            return
        seen = self._examined(self.documents.arrived(key), now)
        self._through(file, seen, fetched_for(file), now)

    def dropped(self, drop_id: str, key: str, now: datetime) -> None:
        """An officer's. Whom it is for is kept before anything is done about it: a repetition
        goes on with those, and does nothing once all is done."""
        try:
            dropping = self.drops.load(drop_id, now)
        except NotFound:
            logger.warning("a PDF of no drop")
            return
        drop, file = dropping.drop, dropping.file(number_of(key))
        pdf = self.documents.arrived(key)
        if file.sha256 == sha256_of(pdf) and file.is_settled:
            return
        seen = self._examined(pdf, now)
        if file.sha256 != seen.verdict.sha256:
            file = self._assigned(drop, file, seen, now)
            self.drops.keep(drop, file)
        for case_id in file.cases if file.serves else ():
            file = self._brought(file, case_id, seen, dropped_by(drop, file.number), now)
        self.drops.keep(drop, file)

    def _examined(self, pdf: bytes, now: datetime) -> Examined:
        seen = examined(pdf, self.policy, now)
        verdict = seen.verdict.verdict
        logger.info("examined", verdict=verdict, readable=seen.text is not None)
        count("GateVerdicts", verdict)
        if verdict in SECURITY_ALARMS:
            logger.warning("a PDF may be forged or altered", verdict=verdict)
            count("SecurityVerdict")
        unknown = any(one.revocation is Revocation.UNKNOWN for one in seen.verdict.signatures)
        if unknown and verdict is Verdict.OK:
            logger.warning("nothing is known about a certificate's revocation")
            count("RevocationUnknown")
        return seen

    def _assigned(self, drop: Drop, file: Dropped, seen: Examined, now: datetime) -> Dropped:
        known = Dropped(
            number=file.number,
            name=file.name,
            sha256=seen.verdict.sha256,
            verdict=seen.verdict.verdict,
        )
        if drop.case_id:
            return known.model_copy(update={"how": "bound", "cases": {drop.case_id: "ahead"}})
        if not seen.is_vouched_for:
            return known.model_copy(update={"how": "refused"})
        if seen.text is None:
            return known.model_copy(update={"how": "refused", "verdict": UNREADABLE})
        posts = (*self.office.officials, *self.office.vacant)
        waiting = self.cases.waiting_cases([DESK, *posts], now)
        match = matched(seen.text, [file.case for file in waiting], self.office, drop.officer)
        logger.info("matched", how=match.how, cases=match.cases)
        whom = dict.fromkeys(match.cases, "ahead")
        return known.model_copy(update={"how": match.how, "cases": whom})

    def _brought(
        self, file: Dropped, case_id: str, seen: Examined, by: Bringer, now: datetime
    ) -> Dropped:
        """To one of its cases; with what became of it there."""
        before = self.cases.load(case_id)
        passage = self._passage(before, seen, by)
        after = self._through(before, seen, by, now)
        became = outcome(after, passage)
        logger.info("brought", case_id=case_id, outcome=became)
        return file.model_copy(
            update={"cases": file.cases | {case_id: became}, "verdict": passage.verdict}
        )

    def _through(self, before: CaseFile, seen: Examined, by: Bringer, now: datetime) -> CaseFile:
        """What a case's file says may have changed meanwhile: it is judged by what it says now."""
        passage = self._passage(before, seen, by)
        if passage.is_open and is_awaited(before, by):
            self._kept(passage, before.case.document_type)
        after = self.cases.change(
            before, lambda file: through_the_gate(file, self._passage(file, seen, by), by, now)
        )
        carry_on(aws.step_functions(), after)
        return after

    def _passage(self, file: CaseFile, seen: Examined, by: Bringer) -> Passage:
        return passage_for(file.case, seen, by.officer, self.office, self.newest.signed_at)

    def _kept(self, passage: Passage, document_type: str) -> None:
        sha256 = self.documents.stage(passage.pdf.content)
        self.documents.keep_pages(sha256, passage.pdf.pages)
        signed_at, holds = passage.pdf.verdict.signed_at, passage.pdf.verdict.verdict is Verdict.OK
        readable = passage.pdf.text is not None
        if passage.found.number and signed_at is not None and holds and readable:
            self.newest.passed(document_type, passage.found.number, signed_at)

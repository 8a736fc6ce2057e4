"""Whether a PDF may pass: its signature verifies, its text is that of the document, and no newer
one is known."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from check_siak.content import read_text
from check_siak.drop_matching import as_stated, missing
from check_siak.page_images import page_images
from check_siak.trust import Mode, TrustPolicy
from check_siak.verdicts import AN_OFFICER_MAY_CONFIRM, SignatureVerdict, Verdict
from check_siak.verify import verify
from menwa.case import Case
from menwa.office import Office
from menwa.seen import Found

SUPERSEDED, UNREADABLE = "SUPERSEDED", "UNREADABLE"
Newest = Callable[[str, str], datetime | None]
"""When the newest PDF known of this type and number was signed."""


@dataclass(frozen=True)
class Examined:
    """A PDF looked at once, whatever cases it is for.

    `text` None: nobody vouches for it, or there is none to read. `pages`: images of it, made only
    where an officer has to look because the gate cannot tell.
    """

    content: bytes
    verdict: SignatureVerdict
    text: str | None
    observed: bool
    pages: tuple[bytes, ...] = ()

    @property
    def is_vouched_for(self) -> bool:
        return _vouched_for(self.verdict, self.observed)

    @property
    def must_be_seen(self) -> bool:
        return self.is_vouched_for and (self.observed or self.text is None)


@dataclass(frozen=True)
class Passage:
    """One PDF for one case. `missing` names what it should show; "text": nothing to look at."""

    pdf: Examined
    found: Found
    missing: tuple[str, ...] = ()
    superseded: bool = False

    @property
    def is_open(self) -> bool:
        return self.pdf.is_vouched_for and not self.missing and not self.superseded

    @property
    def verdict(self) -> str:
        """As `Office.verdict` says it to officers."""
        if self.is_open and self.pdf.text is None and self.pdf.verdict.verdict is Verdict.OK:
            return UNREADABLE
        if self.pdf.is_vouched_for and self.missing:
            return f"OTHER_TEXT: {', '.join(self.missing)}"
        if self.pdf.is_vouched_for and self.superseded:
            return SUPERSEDED
        return self.pdf.verdict.verdict


def examined(pdf: bytes, policy: TrustPolicy, now: datetime) -> Examined:
    """The text is read only once the signature holds: until then the file may be anybody's."""
    verdict, observed = verify(pdf, policy, now), policy.mode is Mode.OBSERVE
    text = read_text(pdf) if _vouched_for(verdict, observed) else None
    looked_at = Examined(pdf, verdict, text, observed)
    return replace(looked_at, pages=page_images(pdf)) if looked_at.must_be_seen else looked_at


def passage_for(case: Case, pdf: Examined, officer: str, office: Office, newest: Newest) -> Passage:
    found = as_stated(case, office, officer)
    lacking = missing(pdf.text, case, office, officer) if pdf.text is not None else ()
    unseen = ("text",) if pdf.must_be_seen and not pdf.pages else ()
    older = _is_older(pdf, found, office, newest(case.document_type, found.number))
    return Passage(pdf, found, (*lacking, *unseen), older)


def _vouched_for(verdict: SignatureVerdict, observed: bool) -> bool:
    """It verifies; or the gate is only observed, and an officer may take it upon themselves."""
    confirmable = observed and verdict.verdict in AN_OFFICER_MAY_CONFIRM
    return verdict.verdict is Verdict.OK or confirmable


def _is_older(pdf: Examined, found: Found, office: Office, newest: datetime | None) -> bool:
    """Signed before the document that SIAK has, or than one that passed for the same number."""
    signed_at = pdf.verdict.signed_at
    if signed_at is None:
        return False
    before_issue = found.issued_on is not None and office.day_of(signed_at) < found.issued_on
    return before_issue or (newest is not None and signed_at < newest)

"""The pages on which officers bring PDFs, and see what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_lambda_powertools.event_handler import Response

from check_siak.desk_scripts import address_of
from check_siak.drop_store import MOST_FILES, Dropped, Dropping
from menwa.case import Case
from menwa.documents import LARGEST, Invitation
from menwa.office import Office
from menwa.pages import page
from menwa.sending_switch import Hold
from menwa.signed_in import SignedIn

TO_LOOK_AT = frozenset({"refused", "too_late"})


@dataclass(frozen=True)
class Shown:
    """One file as the page has it. `sent`: it has left the browser, though nothing is known yet."""

    file: Dropped
    words: str
    sent: bool

    @property
    def is_settled(self) -> bool:
        return self.file.is_settled

    @property
    def must_be_looked_at(self) -> bool:
        """It reached nobody, or not everybody."""
        lost = not self.file.serves or bool(TO_LOOK_AT & set(self.file.cases.values()))
        return self.file.is_settled and lost


@dataclass(frozen=True)
class DropPages:
    office: Office
    officer: SignedIn
    hold: Hold | None

    def statement(self, case_id: str, errors: dict[str, str] | None = None) -> Response[str]:
        """`case_id` "": for whichever requests wait."""
        return page(
            "check_siak/upload.html",
            422 if errors else 200,
            office=self.office,
            officer=self.officer,
            hold=self.hold,
            case_id=case_id,
            errors=errors or {},
        )

    def drop(
        self,
        dropping: Dropping,
        invitation: Invitation | None,
        sent: int,
        open_cases: Sequence[Case],
    ) -> Response[str]:
        """`invitation` None: no more files may come. `sent`: the number of the newest file that
        a form without scripts has sent. `open_cases`: their PDFs are ready, and wait all the same.
        """
        known = {file.number: file for file in dropping.files}
        numbers = sorted(known.keys() | ({sent} if sent else set()))
        return page(
            "check_siak/drop.html",
            policy=_policy(invitation),
            office=self.office,
            officer=self.officer,
            hold=self.hold,
            drop=dropping.drop,
            at=self.office.local(dropping.drop.at),
            files=[
                self._shown(known.get(number) or Dropped(number=number), sent) for number in numbers
            ],
            invitation=invitation,
            open_cases=open_cases,
            left=MOST_FILES - max(numbers, default=0),
            largest=LARGEST,
            script=address_of("drop"),
        )

    def says(self, heading: str, text: str, status: int) -> Response[str]:
        return page(
            "check_siak/done.html",
            status,
            office=self.office,
            officer=self.officer,
            heading=heading,
            text=text,
        )

    def _shown(self, file: Dropped, sent: int) -> Shown:
        return Shown(file, self.office.verdict(file.verdict), 0 < file.number <= sent)


def _policy(invitation: Invitation | None) -> dict[str, str]:
    """Our own script, which sends files to the bucket, and the form that does so without it."""
    bucket = f" {invitation.origin}" if invitation else ""
    return {
        "script-src": "'self'",
        "connect-src": f"'self'{bucket}",
        "form-action": f"'self'{bucket}",
    }

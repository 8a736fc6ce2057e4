"""What is answered, in the office's words; each message says one thing, the needed part first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from intake.answer import Answer, Button
from intake.talk import DESK, FORM, REOPENED, STILL
from menwa.case import Case, CaseFile
from menwa.dates import in_words
from menwa.objections import NOT_MINE, WRONG_DATA, Kind
from menwa.office import Office
from menwa.progress import Progress, progress_of
from menwa.questions import Question
from menwa.whatsapp_messages import ReplyButton
from menwa.withdrawal import can_withdraw

LONGEST_TITLE = 20
MOST_BUTTONS = 3
A_WEEK = timedelta(days=7)
POOR = 2


@dataclass(frozen=True)
class Answers:
    office: Office
    now: datetime

    def received(self, cases: Sequence[Case]) -> Answer:
        told = self._of(cases[0], "received")
        if len(cases) > 1:
            text = self.office.text("received_together", documents=self._listed(cases))
            return replace(told, text=text)
        return replace(told, button="track", case=cases[0])

    def number_changed(self, case: Case) -> Answer:
        return self._of(case, "number_changed")

    def stands(self, file: CaseFile, first: str = "") -> Answer:
        """Where a request stands, perhaps after a sentence of why it is told."""
        progress = self._progress(file)
        text = f"{self.office.text(first)}\n\n{progress.said}" if first else progress.said
        over = progress.ended and not progress.can
        button: Button = "form" if over else "track"
        return Answer(f"{first or 'stands'}:{file.case.id}", text, button, case=file.case)

    def all_stand(self, files: Sequence[CaseFile]) -> Answer:
        if len(files) == 1:
            return replace(self.stands(files[0]), kind="status")
        return Answer("status", "\n\n".join(self._progress(file).said for file in files))

    def code_unknown(self) -> Answer:
        return self._form("code_unknown", "code_unknown")

    def no_requests(self) -> Answer:
        return self._form("status", "no_requests")

    def phone_noted(self) -> Answer:
        return self._form("phone_noted", "phone_noted")

    def broken_code(self) -> Answer:
        return self._form("broken_code", "code_format")

    def not_understood(
        self, own: Sequence[CaseFile], *, named_a_person: bool, unread: bool = False
    ) -> Answer:
        """What is open stands first; only a warning comes before it."""
        stands = self._progress(own[0]).said if own else ""
        more = self.office.text("stands_more", count=str(len(own) - 1)) if len(own) > 1 else ""
        warned = "no_numbers_in_chat" if named_a_person else "media_unread" if unread else ""
        warning = self.office.text(warned) if warned else ""
        way = self.office.text(self._way(own, unread=unread))
        parts = [warning, stands, more, "" if named_a_person else way]
        return Answer(FORM, "\n\n".join(part for part in parts if part), "form")

    def asks_on(self) -> Answer:
        """To a cry for help without a question."""
        always = self.office.hours.office_time(self.now, self.now + A_WEEK) == A_WEEK
        parts = [self.office.text("help_begun"), *([] if always else self._hours())]
        return Answer(DESK, " ".join(parts))

    def reopened(self) -> Answer:
        return Answer(REOPENED, self.office.text("help_reopened"))

    def at_desk(self, *, asked: bool) -> Answer:
        return Answer(
            DESK, self._waits(self.office.text("help_asked" if asked else "help_offered"))
        )

    def still_at_desk(self, question: Question) -> Answer:
        since = in_words(self.office.local(question.since))
        return Answer(STILL, self._waits(self.office.text("help_still", moment=since)))

    def share_phone(self, *, with_code: bool = False) -> Answer:
        text = self.office.text("share_phone_code" if with_code else "share_phone")
        return Answer("phone", text, "share_phone")

    def only_with_number(self) -> Answer:
        return Answer("phone", self.office.text("only_with_number"))

    def really_cancel(self, file: CaseFile) -> Answer:
        yes = ReplyButton(id=f"CANCEL_YES:{file.case.id}", title=self.office.text("cancel_yes"))
        no = ReplyButton(id=f"CANCEL_NO:{file.case.id}", title=self.office.text("cancel_no"))
        asked = self._of(file.case, "really_cancel")
        return Answer(asked.kind, asked.text, choices=(yes, no))

    def which_to_cancel(self, files: Sequence[CaseFile]) -> Answer:
        more = [self.office.text("cancel_others")] if len(files) > MOST_BUTTONS else []
        listed = self._listed([one.case for one in files])
        text = "\n".join([self.office.text("which_cancel"), "", listed, *more])
        buttons = tuple(
            ReplyButton(
                id=f"CANCEL:{one.case.id}", title=f"{n}. {self._name(one.case)}"[:LONGEST_TITLE]
            )
            for n, one in enumerate(files[:MOST_BUTTONS], 1)
        )
        return Answer("which_cancel", text, choices=buttons)

    def cancelled(self, case: Case) -> Answer:
        return self._of(case, "cancelled")

    def nothing_to_cancel(self) -> Answer:
        return Answer("nothing_to_cancel", self.office.text("nothing_to_cancel"))

    def objection(self, case: Case, kind: Kind) -> Answer:
        return self._of(case, {WRONG_DATA: "wrong_data_heard", NOT_MINE: "not_mine_heard"}[kind])

    def objection_words(self, case: Case) -> Answer:
        return self._of(case, "objection_words_heard")

    def rate(self, case: Case) -> Answer:
        rows = tuple(
            ReplyButton(id=f"RATED:{case.id}:{grade}", title=self.office.text(f"survey_{grade}"))
            for grade in (4, 3, 2, 1)
        )
        label = self.office.text("survey_choose")
        return replace(self._of(case, "survey_ask"), choices=rows, menu=label)

    def rated(self, case: Case, grade: int) -> Answer:
        told = self._of(case, "survey_sorry" if grade <= POOR else "survey_thanks")
        return replace(told, button="survey", case=case)

    def rated_before(self, case: Case, *, may_say_more: bool) -> Answer:
        told = self._of(case, "survey_had")
        return replace(told, button="survey", case=case) if may_say_more else told

    def _way(self, own: Sequence[CaseFile], *, unread: bool) -> str:
        if not own:
            return "media_form" if unread else "not_understood"
        can = any(can_withdraw(file) for file in own)
        return "not_understood_open" if can else "not_understood_sent"

    def _waits(self, first: str) -> str:
        """For an officer, and until when."""
        words = " ".join([first, *self._hours()])
        return f"{words}\n\n{self.office.text('help_more')}"

    def _hours(self) -> list[str]:
        hours, closed = self.office.hours, not self.office.hours.is_open(self.now)
        opens = in_words(self.office.local(hours.next_opening(self.now))) if closed else ""
        when = self.office.text("help_when", opening=self.office.opening)
        return [when, self.office.text("help_closed", moment=opens)] if opens else [when]

    def _form(self, kind: str, key: str) -> Answer:
        return Answer(kind, self.office.text(key), "form")

    def _of(self, case: Case, key: str) -> Answer:
        text = self.office.text(key, document=self._name(case), case_id=case.id)
        return Answer(f"{key}:{case.id}", text)

    def _listed(self, cases: Sequence[Case]) -> str:
        return "\n".join(f"{n}. {self._name(one)} ({one.id})" for n, one in enumerate(cases, 1))

    def _name(self, case: Case) -> str:
        return self.office.document(case.document_type).name

    def _progress(self, file: CaseFile) -> Progress:
        return progress_of(file, self.office, self.now)

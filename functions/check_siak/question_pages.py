"""The pages on which officers read what people ask, and answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response

from menwa.case import Case
from menwa.citizens import WINDOW
from menwa.office import Office
from menwa.pages import page
from menwa.questions import Question
from menwa.signed_in import SignedIn

MOST_LETTERS = 1000
COMPLAINTS = {
    "missing": "Tulis jawabannya.",
    "long": f"Jawabannya terlalu panjang; paling banyak {MOST_LETTERS} huruf.",
    "late": "Sudah lebih dari 24 jam: WhatsApp tidak meneruskan jawaban ini. Hubungi nomornya.",
    "refused": "WhatsApp tidak mengirim jawaban ini. Coba sekali lagi, atau hubungi nomornya.",
    "changed": "Ada pesan baru dari warga, atau petugas lain baru saja menjawab. Baca dulu.",
    "answered": "Jawaban atas pesan ini sudah dikirim. Tutup saja pertanyaannya.",
}


def may_write(question: Question, now: datetime) -> bool:
    """Meta lets us write freely for a day after what they wrote last."""
    return now - question.heard_at < WINDOW


@dataclass(frozen=True)
class QuestionPages:
    office: Office
    officer: SignedIn
    now: datetime

    def waiting(self, found: Sequence[tuple[str, Question]]) -> Response[str]:
        rows = [
            {
                "person": key.removeprefix("PERSON#"),
                "words": question.words[-1].text,
                "since": self.office.local(question.since),
                "waited": self.office.hours.office_time(question.since, self.now),
                "window": may_write(question, self.now),
            }
            for key, question in found
        ]
        return self._page("check_siak/questions.html", rows=rows)

    def question(
        self,
        person: str,
        question: Question,
        cases: Sequence[Case],
        errors: Mapping[str, str],
        typed: str,
        status: int,
    ) -> Response[str]:
        return self._page(
            "check_siak/question.html",
            status,
            person=person,
            question=question,
            phone=question.person.phone,
            cases=cases,
            waited=self.office.hours.office_time(question.since, self.now),
            window=may_write(question, self.now),
            until=self.office.local(question.heard_at + WINDOW),
            most=MOST_LETTERS,
            errors=errors,
            typed=typed,
        )

    def answered_already(self) -> Response[str]:
        return self._page("check_siak/question_gone.html", 409)

    def _page(self, template: str, status: int = 200, **values: Any) -> Response[str]:
        return page(template, status, office=self.office, officer=self.officer, **values)

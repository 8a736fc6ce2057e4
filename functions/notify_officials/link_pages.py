"""What an official's link shows: the question, what was answered, or that it has expired."""

from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from menwa.case import CaseFile
from menwa.cases import Link
from menwa.office import Office
from menwa.pages import page
from notify_officials.rules import choices_for, state_of


@dataclass(frozen=True)
class LinkPages:
    office: Office
    link: Link
    file: CaseFile

    def as_it_stands(self, now: datetime) -> Response[str]:
        state = state_of(self.link, self.file, now)
        if state == "answered":
            return self.answered("Pertanyaan ini sudah dijawab")
        if state == "expired":
            return _no_link(
                410,
                "Tautan ini sudah tidak berlaku",
                "Pertanyaannya masih menunggu jawaban Anda.",
                may_renew=True,
            )
        return self.question({}, "")

    def question(self, errors: dict[str, str], reason: str) -> Response[str]:
        """`errors` by field; the `reason` that was typed is kept."""
        case = self.file.case
        since = self.file.wait.since if self.file.wait else case.created_at
        return page(
            "notify_officials/question.html",
            422 if errors else 200,
            office=self.office,
            document=self.office.documents[case.document_type],
            number=case.found.number if case.found else case.number,
            case_id=case.id,
            official=self.office.holder(self.link.official, self.link.asked_on),
            since=self.office.local(since),
            answers=choices_for(self.link.level),
            question=self.office.text(f"question_{self.link.level}"),
            errors=errors,
            reason=reason,
        )

    def answered(self, heading: str) -> Response[str]:
        """What was decided, from the card; nothing else about the case."""
        occasion = f"answer:{self.link.visit}"
        entry = next((one for one in self.file.entries if one.occasion == occasion), None)
        decided = f"Tercatat: {self.office.act(entry.act)}." if entry else ""
        return page(
            "notify_officials/answered.html",
            office=self.office,
            document=self.office.documents[self.file.case.document_type],
            case_id=self.file.case.id,
            heading=heading,
            text=decided or "Permintaan ini sudah berjalan lagi.",
        )


def unknown_link() -> Response[str]:
    """Reads the same whether the link never was or its case is gone."""
    return _no_link(
        404,
        "Tautan ini tidak kami kenali",
        "Buka tautan langsung dari pesan WhatsApp atau surel yang Anda terima.",
    )


def renewed() -> Response[str]:
    return _no_link(
        200,
        "Tautan baru sudah dikirim",
        "Periksa WhatsApp atau surel dinas Anda, lalu buka tautan yang baru.",
    )


def _no_link(status: int, heading: str, text: str, *, may_renew: bool = False) -> Response[str]:
    return page(
        "notify_officials/no_link.html", status, heading=heading, text=text, may_renew=may_renew
    )

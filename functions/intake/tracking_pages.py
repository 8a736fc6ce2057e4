"""The tracking pages: nothing personal stands on them but the code that opened them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aws_lambda_powertools.event_handler import Response

from menwa.case import CaseFile
from menwa.languages import Language, in_language
from menwa.objections import MOST_WORDS
from menwa.office import Office
from menwa.pages import page, see_other
from menwa.progress import Act, progress_of

TEMPLATES: dict[Act, str] = {
    "cancel": "intake/track_cancel.html",
    "wrong_data": "intake/track_wrong_data.html",
}


@dataclass(frozen=True)
class TrackingPages:
    office: Office
    language: Language

    def code(self, typed: Mapping[str, str], mistake: str = "") -> Response[str]:
        """`mistake` is the key of a text."""
        errors = self._errors("code", mistake)
        return self._page("intake/track.html", errors, 422 if errors else 200, values=typed)

    def too_many(self, typed: Mapping[str, str], seconds: int) -> Response[str]:
        """From this address, which thousands may have."""
        errors = self._errors("code", "error_too_many")
        later = {"Retry-After": str(seconds)}
        return self._page("intake/track.html", errors, 429, values=typed, headers=later)

    def stands(self, token: str, file: CaseFile, now: datetime) -> Response[str]:
        return self._page(
            "intake/tracked.html",
            token=token,
            case=file.case,
            document=self.office.document(file.case.document_type),
            progress=progress_of(file, self.office, now),
        )

    def asks(
        self, act: Act, token: str, file: CaseFile, now: datetime, mistake: str = ""
    ) -> Response[str]:
        """What has to be said first; where it can't be done any more, how it stands."""
        if act not in progress_of(file, self.office, now).can:
            return self.back(token)
        errors, status = self._errors("words", mistake), 422 if mistake else 200
        more = {"token": token, "case": file.case, "most": MOST_WORDS}
        return self._page(TEMPLATES[act], errors, status, **more)

    def back(self, token: str) -> Response[str]:
        return see_other(f"/lacak/{token}{'?lang=en' if self.language == 'en' else ''}")

    def gone(self) -> Response[str]:
        return self._page("intake/track_gone.html", status=404)

    def _errors(self, name: str, mistake: str) -> dict[str, str]:
        if not mistake:
            return {}
        return {name: in_language(self.office.texts[mistake], self.language, self.office)}

    def _page(
        self, template: str, errors: Mapping[str, str] | None = None, status: int = 200, **more: Any
    ) -> Response[str]:
        shown: dict[str, Any] = {"office": self.office, "lang": self.language, **more}
        return page(template, status, errors=errors or {}, **shown)

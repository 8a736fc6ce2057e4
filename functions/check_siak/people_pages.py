"""The administrators' pages: everybody, one officer, one post."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools.event_handler import Response

from menwa.link_holders import Bearer
from menwa.office import Office
from menwa.pages import page
from menwa.people import Person
from menwa.people_changes import Change
from menwa.people_forms import Errors, Fields
from menwa.people_words import (
    ACTS,
    CHANNELS,
    KINDS,
    OUTCOMES,
    Difference,
    about,
    absence_in_words,
    differences,
    letters_in_words,
    name_of_key,
)
from menwa.sessions import Device
from menwa.signed_in import SignedIn


@dataclass(frozen=True)
class Told:
    """A change in words."""

    id: str
    act: str
    about: str
    differences: list[Difference]
    proposed_by: str
    proposed_at: datetime
    outcome: str
    decided_by: str | None
    decided_at: datetime | None
    may_approve: bool


@dataclass(frozen=True)
class PeoplePages:
    office: Office
    officer: SignedIn

    def everybody(
        self,
        pending: list[Change],
        history: list[Change],
        notice: str = "",
        errors: Errors | None = None,
    ) -> Response[str]:
        return page(
            "check_siak/people.html",
            409 if errors else 200,
            office=self.office,
            officer=self.officer,
            pending=[self._told(change) for change in pending],
            history=[self._told(change) for change in history],
            channels=CHANNELS,
            notice=notice,
            errors=errors or {},
            absence_in_words=absence_in_words,
        )

    def person(
        self,
        key: str,
        values: Fields,
        devices: list[Device],
        errors: Errors | None = None,
    ) -> Response[str]:
        """`key` is empty for somebody new."""
        return page(
            "check_siak/person.html",
            422 if errors else 200,
            office=self.office,
            officer=self.officer,
            key=key,
            person=self.office.officers.get(key),
            values=values,
            devices=[self.office.local(each.last_used) for each in devices],
            errors=errors or {},
        )

    def post(
        self,
        post: str,
        values: Fields,
        devices: Mapping[str, int],
        errors: Errors | None = None,
        form: str = "",
    ) -> Response[str]:
        """`form` is the one of its four in which the errors stand."""
        others = {key: self.office.posts.title(key) for key in self.office.officials if key != post}
        return page(
            "check_siak/post.html",
            422 if errors else 200,
            office=self.office,
            officer=self.officer,
            post=post,
            title=self.office.posts.title(post),
            holder=self.office.officials.get(post),
            vacancy=self.office.vacant.get(post),
            signs=post in self.office.posts.signing,
            devices=devices,
            letters_in_words=letters_in_words,
            others=others,
            kinds=KINDS,
            values=values,
            errors={form: errors} if errors else {},
            absence_in_words=absence_in_words,
        )

    def desk_code(self, bearer: Bearer, code: str) -> Response[str]:
        return page(
            "check_siak/desk_code.html",
            office=self.office,
            officer=self.officer,
            post=bearer.post,
            title=self.office.posts.title(bearer.post),
            person=bearer.person,
            assistant=bearer.assistant,
            code=code,
        )

    def not_there(self) -> Response[str]:
        return self._says("Tidak ditemukan", "Petugas atau jabatan itu tidak ada.", 404)

    def administrators_only(self) -> Response[str]:
        text = "Jika ada yang perlu diubah, hubungi salah satu administrator di kantor Anda."
        return self._says("Hanya untuk administrator", text, 403)

    def _says(self, heading: str, text: str, status: int) -> Response[str]:
        return page(
            "check_siak/people_note.html",
            status,
            office=self.office,
            officer=self.officer,
            heading=heading,
            text=text,
        )

    def _told(self, change: Change) -> Told:
        local = self.office.local
        return Told(
            id=change.change_id,
            act=ACTS[change.act],
            about=about(change, self.office),
            differences=differences(change, self.office),
            proposed_by=self._name(change.proposed_by),
            proposed_at=local(change.proposed_at),
            outcome=OUTCOMES[change.outcome] if change.outcome else "",
            decided_by=self._name(change.decided_by) if change.decided_by else None,
            decided_at=local(change.decided_at) if change.decided_at else None,
            may_approve=change.may_approve(self.officer.key),
        )

    def _name(self, key: str) -> str:
        known = self.office.officers.get(key)
        return known.name if known else name_of_key(key, self.office) or key


def values_of(person: Person) -> dict[str, str]:
    """As they stand in the form before anybody types."""
    values = person.model_dump(mode="json")
    return {name: str(each) for name, each in values.items() if each is not False}

"""The people around the office: they look at their phones and at the queue now and then, answer
what they find, and try again where a page does not come."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from check_siak.desk_rules import asks_right, possible
from check_siak.screen import on_screen
from menwa.case import DESK, CaseFile
from menwa.cases import hash_of
from menwa.cookies import SESSION, device_of, token_for_forms
from menwa.link_holders import Bearer, bearer_of
from menwa.sessions import Device, Session, SessionStore
from menwa.table import Table, contents_of
from menwa.types import Level, Status
from tests.builders import CASE_ID, CODE, OFFICE, PHONE, a_case, an_officer
from tests.chaos.siak import Record
from tests.chaos.world import World
from tests.steps.asking import POSTS
from tests.steps.calling import CSRF
from tests.steps.world import TABLE

EVERY = 4 * 60
OFFICER = an_officer()
SESSION_TOKEN = "s" * 43
LINK = re.compile(r"/k/([\w-]+)")
MOST_AT_DESK = 4  # answers of the officer's; then the case stays in the queue, where it is seen


@dataclass
class People:
    """`answers`: what an official of this level says; `hasty`: and at the same moment, on another
    page of theirs, something else."""

    world: World
    answers: dict[Level, str]
    hasty: bool = False
    at_desk: int = 0
    _read: tuple[int, int] = (0, 0)
    _links: list[tuple[Level, str]] = field(default_factory=list)

    def begin(self) -> None:
        """The form has been sent; the citizen's phone shows the code, ready to be sent."""
        self.world.store.create(a_case())
        for level in POSTS:
            self._enrol(bearer(level))
        self.world.whatsapp.write(PHONE, f"MENWA {CODE}")
        self._look_later()

    def _look_later(self) -> None:
        self.world.later(EVERY, self._look, waited_for=False)

    def _look(self) -> None:
        self._look_later()
        file = self.world.store.load(CASE_ID)
        if file.case.status is Status.UNPROVEN and not self.world.on_the_way:
            self.world.whatsapp.write(PHONE, f"MENWA {CODE}")
        self._read_letters()
        for level, token in list(self._links):
            self._answer(level, token, self.answers.get(level, ""))
        if file.wait and file.wait.waiting_for == DESK and self.at_desk < MOST_AT_DESK:
            self.at_desk += 1
            self._answer_at_desk(file)

    # Officials

    def _enrol(self, who: Bearer) -> None:
        now = self.world.clock.now()
        device = Device(
            officer=who.key,
            person=who.fingerprint,
            enrolled_at=now,
            last_used=now,
            expires_at=int((now + timedelta(days=30)).timestamp()),
        )
        table: Any = self.world.memory
        assert SessionStore(table, TABLE).enrol(device_token(who), device)

    def _read_letters(self) -> None:
        """The newest link of each is what they open."""
        sent, mails = self.world.whatsapp.sent, self.world.mails
        found = [(one.to, one.button()) for one in sent[self._read[0] :]]
        found += [(to, LINK.findall(words)[-1]) for to, words in mails[self._read[1] :]]
        self._read = len(sent), len(mails)
        for level in POSTS:
            official = bearer(level).person
            to = {official.phone, official.phone.removeprefix("+"), official.mail}
            self._links += [(level, token) for whom, token in found if whom in to and token]

    def _answer(self, level: Level, token: str, answer: str) -> None:
        if not answer:
            return
        if answer == "signed":
            self.world.siak.record = Record(signed=True)
        if self.hasty:
            other = {"signed": "submitted", "submitted": "wrong_entry"}[answer]
            self.world.later(0, lambda: self._say(level, token, other))
        if self._say(level, token, answer):
            self._links.remove((level, token))

    def _say(self, level: Level, token: str, answer: str) -> bool:
        who = bearer(level)
        csrf = token_for_forms(device_token(who))
        reply = self.world.asked(
            "NotifyOfficialsDecisionFunction",
            "POST",
            f"/k/{token}",
            form={"csrf": csrf, "answer": answer, "reason": "Salah ketik."},
            headers={"Cookie": f"{device_of(who.key)}={device_token(who)}"},
        )
        return reply.status == 200

    # The officer at the desk

    def _answer_at_desk(self, file: CaseFile) -> None:
        said = self._said(file)
        self._sign_in()
        form = {"csrf": CSRF, "screen": on_screen(file), "reason": "Alasan.", **said}
        self.world.asked(
            "CheckSiakDeskFunction",
            "POST",
            f"/meja/{CASE_ID}",
            form=form,
            headers={"Cookie": f"{SESSION}={SESSION_TOKEN}"},
        )

    def _said(self, file: CaseFile) -> dict[str, str]:
        """What became of a PDF the citizen knows, who is called."""
        if file.wait is not None and file.wait.asked == "siak":
            return {"answer": "again", "right": "yes"}
        if asks_right(file):
            return {"answer": "look_again", "right": "yes"}
        answers = possible(file, OFFICER)
        if "received" in answers:
            return {"answer": "received" if self.has_pdf() else "send_again"}
        return {"answer": answers[0]}

    def has_pdf(self) -> bool:
        return any(one.pdf is not None for one in self.world.whatsapp.sent)

    def _sign_in(self) -> None:
        now, any_table = self.world.clock.now(), self.world.memory
        session = Session(
            officer=OFFICER.key,
            device="device",
            csrf=CSRF,
            last_seen=now,
            expires_at=int((now + timedelta(hours=12)).timestamp()),
        )
        table = Table(any_table, TABLE)  # type: ignore[arg-type]
        key = f"SESSION#{hash_of(SESSION_TOKEN)}"
        table.write([table.putting(key, "SESSION", contents_of(session))])


@cache
def bearer(level: Level) -> Bearer:
    post = OFFICE.document(a_case().document_type).post(level)
    found = bearer_of(post, OFFICE.officials)
    assert found is not None
    return found


def device_token(who: Bearer) -> str:
    return who.fingerprint[:43]

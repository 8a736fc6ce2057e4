"""Devices of an official or their assistant, as administrators see to them: ended when one is lost,
and enrolled with a code from the desk where no second channel brings one."""

from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools import Logger

from menwa.codes import CodeStore, new_code
from menwa.desk_codes import desk_code, desk_door
from menwa.errors import NotFound
from menwa.link_holders import Bearer, bearer_of
from menwa.office import Office
from menwa.people_changes import Act, Change, new_change_id
from menwa.people_store import PeopleStore
from menwa.sessions import SessionStore

logger = Logger(child=True)


@dataclass(frozen=True)
class PostDevices:
    """`by` is the administrator; both are recorded, and effective at once."""

    office: Office
    store: PeopleStore
    sessions: SessionStore
    by: str
    now: datetime

    def counted(self, post: str) -> dict[str, int]:
        """How many devices each has enrolled who may answer for the post, by whose they are."""
        found = {
            whose: bearer_of(post, self.office.officials, assistant=whose == "assistant")
            for whose in ("official", "assistant")
        }
        return {
            whose: len(self.sessions.devices(bearer.key))
            for whose, bearer in found.items()
            if bearer
        }

    def revoke(self, post: str, whose: str) -> None:
        key = self.bearer(post, whose).key
        ended = self.sessions.end_all(key)
        self._note("devices_revoked", key)
        logger.info("devices revoked", target=key, officer=self.by, devices=ended)

    def give_code(self, post: str, whose: str, codes: CodeStore, secret_key: str) -> str:
        """To be shown once; another one takes its place."""
        bearer, code = self.bearer(post, whose), new_code()
        codes.keep(desk_door(bearer), desk_code(code, bearer, secret_key, self.now))
        self._note("desk_code_issued", bearer.key)
        logger.info("desk code issued", target=bearer.key, officer=self.by)
        return code

    def bearer(self, post: str, whose: str) -> Bearer:
        found = bearer_of(post, self.office.officials, assistant=whose == "assistant")
        if found is None:
            raise NotFound("nobody has devices for this post")
        return found

    def _note(self, act: Act, key: str) -> None:
        change = Change(
            change_id=new_change_id(), act=act, key=key, proposed_by=self.by, proposed_at=self.now
        )
        self.store.note(change.decided("approved", self.by, self.now))

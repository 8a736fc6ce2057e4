"""Proposals are checked when they are made and once more when they are approved."""

from dataclasses import dataclass
from datetime import datetime

from aws_lambda_powertools import Logger

from menwa.link_holders import bearer_of
from menwa.office import Office
from menwa.people_changes import Change, Outcome, People
from menwa.people_forms import Errors, digest_of, objections, standing
from menwa.people_store import PeopleStore
from menwa.sessions import SessionStore

logger = Logger(child=True)
BUSY = {"usulan": "Sementara itu ada perubahan lain. Periksa lagi, lalu putuskan sekali lagi."}
GONE = {"usulan": "Usulan itu sudah diputuskan atau ditarik kembali."}
OWN = {"usulan": "Usulan Anda sendiri hanya dapat disetujui administrator lain."}
STALE = {
    "usulan": "Data itu sudah berubah sejak diusulkan, misalnya oleh pejabatnya sendiri. "
    "Tolak atau tarik kembali usulan ini, lalu usulkan lagi."
}
WAITS = {"usulan": "Masih ada usulan lain untuk orang atau jabatan ini. Putuskan itu dulu."}


@dataclass(frozen=True)
class PeopleDesk:
    """`office` with the people as they stand this moment."""

    store: PeopleStore
    sessions: SessionStore
    office: Office
    now: datetime

    def propose(self, change: Change) -> Errors:
        if errors := objections(change, self.office, self.store.now()):
            return errors
        if not self.store.propose(change):
            return WAITS
        _log("people change proposed", change, change.proposed_by)
        return {}

    def decide(self, change_id: str, by: str, *, approve: bool) -> tuple[Outcome | None, Errors]:
        change = next((one for one in self.store.pending() if one.change_id == change_id), None)
        if change is None:
            return None, GONE
        if approve:
            return self._approve(change, by)
        outcome: Outcome = "withdrawn" if by == change.proposed_by else "rejected"
        if not self.store.settle(change.decided(outcome, by, self.now)):
            return None, GONE
        _log(f"people change {outcome}", change, by)
        return outcome, {}

    def _approve(self, change: Change, by: str) -> tuple[Outcome | None, Errors]:
        if not change.may_approve(by):
            return None, OWN
        people, stands = self.store.now(), digest_of(standing(change, self.office))
        if change.based_on not in {None, stands}:
            return None, STALE
        if errors := objections(change, self.office, people):
            return None, {"usulan": " ".join(errors.values())}
        if not self.store.settle(change.decided("approved", by, self.now), people):
            return None, BUSY
        self._end_devices(change, people)
        _log("people change approved", change, by)
        return "approved", {}

    def _end_devices(self, change: Change, before: People) -> None:
        """Of whoever works here no more, or holds the post no more; nobody inherits theirs."""
        if change.act == "officer_removed":
            self.sessions.end_all(change.key)
        after = self.office.with_people(before.after(change)).officials
        if change.subject.startswith("post"):
            for assistant in (False, True):
                was = bearer_of(change.key, self.office.officials, assistant=assistant)
                now = bearer_of(change.key, after, assistant=assistant)
                if was and (now is None or now.fingerprint != was.fingerprint):
                    self.sessions.end_all(was.key)


def _log(said: str, change: Change, by: str) -> None:
    logger.info(said, change=change.change_id, act=change.act, target=change.key, officer=by)

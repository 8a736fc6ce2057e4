"""What an officer does about a data subject's request: vouches, carries out, lifts, refuses."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from menwa.data_requests import Act, DataRequest, Doing
from menwa.office import Office
from menwa.signed_in import SignedIn
from report.personal_data_acts import CarryingOut
from report.personal_data_cases import Concerned, may_concern
from report.personal_data_form import MOST_WORDS, Errors, read_correction

Done = tuple[DataRequest, Errors]
COMPLAINTS = {
    "act": "Pilih dulu apa yang dikerjakan.",
    "case_id": "Pilih permintaan yang dimaksud.",
    "reason": "Tulis alasannya; pemilik data berhak mengetahuinya.",
    "seen": "Pastikan dulu hak orang ini, lalu centang.",
}


@dataclass(frozen=True)
class Desk:
    """AlreadyAnswered where the request is not at that point, or another must do it.

    The cases are changed before the request says so: what a crash leaves between is done again.
    """

    request: DataRequest
    concerned: Sequence[Concerned]
    officer: SignedIn
    carrying_out: CarryingOut
    now: datetime

    def settled(self, fields: Mapping[str, str], ticked: Collection[str], office: Office) -> Done:
        match fields.get("act"):
            case "vouch":
                return self._vouch(seen=fields.get("seen") == "yes")
            case "refuse":
                return self._refuse(fields.get("reason", "")[:MOST_WORDS])
            case "lift":
                after = self.request.lifted(self._doing("lifted"))
                self.carrying_out.lift(self.request.case_ids)
                return after, {}
            case "carry_out":
                return self._carry_out(fields, ticked, office)
        return self.request, {"act": COMPLAINTS["act"]}

    def _vouch(self, *, seen: bool) -> Done:
        if not seen:
            return self.request, {"seen": COMPLAINTS["seen"]}
        return self.request.vouched(self._doing("right_seen"), by=self.officer.key), {}

    def _refuse(self, reason: str) -> Done:
        if not reason:
            return self.request, {"reason": COMPLAINTS["reason"]}
        return self.request.refused(self._doing("refused", reason)), {}

    def _carry_out(
        self, fields: Mapping[str, str], ticked: Collection[str], office: Office
    ) -> Done:
        request, kind = self.request, self.request.kind
        if kind == "access":
            return request.carried_out(self._doing("done"), ()), {}
        chosen = self._chosen(ticked)
        if not chosen:
            return request, {"case_id": COMPLAINTS["case_id"]}
        if kind == "correction":
            return self._correct(fields, chosen, office)
        doing = self._doing("restricted" if kind == "restriction" else "marked")
        after = request.carried_out(doing, chosen)
        if kind == "restriction":
            self.carrying_out.restrict(chosen, self.now)
        else:
            self.carrying_out.ask_erasure(chosen)
        return after, {}

    def _correct(self, fields: Mapping[str, str], chosen: tuple[str, ...], office: Office) -> Done:
        right, errors = read_correction(fields, office.day_of(self.now))
        if right is None:
            return self.request, errors
        after = self.request.carried_out(self._doing("corrected"), chosen)
        self.carrying_out.correct(chosen, *right)
        return after, {}

    def _chosen(self, ticked: Collection[str]) -> tuple[str, ...]:
        """Of those that are about the person, and no others."""
        possible = [one for one in self.concerned if may_concern(self.request.kind, one)]
        return tuple(one.case.id for one in possible if one.case.id in ticked)

    def _doing(self, act: Act, note: str = "") -> Doing:
        return Doing(act=act, at=self.now, officer=self.officer.name, note=note)

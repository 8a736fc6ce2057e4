"""An officer tells a citizen, by telephone or letter, what WhatsApp could not."""

from datetime import datetime

from check_siak.claims import open_wait
from check_siak.desk_rules import Said
from check_siak.hand_over import DESK_NAME
from menwa.case import CaseFile
from menwa.untold import TOLD


def told_otherwise(file: CaseFile, said: Said, now: datetime) -> CaseFile:
    """It is over as before. AlreadyAnswered if it does not wait at the desk any more; Claimed by
    another."""
    wait = open_wait(file, said.officer, now)
    return file.handed_over(
        step=2,
        act=TOLD,
        holder=f"{DESK_NAME} ({said.officer.name})",
        paraf=said.officer.paraf,
        to="Pemohon",
        received_at=wait.since,
        now=now,
        occasion=f"{TOLD}:{wait.visit}",
        note=said.reason or None,
    ).cleared()

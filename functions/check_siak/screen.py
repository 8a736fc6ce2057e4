"""What an officer had before their eyes when they answered: their word is about that, not about
another phone, document or PDF that has come in its place meanwhile."""

import hashlib
import json

from menwa.case import CaseFile
from menwa.objection_words import objections_words


def on_screen(file: CaseFile) -> str:
    """Stands in each form of a case; different as soon as anything that is judged is."""
    case, wait = file.case, file.wait
    judged = [
        wait.visit if wait else None,
        wait.asked if wait else None,
        case.reason,
        case.applicant.phone,
        case.number_by,
        case.frozen_at.isoformat() if case.frozen_at else None,
        case.right,
        case.found.siak_id if case.found else None,
        case.found.subject_name if case.found else None,
        case.staged.sha256 if case.staged else None,
        objections_words(file),
    ]
    return hashlib.sha256(json.dumps(judged).encode()).hexdigest()[:24]

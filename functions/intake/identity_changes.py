"""WhatsApp says that a number or a user id is somebody else's now: no PDF leaves until its phone is
proven anew."""

from collections.abc import Sequence
from contextlib import suppress

from aws_lambda_powertools import Logger

from menwa.case import CaseFile
from menwa.cases import CaseStore
from menwa.errors import NotFound
from menwa.persons import PersonStore
from menwa.recipient import Recipient, changed_hands
from menwa.whatsapp_updates import InboundMessage

ANOTHER_HOLDER = "another_holder"
logger = Logger(child=True)


def note_change(message: InboundMessage, store: CaseStore, persons: PersonStore) -> None:
    """A phone that was only set up anew is still the same person's."""
    change = message.change
    if change is None or change.what == "device":
        return
    known_by = {message.sender.user_id, change.now.user_id if change.now else None}
    for user_id in known_by - {None}:
        persons.forget_phone(str(user_id))
    for case_id in persons.cases_of(message.sender):
        with suppress(NotFound):
            doubt(store.load(case_id), message.sender, store)


def doubt(file: CaseFile, person: Recipient, store: CaseStore) -> None:
    """Also of what has ended: it may be asked for again."""
    if _is_of(file, person) and file.case.identity_doubt is None:
        store.change(file, doubted)
        logger.warning("the proven phone may be another's", case_id=file.case.id)


def doubt_anothers(case_ids: Sequence[str], sender: Recipient, store: CaseStore) -> None:
    """All that the sender's phone asked for as somebody else, however long ago."""
    for case in store.cases(case_ids).values():
        if changed_hands(case.identity, sender) and case.identity_doubt is None:
            with suppress(NotFound):
                doubt(store.load(case.id), sender, store)


def doubted(file: CaseFile) -> CaseFile:
    return file.updated(identity_doubt=ANOTHER_HOLDER)


def _is_of(file: CaseFile, person: Recipient) -> bool:
    known = file.case.identity
    if known is None:
        return False
    by_phone = person.phone is not None and known.phone == person.phone
    return by_phone or (person.user_id is not None and known.user_id == person.user_id)

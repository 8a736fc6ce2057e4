"""What WhatsApp did not take or deliver, counted by who can do something about it."""

from collections.abc import Iterator
from contextlib import contextmanager

from menwa.counting import count
from menwa.errors import MessageRefused, OutcomeUnknown, WhatsAppUnavailable
from menwa.whatsapp_errors import Action, action_for

CLASSES: dict[Action, str] = {
    Action.TRY_AGAIN: "passes",
    Action.TRY_LATER: "passes",
    Action.ALARM: "operator",
    Action.MEND: "operator",
    Action.STOP: "stop",
}
UNREACHED, PERSON = "unreached", "person"


@contextmanager
def trouble_counted() -> Iterator[None]:
    try:
        yield
    except MessageRefused as refusal:
        count_error(refusal.code)
        raise
    except WhatsAppUnavailable as trouble:
        count_error(trouble.code, transient=True)
        raise
    except OutcomeUnknown:
        count_error(None)
        raise


def count_error(code: int | None, *, transient: bool = False) -> None:
    """None: WhatsApp was not reached, or gave no reason."""
    count("WhatsAppErrors", class_of(code, transient=transient))


def class_of(code: int | None, *, transient: bool = False) -> str:
    if code is None:
        return UNREACHED
    return CLASSES.get(action_for(code, transient=transient), PERSON)

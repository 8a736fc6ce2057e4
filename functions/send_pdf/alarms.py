"""What the operator must hear of at once, and what stops all sending."""

from datetime import datetime

from menwa.counting import count
from menwa.office import Office
from menwa.sending_switch import Hold, SendingSwitch
from menwa.whatsapp_errors import Action, action_for

OPERATORS = frozenset({Action.ALARM, Action.MEND})


def alarm(code: int | None) -> None:
    """Of any message of the office's that WhatsApp did not take or deliver, counted by its code."""
    action = action_for(code) if code is not None else None
    if action is Action.STOP:
        count("SendingStopped")
    elif action in OPERATORS:
        count("SendingRefused")


def stop_sending(switch: SendingSwitch, office: Office, code: int, now: datetime) -> None:
    """Whatever else leaves now makes it worse: until a person releases it, nothing does."""
    reason = f"{office.act('sending_stopped')} ({code})"
    switch.hold(Hold(officer="MENWA", at=now, reason=reason))

"""What stops all sending."""

from datetime import datetime

from menwa.office import Office
from menwa.sending_switch import Hold, SendingSwitch


def stop_sending(switch: SendingSwitch, office: Office, code: int, now: datetime) -> None:
    """Whatever else leaves now makes it worse: until a person releases it, nothing does."""
    reason = f"{office.act('sending_stopped')} ({code})"
    switch.hold(Hold(officer="MENWA", at=now, reason=reason))

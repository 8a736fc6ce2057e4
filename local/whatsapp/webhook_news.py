"""Webhooks of Meta's own: who has changed their number or user id, what became of a template."""

from datetime import datetime

from local.whatsapp.definitions import SampleTemplate
from local.whatsapp.phones import SamplePhone
from local.whatsapp.webhook_bodies import Line, Update, Value, new_message_id


def renumbered(line: Line, old: SamplePhone, new: SamplePhone, now: datetime) -> Update:
    """A changed number brings another user id; alone, a changed user id comes from nobody."""
    system: Value = {"user_id": new.user_id, "previous_user_id": old.user_id}
    if old.number != new.number and not new.hides_number:
        system |= {"type": "user_changed_number", "wa_id": new.wa_id}
        system["body"] = f"User {old.owner} changed from {old.wa_id} to {new.wa_id}"
    else:
        system |= {"type": "user_changed_user_id"}
        system["body"] = f"User {old.owner} changed from {old.user_id} to {new.user_id}"
    head: Value = {"id": new_message_id(new), "timestamp": str(int(now.timestamp()))}
    visible = {} if old.hides_number else {"from": old.wa_id}
    value = line.value() | {"messages": [visible | head | {"type": "system", "system": system}]}
    return Update(value)


def user_id_update(line: Line, old: SamplePhone, new: SamplePhone, now: datetime) -> Update:
    """The same, as Meta's own pages once had it."""
    changed: Value = {
        "detail": f"User id for {old.owner} has been updated.",
        "user_id": {"previous": old.user_id, "current": new.user_id},
        "timestamp": str(int(now.timestamp())),
    }
    visible = {} if new.hides_number else {"wa_id": new.wa_id}
    value = line.value() | {"user_id_update": [visible | changed]}
    return Update(value, field="user_id_update")


def template_status(template: SampleTemplate) -> Update:
    value = {
        "event": template.status,
        "message_template_id": int(template.id),
        "message_template_name": template.name,
        "message_template_language": template.language,
        "reason": template.rejected_reason,
    }
    return Update(value, field="message_template_status_update")

"""What people do with their phones beside typing; the office hears of it as Meta tells it."""

from dataclasses import replace

from local.whatsapp.phones import ChatMessage, Content, SamplePhone, Simulated
from local.whatsapp.sample import SampleWhatsApp
from local.whatsapp.simulated import own_number, simulated
from local.whatsapp.webhook_bodies import written
from local.whatsapp.webhook_news import renumbered, user_id_update


def send(sample: SampleWhatsApp, number: str, kind: Simulated, words: str = "") -> ChatMessage:
    """A voice note, a sticker, a picture …"""
    from_office = [one for one in sample.chats.on_phone(number) if one.from_office]
    content, value = simulated(kind, words, from_office[-1].id if from_office else "wamid.none")
    message = sample.from_phone(number, content)
    sample.tell(written(sample.line, message, value))
    return message


def share_number(
    sample: SampleWhatsApp, number: str, message_id: str, index: int
) -> ChatMessage | None:
    """The answer to a contact request: from now on the office sees the number."""
    asked = {one.id: one for one in sample.chats.on_phone(number)}.get(message_id)
    button = asked.content.button(index) if asked is not None else None
    if asked is None or button is None or button.kind != "share":
        return None
    message = sample.from_phone(number, Content("contact", "Nomor saya dibagikan"))
    sample.tell(written(sample.line, message, own_number(message.phone)))
    hide_number(sample, number, hidden=False)
    return message


def hide_number(sample: SampleWhatsApp, number: str, *, hidden: bool) -> SamplePhone:
    """Somebody takes a username, or gives it up: the office is not told, it only sees."""
    old = sample.chats.phone(number)
    new = replace(old, hides_number=hidden)
    sample.chats.replace(old, new)
    return new


def renew_user_id(
    sample: SampleWhatsApp, number: str, *, as_its_own_field: bool = False
) -> SamplePhone:
    """Somebody sets WhatsApp up anew."""
    old = sample.chats.phone(number)
    new = replace(old, renewals=old.renewals + 1)
    sample.chats.replace(old, new)
    told = user_id_update if as_its_own_field else renumbered
    sample.tell(told(sample.line, old, new, sample.now()))
    return new


def change_number(sample: SampleWhatsApp, number: str, new_number: str) -> SamplePhone:
    old = sample.chats.phone(number)
    new = replace(old, number=new_number)
    sample.chats.replace(old, new)
    sample.tell(renumbered(sample.line, old, new, sample.now()))
    return new

"""What people send that is no text: each as the phone shows it, and as Meta tells it."""

import json
import secrets
from typing import Any, get_args

from local.whatsapp.phones import Content, SamplePhone, Simulated

Value = dict[str, Any]
SIMULATED: tuple[Simulated, ...] = get_args(Simulated)
_UNSUPPORTED = {
    "code": 131051,
    "title": "Message type unknown",
    "message": "Message type unknown",
    "error_data": {"details": "Message type is currently not supported."},
}
_MIME = {
    "voice": "audio/ogg; codecs=opus",
    "sticker": "image/webp",
    "image": "image/jpeg",
    "video": "video/mp4",
    "file": "application/pdf",
}
_SHOWN: dict[Simulated, str] = {
    "file": "surat.pdf",
    "location": "Lokasi",
    "contact": "Kontak",
    "form": "Formulir terkirim",
    "reaction": "Menanggapi dengan jempol",
    "unsupported": "Pesan sekali lihat",
}


def simulated(kind: Simulated, words: str = "", asked: str = "") -> tuple[Content, Value]:
    """`words` below a picture or film; `asked`: the message that a reaction or form answers."""
    if kind in _MIME:
        return Content(kind, words or _SHOWN.get(kind, "")), _media(kind, words)
    values: dict[str, Value] = {
        "location": {"location": {"latitude": 0.5333, "longitude": 101.45, "name": "Pekanbaru"}},
        "contact": {"contacts": [_card("Orang Lain", "+6289900008888") | {"origin": "other"}]},
        "form": {"interactive": {"type": "nfm_reply", "nfm_reply": _flow(words)}},
        "reaction": {"reaction": {"message_id": asked, "emoji": "\U0001f44d"}},
        "unsupported": {"errors": [_UNSUPPORTED]},
    }
    types = {"contact": "contacts", "form": "interactive"}
    return Content(kind, _SHOWN[kind]), {"type": types.get(kind, kind), **values[kind]}


def own_number(phone: SamplePhone) -> Value:
    """The answer to a contact request: the phone's own card, without a vCard."""
    card = _card(phone.owner, phone.number) | {"origin": "contact_request"}
    return {"type": "contacts", "contacts": [card]}


def _card(name: str, number: str) -> Value:
    phone = {"phone": number, "wa_id": number.removeprefix("+"), "type": "MOBILE"}
    return {"name": {"formatted_name": name, "first_name": name.split()[0]}, "phones": [phone]}


def _media(kind: str, words: str) -> Value:
    name = {"voice": "audio", "file": "document"}.get(kind, kind)
    held: Value = {
        "id": str(10**15 + secrets.randbelow(9 * 10**15)),
        "mime_type": _MIME[kind],
        "sha256": secrets.token_urlsafe(32),
    }
    if kind == "voice":
        held["voice"] = True
    if kind == "file":
        held["filename"] = _SHOWN["file"]
    if words:
        held["caption"] = words
    return {"type": name, name: held}


def _flow(token: str) -> Value:
    """Its token may be missing; which Flow it was stands nowhere."""
    answers = {"flow_token": token} if token else {}
    return {"name": "flow", "body": "Sent", "response_json": json.dumps(answers)}

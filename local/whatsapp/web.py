"""The phones in the browser: `/_kantor/hp` lays them side by side, `/_kantor/hp/<phone>` is one."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from local.whatsapp.bubbles import Conversation, as_typed, clock, conversation, initials, size
from local.whatsapp.phones import as_number
from local.whatsapp.sample import SampleWhatsApp


class PhonePages:
    def __init__(self, sample: SampleWhatsApp) -> None:
        self._sample = sample

    def blueprint(self) -> Blueprint:
        pages = Blueprint(
            "phones",
            __name__,
            url_prefix="/_kantor/hp",
            template_folder="pages",
            static_folder="static",
            static_url_path="/berkas",
        )
        for shown in (as_typed, clock, initials, size):
            pages.add_app_template_filter(shown)
        pages.get("")(self.all_phones)
        pages.post("")(self.another_phone)
        pages.get("/<number>")(self.phone)
        pages.post("/<number>")(self.write)
        pages.post("/<number>/ketuk")(self.tap)
        return pages

    def all_phones(self) -> str:
        return render_template(
            "hp_daftar.html", conversations=self._conversations(), text=_ready_typed()
        )

    def another_phone(self) -> Response:
        typed = as_number(request.form.get("nomor", ""))
        number = f"+62{typed[2:]}" if typed.startswith("+0") else typed
        return redirect(url_for(".phone", number=_known(number), text=_ready_typed() or None))

    def phone(self, number: str) -> str:
        """Whoever looks at a talk has read it: the receipts say so."""
        found = self._sample.chats.phone(_known(number))
        self._sample.open_chat(found.number)
        return render_template(
            "hp.html",
            phone=found,
            office=self._sample,
            chat=conversation(self._sample, found),
            conversations=self._conversations(),
            text=_ready_typed(),
        )

    def write(self, number: str) -> Response:
        text = request.form.get("text", "").strip()
        if text:
            self._sample.write(_known(number), text)
        return redirect(url_for(".phone", number=_known(number)))

    def tap(self, number: str) -> Response:
        index = request.form.get("button", type=int, default=-1)
        if self._sample.tap(_known(number), request.form.get("id", ""), index) is None:
            abort(404)
        return redirect(url_for(".phone", number=_known(number)))

    def _conversations(self) -> dict[str, list[Conversation]]:
        """The latest talk first; those who have not yet said a word as they were introduced."""
        found = [conversation(self._sample, phone) for phone in self._sample.chats.phones()]
        found.sort(key=lambda one: one.last.at.timestamp() if one.last else 0, reverse=True)
        return {
            "Warga": [one for one in found if one.phone.role == "warga"],
            "Pejabat": [one for one in found if one.phone.role == "pejabat"],
        }


def _known(number: str) -> str:
    found = as_number(number)
    if not 8 <= len(found) <= 16:
        abort(404)
    return found


def _ready_typed() -> str:
    return request.values.get("text", "")

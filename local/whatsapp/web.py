"""The phones in the browser: `/_kantor/hp` lays them side by side, `/_kantor/hp/<phone>` is one."""

from functools import lru_cache

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from check_siak.page_images import page_images
from local.whatsapp.bubbles import Conversation, as_typed, clock, conversation, initials, size
from local.whatsapp.phone_acts import PhoneActs, known_number
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
        pages.get("/berdampingan")(self.side_by_side)
        pages.get("/<number>")(self.phone)
        acts = PhoneActs(self._sample)
        pages.post("/<number>")(acts.write)
        pages.post("/<number>/ketuk")(acts.tap)
        pages.post("/<number>/kirim")(acts.send)
        pages.post("/<number>/ubah")(acts.change)
        pages.get("/<number>/halaman/<media_id>.png")(self.first_page)
        return pages

    def all_phones(self) -> str:
        return render_template(
            "hp_daftar.html", conversations=self._conversations(), text=_ready_typed()
        )

    def another_phone(self) -> Response:
        typed = as_number(request.form.get("nomor", ""))
        number = f"+62{typed[2:]}" if typed.startswith("+0") else typed
        return redirect(url_for(".phone", number=known_number(number), text=_ready_typed() or None))

    def phone(self, number: str) -> str:
        """Whoever looks at a talk has read it: the receipts say so."""
        return render_template(
            "hp.html",
            office=self._sample,
            chat=self._opened(known_number(number)),
            conversations=self._conversations(),
            text=_ready_typed(),
        )

    def side_by_side(self) -> str:
        """`?hp=+62…&hp=…`; by default the latest citizen's and the latest official's."""
        conversations = self._conversations()
        asked = [known_number(number) for number in request.args.getlist("hp")]
        latest = [held[0].phone.number for held in conversations.values() if held]
        numbers = list(dict.fromkeys(asked or latest))
        return render_template(
            "hp_bersama.html",
            office=self._sample,
            chats=[self._opened(number) for number in numbers],
            conversations=conversations,
            numbers=numbers,
        )

    def first_page(self, number: str, media_id: str) -> Response:
        """How a PDF's bubble shows it."""
        documents = (one.content.document for one in self._sample.chats.on_phone(number))
        held = next((one for one in documents if one and one.media_id == media_id), None)
        image = _drawn(held.content) if held is not None else None
        return Response(image, mimetype="image/png") if image else Response(status=404)

    def _opened(self, number: str) -> Conversation:
        phone = self._sample.chats.phone(number)
        self._sample.open_chat(number)
        return conversation(self._sample, phone)

    def _conversations(self) -> dict[str, list[Conversation]]:
        """The latest talk first; those who have not yet said a word as they were introduced."""
        found = [conversation(self._sample, phone) for phone in self._sample.chats.phones()]
        found.sort(key=lambda one: one.last.at.timestamp() if one.last else 0, reverse=True)
        return {
            "Warga": [one for one in found if one.phone.role == "warga"],
            "Pejabat": [one for one in found if one.phone.role == "pejabat"],
        }


@lru_cache(maxsize=50)
def _drawn(pdf: bytes) -> bytes | None:
    return next(iter(page_images(pdf)), None)


def _ready_typed() -> str:
    return request.values.get("text", "")

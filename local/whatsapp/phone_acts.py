"""What is done on a phone's page: typed, tapped, sent, changed."""

import secrets

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from local.whatsapp.owners import change_number, hide_number, renew_user_id, send, share_number
from local.whatsapp.phones import SamplePhone, as_number
from local.whatsapp.sample import SampleWhatsApp
from local.whatsapp.simulated import SIMULATED


class PhoneActs:
    def __init__(self, sample: SampleWhatsApp) -> None:
        self._sample = sample

    def write(self, number: str) -> Response:
        text = request.form.get("text", "").strip()
        if text:
            self._sample.write(known_number(number), text)
        return _back_to(known_number(number))

    def tap(self, number: str) -> Response:
        """A quick reply, or the button that shares the number."""
        index = request.form.get("button", type=int, default=-1)
        phone, message_id = known_number(number), request.form.get("id", "")
        tapped = self._sample.tap(phone, message_id, index)
        if tapped is None and share_number(self._sample, phone, message_id, index) is None:
            abort(404)
        return _back_to(phone)

    def send(self, number: str) -> Response:
        kind = next((each for each in SIMULATED if each == request.form.get("kind")), None)
        if kind is None:
            abort(404)
        send(self._sample, known_number(number), kind, request.form.get("text", "").strip())
        return _back_to(known_number(number))

    def change(self, number: str) -> Response:
        before = known_number(number)
        after = self._changed(before, request.form.get("ubah", ""))
        return _back_to(after.number, before)

    def _changed(self, number: str, what: str) -> SamplePhone:
        if what in {"sembunyi", "tampak"}:
            return hide_number(self._sample, number, hidden=what == "sembunyi")
        if what == "nomor":
            new = f"+6289{secrets.randbelow(10**9):09}"
            return change_number(self._sample, number, new)
        if what != "id":
            abort(404)
        return renew_user_id(self._sample, number)


def _back_to(number: str, before: str | None = None) -> Response:
    """To where it was typed: the phone, or the phones side by side; `before`: its old number."""
    together = [known_number(each) for each in request.form.get("bersama", "").split(",") if each]
    if not together:
        return redirect(url_for("whatsapp.phones.phone", number=number))
    shown = [number if each == (before or number) else each for each in together]
    return redirect(url_for("whatsapp.phones.side_by_side", hp=shown))


def known_number(number: str) -> str:
    """404 if it is none."""
    found = as_number(number)
    if not 8 <= len(found) <= 16:
        abort(404)
    return found

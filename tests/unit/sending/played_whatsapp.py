"""WhatsApp as it may treat a business: it takes, refuses, throttles, is silent, loses answers;
its receipts come late, twice, in any order, or never."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from menwa.citizens import WINDOW
from menwa.errors import MessageRefused, OutcomeUnknown, WhatsAppUnavailable
from menwa.recipient import Recipient
from menwa.whatsapp import Message, TemplateMessage
from menwa.whatsapp_errors import rule_for
from menwa.whatsapp_receipts import Receipt

# Of each action one code or two: which do the same, tests/unit/test_refusals.py says.
CODES = (
    *(2, 131000, 131056, 80007, 131057, 131042, 131048, 131009, 131026, 131049, 131047),
    *(131053, 131062, 137000, 190, 999999),
)
Treats = Callable[[Callable[[], str]], str]


@dataclass
class Accepted:
    """`failed`: it never reaches the phone."""

    to: str
    attempt_id: str
    failed: bool = False


@dataclass
class PlayedWhatsApp:
    """In the place of `WhatsAppClient`. `effect` may kill whoever calls, before or after."""

    random: Random
    effect: Treats
    now: Callable[[], datetime]
    heard_at: Callable[[], datetime | None]
    calm: bool = False
    messages: list[Accepted] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    media: set[str] = field(default_factory=set)
    uploads: int = 0

    def upload_pdf(self, _pdf: bytes, _filename: str) -> str:
        return self.effect(self._upload)

    def delete_media(self, media_id: str) -> None:
        if not self.calm and self.random.random() < 0.1:
            raise WhatsAppUnavailable("not reached")
        self.media.discard(media_id)

    def send(self, to: Recipient, message: Message, attempt_id: str) -> str:
        return self.effect(lambda: self._take(to, message, attempt_id))

    def _upload(self) -> str:
        if not self.calm and self.random.random() < 0.05:
            self._refuse()
        self.uploads += 1
        self.media.add(str(self.uploads))
        return str(self.uploads)

    def _take(self, to: Recipient, message: Message, attempt_id: str) -> str:
        """Refused ones are not taken; of lost ones half are."""
        fate = 1.0 if self.calm else self.random.random()
        if fate < 0.2:
            self._refuse()
        if fate < 0.25:
            raise OutcomeUnknown("lost on its way there")
        wamid = f"wamid.{len(self.messages)}"
        accepted = Accepted(str(to.phone), attempt_id)
        self.messages.append(accepted)
        self._report(accepted, wamid, isinstance(message, TemplateMessage))
        if fate < 0.4:
            raise OutcomeUnknown("taken, and the answer is lost")
        return wamid

    def _refuse(self) -> None:
        code = self.random.choice((*CODES, None, None))
        if code is None:
            raise WhatsAppUnavailable("not reached")
        if rule_for(code).may_pass:
            raise WhatsAppUnavailable("later", code)
        raise MessageRefused(code)

    def _report(self, accepted: Accepted, wamid: str, by_template: bool) -> None:
        heard = self.heard_at()
        closed = heard is None or self.now() - heard > WINDOW + timedelta(minutes=10)
        if closed and not by_template:
            self._fail(accepted, wamid, 131047)
            return
        fate = 0.0 if self.calm else self.random.random()
        if fate < 0.7:
            told = ("sent", "delivered", "read") if fate < 0.5 else ("read",)
            self.receipts += [self._receipt(accepted, wamid, status) for status in told]
        elif fate < 0.9:
            self._fail(accepted, wamid, self.random.choice((*CODES, None)))

    def _fail(self, accepted: Accepted, wamid: str, code: int | None) -> None:
        accepted.failed = True
        self.receipts.append(self._receipt(accepted, wamid, "failed", code))

    def _receipt(self, accepted: Accepted, wamid: str, status: str, code: int | None = None) -> str:
        known = {"wamid": wamid, "status": status, "attempt_id": accepted.attempt_id}
        receipt = Receipt.model_validate({**known, "timestamp": self.now(), "error_code": code})
        return receipt.model_dump_json(exclude_none=True)

"""What a citizen is told: each thing once, in whatever shape it has."""

import pytest

from menwa.citizens import Citizens, WithCitizens
from menwa.errors import WhatsAppUnavailable
from menwa.recipient import Recipient
from menwa.whatsapp import Choices, LinkMessage, Message, PhoneRequest, ReplyButton, TemplateMessage
from tests.builders import CASE_ID, NOW, PHONE, a_proven_case
from tests.steps.world import World

SITI = Recipient(phone=PHONE)
YES = ReplyButton(id=f"CANCEL_YES:{CASE_ID}", title="Ya, batalkan")
NEWS = TemplateMessage(name="kabar_permintaan", values={"news": "Sudah siap."})
SHAPES: dict[str, Message] = {
    "text": "Halo",
    "buttons": Choices(text="Batalkan?", buttons=(YES,)),
    "link": LinkMessage(text="Isi formulir", label="Buka", url="https://contoh.test/mulai/x"),
    "share": PhoneRequest(text="Berapa nomor Anda?"),
    "template": NEWS,
}


def citizens() -> Citizens:
    return WithCitizens.from_environment().citizens()


@pytest.mark.parametrize("message", SHAPES.values(), ids=SHAPES)
def test_whatever_its_shape_it_is_said_once(world: World, message: Message) -> None:
    world.writes()
    for _ in range(2):
        citizens().say(SITI, message, "reply:1", NOW)
    assert len(world.on_phone()) == 1


def test_what_was_surely_not_said_may_be_said_later(world: World) -> None:
    world.writes()
    world.whatsapp_fails(unavailable=True, times=1)
    with pytest.raises(WhatsAppUnavailable):
        citizens().say(SITI, "Halo", "reply:1", NOW)
    citizens().say(SITI, "Halo", "reply:1", NOW)
    assert world.texts() == ["Halo"]


def test_a_phone_that_may_be_anothers_is_told_nothing(world: World) -> None:
    world.writes()
    doubted = a_proven_case(identity_doubt="another_holder")
    assert not citizens().try_to_tell(doubted, "Sudah siap.", "news:1", NOW)
    citizens().tell(doubted, "Sudah siap.", "news:1", NOW)
    assert world.texts() == []
    assert citizens().try_to_tell(a_proven_case(), "Sudah siap.", "news:1", NOW)


def test_over_the_days_limit_nobody_is_written_to_first_but_all_are_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = citizens()
    monkeypatch.setattr(told.limit, "_most", 1)
    assert told.limit is not None
    assert told.limit.full_until(Recipient(phone="+6289900000999"), NOW) is None
    later = world.clock.pass_by(hours=23, minutes=55)
    assert not told.try_to_tell(a_proven_case(), "Sudah siap.", "news:1", later)
    assert world.texts() == []
    world.writes()
    told.say(SITI, "Halo", "reply:1", later)
    later = world.clock.pass_by(minutes=10)
    assert told.try_to_tell(a_proven_case(), "Sudah siap.", "news:1", later)
    assert len(world.texts()) == 2

"""Browsers of officials: enrolled already, or on their way through the door."""

from datetime import timedelta

from moto.ses.models import ses_backends

from local.engine.identities import ACCOUNT
from menwa.clock import utc_now
from menwa.cookies import device_of, new_token
from menwa.link_holders import bearer_of
from menwa.people import Person
from menwa.people_store import people_in
from menwa.sessions import Device
from notify_officials import enrol
from tests.builders import OFFICE
from tests.steps.browsing import CODE, Browser
from tests.steps.calling import Reply
from tests.steps.world import TABLE, World


def device(world: World, post: str, *, assistant: bool = False) -> Browser:
    """A browser that whoever holds this post now has enrolled, or their assistant."""
    officials = OFFICE.with_people(people_in(TABLE, afresh=True)).officials
    bearer = bearer_of(post, officials, assistant=assistant)
    assert bearer is not None
    token, now = new_token(), utc_now()
    enrolled = Device(
        officer=bearer.key,
        person=bearer.fingerprint,
        enrolled_at=now,
        last_used=now,
        expires_at=int((now + timedelta(days=30)).timestamp()),
    )
    assert world.sessions.enrol(token, enrolled)
    return Browser(world, {device_of(bearer.key): token})


def ask_code(browser: Browser, link: str, who: str = "pejabat") -> Reply:
    """`link` is "/k/…", which the browser has open."""
    return browser.post("/pejabat/masuk", enrol.handler, ke=link, siapa=who)


def enter_code(browser: Browser, link: str, code: str, who: str = "pejabat") -> Reply:
    return browser.post("/pejabat/masuk/kode", enrol.handler, ke=link, siapa=who, kode=code)


def codes_on_phone_of(world: World, person: Person) -> list[str]:
    return _secret(world, world.texts(person.phone))


def codes_in_mails_to(world: World, person: Person) -> list[str]:
    return _secret(world, mails_to(person))


def mails_to(person: Person) -> list[str]:
    sent = ses_backends[ACCOUNT]["us-east-1"].sent_messages
    return [mail.body for mail in sent if person.mail in mail.destinations["ToAddresses"]]


def _secret(world: World, texts: list[str]) -> list[str]:
    """None of them may stand in a log line."""
    found = [code for text in texts for code in CODE.findall(text)]
    world.secrets |= {*found}
    return found

"""Whatever was found about a stranger's request: as long as their right is not established, nothing
that they can write, tap or open tells them which it is."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from intake import tracking, web
from menwa import aws
from menwa.cases import hash_of
from menwa.form_links import FormLinks
from menwa.recipient import Recipient
from menwa.types import Status, new_case_id
from tests.builders import a_case, a_wait, an_applicant
from tests.steps.calling import requested
from tests.steps.chatting import Chat
from tests.steps.filling import AT_ONCE
from tests.steps.world import TABLE, URL, World

FINDINGS = ("not_matched", "right_unknown", "near_miss", "other_holder", "other_number")


@dataclass
class Asked:
    """Somebody on a phone of their own, whose requests were looked up already."""

    chat: Chat
    ids: list[str] = field(default_factory=list)

    def asks(self, **changes: Any) -> list[str]:
        """As the form and the message after it have it."""
        world, code = self.chat.world, f"AB12{int(self.chat.phone[-3:]) * 10 + len(self.ids):04}"
        applicant = an_applicant(**{"phone": self.chat.phone} | changes.pop("applicant", {}))
        now = world.clock.moment
        expires = int((now + timedelta(hours=24)).timestamp())
        proof = {"proof_hash": hash_of(code), "created_at": now, "expires_at": expires}
        self.ids.append(new_case_id())
        world.store.create(a_case(id=self.ids[-1], applicant=applicant, **proof | changes))
        return self.chat.writes(f"MENWA {code[:4]}-{code[4:]}")

    def found(self, finding: str) -> None:
        world, file = self.chat.world, self.chat.world.file(self.ids[-1])
        if finding == "not_matched":
            over = file.updated(status=Status.RETURNED, ended_at=world.clock.moment)
            world.store.save(file, over.updated(reason=finding).cleared())
        else:
            at_desk = file.updated(status=Status.AT_DESK, reason=finding)
            world.store.save(file, at_desk.opened(a_wait(reason=finding)))

    def bare(self, text: str) -> str:
        for turn, case_id in enumerate(self.ids):
            text = text.replace(case_id, f"request {turn}")
        text = re.sub(r"/(lacak|mulai)/[\w-]+", r"/\1/…", text)
        return text.replace(self.chat.phone[-4:], "…")

    def told(self, said: str) -> list[str]:
        """What is answered, with the buttons below."""
        case_id, before = self.ids[0], len(self.chat.world.texts(self.chat.phone))
        if ":" in said:
            self.chat.taps(said.format(case_id))
        else:
            self.chat.writes(said.format(case_id))
        answers = self.chat.world.on_phone(self.chat.phone)[before:]
        return [self.bare(str((one.content.text, one.content.buttons))) for one in answers]


def strangers(world: World, *others: str) -> list[Asked]:
    """One for each finding, of whose second request another was found, if there is one."""
    people = [Asked(Chat(world, f"+62899000080{turn:02}")) for turn, _ in enumerate(FINDINGS)]
    requests: list[dict[str, Any]] = [{}, {"document_type": "akta_kelahiran", "number": None}]
    for wanted, findings in zip(requests, [FINDINGS, others], strict=True):
        for one, finding in zip(people, findings, strict=False):
            one.asks(**wanted)
            one.found(finding)
        world.clock.pass_by(minutes=2)
    return people


def as_one(answers: list[Any]) -> Any:
    assert [one for one in answers if one != answers[0]] == []
    return answers[0]


@pytest.mark.parametrize(
    "said",
    [
        *("Halo", "STATUS", "STATUS {}", "BATAL", "BATAL {}"),
        *("STATUS:{}", "CANCEL:{}", "CANCEL_NO:{}", "CANCEL_YES:{}"),
        *("WRONG_DATA:{}", "NOT_MINE:{}", "STILL_ME:{}"),
    ],
)
def test_whatever_was_found_whoever_writes_is_answered_the_same(world: World, said: str) -> None:
    assert as_one([one.told(said) for one in strangers(world)])


def test_whoever_goes_on_writing_goes_on_being_answered_the_same(world: World) -> None:
    people = [Asked(one.chat, one.ids) for one in strangers(world)]
    for one in people:  # known by the phone alone, which is believed for a month
        file = world.file(one.ids[0])
        world.store.save(file, file.updated(identity=Recipient(phone=one.chat.phone)))
    for _ in range(2):
        world.clock.pass_by(days=20)
        assert as_one([one.told("STATUS") for one in people])


@pytest.mark.parametrize("said", ["STATUS", "Halo", "BATAL"])
def test_of_several_requests_too(world: World, said: str) -> None:
    others = ("right_unknown", "not_matched", "near_miss", "not_matched", "other_number")
    assert as_one([one.told(said) for one in strangers(world, *others)])


@pytest.mark.parametrize(
    ("changes", "days", "folded"),
    [
        ({}, 0, True),
        ({}, 1, False),
        ({"applicant": {"name": "Nurhayati Lubuk Pudin"}}, 0, False),
        ({"receipt": "RS-0000-0000-0001"}, 0, False),
    ],
    ids=["the same at once", "the same the next day", "mended", "with a receipt"],
)
def test_whatever_was_found_asking_again_reads_the_same(
    world: World, changes: dict[str, Any], days: int, *, folded: bool
) -> None:
    people = strangers(world)
    world.clock.pass_by(days=days)
    assert as_one([[one.bare(text) for text in one.asks(**changes)] for one in people])
    unproven = [world.file(one.ids[1]).case.proven_at is None for one in people]
    assert as_one(unproven) is folded


def test_whatever_was_found_the_form_ends_the_same(world: World) -> None:
    pages = []
    for turn, one in enumerate(strangers(world)):
        token = FormLinks(aws.dynamodb(), TABLE).issue(one.chat.sender, world.clock.moment)
        form = AT_ONCE | {"token": token, "once": f"{turn}" * 43}
        page = requested(web.handler, "POST", "/permohonan", form=form)
        pages.append((page.status, one.bare(page.text)))
    status, text = as_one(pages)
    assert (status, "request 0" in text) == (200, True)


@pytest.mark.parametrize("page", ["", "/batal", "/data-salah"])
def test_whatever_was_found_the_page_reads_the_same(world: World, page: str) -> None:
    shown = []
    for one in strangers(world):
        one.chat.writes("STATUS")
        path = one.chat.link.removeprefix(URL)
        read = requested(tracking.handler, "GET", f"{path}{page}")
        shown.append((read.status, one.bare(read.text)))
    assert as_one(shown)

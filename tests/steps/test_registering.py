"""A proven phone's request: on the list once, or folded into the one that is open."""

from datetime import timedelta
from typing import Any

import pytest

from menwa import aws
from menwa.case import Case
from menwa.cases import hash_of
from menwa.errors import Contended, NotFound
from menwa.form_links import FormLinks
from menwa.limits import Limits
from menwa.persons import PersonStore
from menwa.proving import Proof
from menwa.recipient import Recipient
from menwa.registering import Registering
from menwa.table import THERE
from menwa.types import Status
from tests.builders import CASE_ID, CODE, NOW, OFFICE, PHONE, a_case, an_applicant
from tests.steps.world import TABLE, World

SECOND = "MW-00000000011"
SENDER = Recipient(phone=PHONE, user_id="ID.1")
BY_LINK = Proof(SENDER, None, NOW)
BY_CODE = Proof(SENDER, hash_of(CODE), NOW)
BY_SECOND = Proof(SENDER, hash_of("XY12ZW34"), NOW)


@pytest.fixture
def links(world: World) -> FormLinks:  # noqa: ARG001  the table is there
    return FormLinks(aws.dynamodb(), TABLE)


@pytest.fixture
def begun() -> list[str]:
    return []


@pytest.fixture
def persons(world: World) -> PersonStore:  # noqa: ARG001
    return PersonStore(aws.dynamodb(), TABLE, "the-person-key")


@pytest.fixture
def registering(world: World, persons: PersonStore, begun: list[str]) -> Registering:
    def start(case: Case) -> None:
        begun.append(case.id)

    limits = Limits(aws.dynamodb(), TABLE, "the-person-key")
    return Registering(world.store, persons, OFFICE, limits, start)


def again(**changes: Any) -> Case:
    return a_case(id=SECOND, proof_hash=hash_of("XY12ZW34"), **changes)


def first(world: World, registering: Registering, **changes: Any) -> Case:
    world.store.create(a_case(**changes))
    return registering.register(world.file().case, BY_CODE, NOW).case


def test_a_link_proves_the_phone_once(
    world: World, registering: Registering, links: FormLinks, begun: list[str]
) -> None:
    token = links.issue(SENDER, NOW)
    done = registering.register(a_case(), BY_LINK, NOW, [links.using(token)])
    assert (done.case.status, done.folded) == (Status.CHECKING, False)
    assert world.file().case.identity == SENDER
    assert links.find(token, NOW) is None
    assert begun == [CASE_ID]
    with pytest.raises(Contended):
        registering.register(
            again(document_type="akta_kelahiran"), BY_LINK, NOW, [links.using(token)]
        )
    assert world.file(SECOND).case.status is Status.UNPROVEN


def test_what_died_between_filing_and_proof_is_finished_by_the_same_page(
    world: World, registering: Registering, links: FormLinks, begun: list[str]
) -> None:
    token = links.issue(SENDER, NOW)
    world.store.create(a_case())
    other_code = a_case(proof_hash=hash_of("XY12ZW34"))
    done = registering.register(other_code, BY_LINK, NOW, [links.using(token)])
    assert (done.case.status, begun) == (Status.CHECKING, [CASE_ID])
    assert links.find(token, NOW) is None


def test_a_page_that_asks_for_something_else_does_not_take_over_what_was_filed(
    world: World, registering: Registering
) -> None:
    world.store.create(a_case())
    with pytest.raises(Contended):
        registering.register(a_case(number="9971011103190002"), BY_LINK, NOW)
    assert world.file().case.status is Status.UNPROVEN


def test_of_proofs_none_fails_because_too_many_were_counted(
    world: World, registering: Registering, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = registering.limits._table
    refused = table.still("LIMIT#of nobody", "LIMIT", **THERE)  # as when another writes it just now
    monkeypatch.setattr(table, "adding", lambda *_: refused)
    assert first(world, registering).status is Status.CHECKING


def test_a_form_that_is_sent_twice_is_one_request(
    registering: Registering, links: FormLinks, begun: list[str], world: World
) -> None:
    token = links.issue(SENDER, NOW)
    registering.register(a_case(), BY_LINK, NOW, [links.using(token)])
    done = registering.register(again(), BY_LINK, NOW, [links.using(token)])
    assert (done.case.id, done.folded) == (CASE_ID, True)
    assert begun == [CASE_ID, CASE_ID]  # makes good a start that was lost
    with pytest.raises(NotFound):
        world.file(SECOND)


def test_a_link_is_kept_by_its_hash_alone(world: World, links: FormLinks) -> None:
    token = links.issue(SENDER, NOW)
    assert token not in str(world.items())
    assert links.find(token + "x", NOW) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "9971011103190002"},
        {"document_type": "akta_kelahiran"},
        {"applicant": an_applicant(nik="9971014209770002")},
        {"entered_by": "siti.aminah"},
    ],
)
def test_what_is_not_the_same_stands_by_itself(
    world: World, registering: Registering, changes: dict[str, Any]
) -> None:
    first(world, registering)
    world.store.create(again(**changes))
    done = registering.register(world.file(SECOND).case, BY_SECOND, NOW)
    assert (done.case.id, done.folded) == (SECOND, False)


def test_another_phone_asks_for_itself(world: World, registering: Registering) -> None:
    first(world, registering)
    other = "+6289900000102"
    world.store.create(again(applicant=an_applicant(phone=other)))
    stranger = Recipient(phone=other, user_id="ID.2")
    case = world.file(SECOND).case
    assert not registering.register(case, Proof(stranger, hash_of("XY12ZW34"), NOW), NOW).folded


def test_after_the_first_has_ended_it_may_be_asked_again(
    world: World, registering: Registering
) -> None:
    first(world, registering)
    file = world.file()
    world.store.save(file, file.updated(status=Status.RETURNED, ended_at=NOW))
    world.store.create(again())
    done = registering.register(world.file(SECOND).case, BY_SECOND, NOW)
    assert done.case.id == SECOND


def test_who_mends_what_could_not_be_matched_is_looked_up_anew(
    world: World, registering: Registering
) -> None:
    first(world, registering)
    file = world.file()
    world.store.save(file, file.updated(status=Status.AT_DESK, reason="right_unknown"))
    world.store.create(again(applicant=an_applicant(name="Nurhayati Lubuk Pudin")))
    case = world.file(SECOND).case
    assert not registering.register(case, BY_SECOND, NOW).folded


def test_a_number_that_may_be_anothers_folds_into_nothing(
    world: World, registering: Registering
) -> None:
    first(world, registering)
    file = world.file()
    world.store.save(file, file.updated(identity_doubt="another_holder"))
    world.store.create(again())
    case = world.file(SECOND).case
    assert not registering.register(case, BY_SECOND, NOW).folded


def test_a_person_is_found_by_phone_and_by_user_id_newest_first(
    world: World, registering: Registering, persons: PersonStore
) -> None:
    first(world, registering)
    later = NOW + timedelta(minutes=1)
    world.store.create(again(number=None))
    registering.register(world.file(SECOND).case, BY_SECOND, later)
    for person in (SENDER, Recipient(phone=PHONE), Recipient(user_id="ID.1")):
        assert persons.cases_of(person) == [SECOND, CASE_ID]
    assert persons.cases_of(Recipient(phone="+6289900000102")) == []
    keys = " ".join(item["pk"]["S"] + item["sk"]["S"] for item in world.items())
    assert PHONE.removeprefix("+") not in keys
    assert an_applicant().nik not in keys


def test_of_two_forms_for_one_document_at_the_same_moment_one_stands(
    world: World,
    registering: Registering,
    persons: PersonStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first(world, registering)
    world.store.create(again())
    known, before = persons.asked_before, [None, None]  # as it was when both began

    def asked_before(case: Case, sender: Recipient) -> str | None:
        return before.pop() if before else known(case, sender)

    monkeypatch.setattr(persons, "asked_before", asked_before)
    done = registering.register(world.file(SECOND).case, BY_SECOND, NOW)
    assert (done.case.id, done.folded, before) == (CASE_ID, True, [])

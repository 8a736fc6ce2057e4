"""What the requests are played with keeps the promises of the real store."""

from datetime import timedelta

import pytest

from menwa.case import LATER, CaseFile
from menwa.cases import CaseStore
from menwa.errors import Contended, NotFound, SendingHeld
from menwa.sending_switch import Hold, SendingSwitch
from tests.builders import CASE_ID, NOW, a_case, a_cleared_case, a_file, a_wait, an_attempt
from tests.memory_table import MemoryTable
from tests.unit.sending.memory_store import MemoryStore, MemorySwitch

HOLD = Hold(officer="sari.dewi", at=NOW, reason="Uji")


class Real:
    def __init__(self) -> None:
        table = MemoryTable()
        self.store = CaseStore(table, "cases")  # type: ignore[arg-type]
        self.switch = SendingSwitch(table, "cases")  # type: ignore[arg-type]
        self.store.create(a_case())


class Played:
    def __init__(self) -> None:
        self.switch = MemorySwitch()
        self.store = MemoryStore(self.switch)
        self.store.have(a_file(a_case()))


Setting = Real | Played


@pytest.fixture(params=[Real, Played])
def setting(request: pytest.FixtureRequest) -> Setting:
    made: Setting = request.param()
    return made


def test_what_is_saved_is_loaded_one_version_on(setting: Setting) -> None:
    before = setting.store.load(CASE_ID)
    after = a_file(a_cleared_case(), wait=a_wait(), attempts=(an_attempt(),))
    saved = setting.store.save(before, after)
    assert saved.case.version == before.case.version + 1
    assert setting.store.load(CASE_ID) == saved
    assert setting.store.save(saved, saved.cleared()).wait is None


def test_who_comes_second_is_turned_away_and_decides_again(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("menwa.cases.time.sleep", lambda _seconds: None)
    before = setting.store.load(CASE_ID)
    setting.store.save(before, before.updated(reason="first"))
    with pytest.raises(Contended):
        setting.store.save(before, before.updated(reason="second"))
    seen: list[str | None] = []

    def decide(file: CaseFile) -> CaseFile:
        seen.append(file.case.reason)
        return file.updated(reason="second")

    assert setting.store.change(before, decide).case.reason == "second"
    assert seen == [None, "first"]


def test_nothing_is_saved_while_sending_is_held(setting: Setting) -> None:
    before = setting.store.load(CASE_ID)
    assert setting.switch.hold(HOLD)
    assert not setting.switch.hold(HOLD)
    with pytest.raises(SendingHeld):
        setting.store.save_unless_held(before, before.updated(reason="sent"))
    assert setting.store.load(CASE_ID) == before
    setting.switch.release()
    assert setting.store.save_unless_held(before, before.updated(reason="sent")).case.version == 1


def test_who_waits_is_listed_without_the_rest_of_the_file(setting: Setting) -> None:
    before = setting.store.load(CASE_ID)
    wait = a_wait(waiting_for=LATER)
    saved = setting.store.save(before, before.opened(wait).with_attempt(an_attempt()))
    assert list(setting.store.waiting(LATER, NOW)) == [CASE_ID]
    assert setting.store.waiting_cases([LATER], NOW) == [CaseFile(saved.case, wait=wait)]
    assert list(setting.store.waiting(LATER, NOW - timedelta(seconds=1))) == []


def test_an_occasion_comes_once_until_it_is_forgotten(setting: Setting) -> None:
    assert setting.store.first_time("said", NOW)
    assert not setting.store.first_time("said", NOW)
    setting.store.forget("said")
    assert setting.store.first_time("said", NOW)


def test_what_is_not_there_is_not_found(setting: Setting) -> None:
    with pytest.raises(NotFound):
        setting.store.load("MW-00000000011")

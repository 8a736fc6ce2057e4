"""All that waits for an official, on their own device: answered together or one by one."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError

from local.demo.browser import hidden_in
from menwa import aws
from menwa.case import CaseFile
from menwa.types import Level
from notify_officials import waiting_page
from notify_officials.office_days import next_closings
from notify_officials.recording import recorded
from tests.builders import NOW, OFFICE, a_file, a_proven_case, a_wait
from tests.steps.asking import IDS, POSTS, answered
from tests.steps.browsing import Browser
from tests.steps.calling import Reply
from tests.steps.devices import device
from tests.steps.world import World

LIST = "/pejabat/tunggu"


@pytest.fixture(autouse=True)
def _nobody_stands_in_a_log_line(world: World) -> Iterator[None]:
    world.secrets |= {one.name for one in OFFICE.officials.values()}
    yield


def waiting(world: World, number: int, level: Level = "kadis", **changes: Any) -> CaseFile:
    known = {"waiting_for": POSTS[level], "asked": level, "token": f"task-token {number}"}
    wait = a_wait(since=NOW - timedelta(minutes=number), **known | changes)
    case = a_proven_case(
        id=IDS[number], proof_hash=f"{number}", number=f"99710111031900{number:02}"
    )
    return world.have(a_file(case, wait=wait))


def post(browser: Browser, *keys: str, **form: Sequence[str]) -> Reply:
    page = browser.get(LIST, waiting_page.handler)
    return browser.post(LIST, waiting_page.handler, **hidden_in(page.text), **form, pick=keys)


def keys_on(page: Reply) -> list[str]:
    return re.findall(r'name="pick" value="([^"]*)"', page.text)


def ticked_on(page: Reply) -> list[str]:
    return re.findall(r'name="pick" value="([^"]*)" checked', page.text)


@pytest.fixture
def kadis(world: World) -> Browser:
    for number in (1, 2, 3):
        waiting(world, number)
    return device(world, "kadis")


def test_all_that_waits_is_shown_the_oldest_first_and_looking_changes_nothing(
    world: World, kadis: Browser
) -> None:
    before = world.all_items()
    page = kadis.get(LIST, waiting_page.handler)
    assert "3 dokumen menunggu jawaban Anda" in page.text
    cases = [key.partition("|")[0] for key in keys_on(page)]
    assert cases == [IDS[3], IDS[2], IDS[1]]
    assert "9971011103190003\n9971011103190002\n9971011103190001</pre>" in page.text
    assert "Nurhayati" not in page.text
    assert world.all_items() == before


def test_a_device_that_is_not_enrolled_sees_nothing_of_it(world: World, kadis: Browser) -> None:
    stranger = Browser(world)
    key = keys_on(kadis.get(LIST, waiting_page.handler))[0]
    before = world.all_items()
    for path in (LIST, f"{LIST}/{IDS[1]}"):
        for page in (
            stranger.get(path, waiting_page.handler),
            stranger.post(path, waiting_page.handler, answer="signed", pick=key),
        ):
            assert (page.status, page.headers["Location"]) == (303, "/pejabat")
    assert world.all_items() == before


def test_without_a_script_a_group_is_ticked_by_its_button_and_nothing_is_decided(
    world: World, kadis: Browser
) -> None:
    before = world.all_items()
    page = post(kadis, tick="kadis.kk")
    assert ticked_on(page) == keys_on(page)
    assert len(ticked_on(page)) == 3
    assert world.all_items() == before


def test_many_are_answered_at_once_each_on_its_own_card(world: World, kadis: Browser) -> None:
    world.clock.pass_by(hours=1)
    shown = kadis.get(LIST, waiting_page.handler)
    world.clock.pass_by(minutes=30)
    form = hidden_in(shown.text)
    page = kadis.post(LIST, waiting_page.handler, **form, answer="signed", pick=keys_on(shown))
    assert "Terima kasih, 3 jawaban sudah dicatat" in page.text
    tokens = {token for token, _ in world.procedure.answers}
    assert tokens == {"task-token 1", "task-token 2", "task-token 3"}
    for number in (1, 2, 3):
        [entry] = world.file(IDS[number]).entries
        assert (entry.act, entry.paraf) == ("answered_signed", OFFICE.officials["kadis"].paraf)
        assert entry.taken_up_at == entry.handed_over_at - timedelta(minutes=10)


def test_what_was_decided_meanwhile_says_by_whom_and_the_others_are_recorded(
    world: World, kadis: Browser
) -> None:
    keys = keys_on(kadis.get(LIST, waiting_page.handler))
    answered(kadis, f"{LIST}/{IDS[2]}", waiting_page.handler, answer="wrong_entry", reason="Salah")
    page = post(kadis, *keys, answer="signed")
    assert "Terima kasih, 2 jawaban sudah dicatat" in page.text
    assert "Sudah dijawab oleh Kepala Dinas: Salah entri di SIAK" in page.text
    assert [entry.act for entry in world.file(IDS[2]).entries] == ["wrong_entry"]


def test_one_that_fails_stays_and_says_so(kadis: Browser) -> None:
    keys = keys_on(kadis.get(LIST, waiting_page.handler))

    def out_of_order(params: dict[str, Any], **_: Any) -> None:
        if IDS[2].encode() in params["body"]:
            raise ConnectionClosedError(endpoint_url="dynamodb")

    events = aws.dynamodb().meta.events
    events.register("before-call.dynamodb.TransactWriteItems", out_of_order)
    try:
        page = post(kadis, *keys, answer="signed")
    finally:
        events.unregister("before-call.dynamodb.TransactWriteItems", out_of_order)
    assert "Terima kasih, 2 jawaban sudah dicatat" in page.text
    assert "1 belum tercatat dan masih menunggu" in page.text
    assert [key.partition("|")[0] for key in keys_on(kadis.get(LIST, waiting_page.handler))] == [
        IDS[2]
    ]


def test_a_defect_at_one_of_them_leaves_the_others_recorded(
    kadis: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = keys_on(kadis.get(LIST, waiting_page.handler))

    def defective(*given: Any) -> CaseFile:
        if given[2].case.id == IDS[2]:
            raise KeyError("kabid-lama")
        return recorded(*given)

    monkeypatch.setattr("notify_officials.many_answers.recorded", defective)
    page = post(kadis, *keys, answer="signed")
    assert "Terima kasih, 2 jawaban sudah dicatat" in page.text
    assert "1 belum tercatat dan masih menunggu" in page.text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("signed", "Centang dulu"),
        ("submitted", "Centang dulu"),
        ("not_yet", "pilih jawaban Anda sekali lagi"),
        ("wrong_entry", "pilih jawaban Anda sekali lagi"),
        ("rerouted", "pilih jawaban Anda sekali lagi"),
    ],
)
def test_what_cannot_be_answered_together_is_asked_again(
    world: World, kadis: Browser, answer: str, said: str
) -> None:
    before = world.all_items()
    page = post(kadis, answer=answer)
    assert page.status == 422
    assert said in page.text
    assert world.all_items() == before


def test_a_list_that_no_page_of_ours_showed_decides_nothing(world: World, kadis: Browser) -> None:
    keys = keys_on(kadis.get(LIST, waiting_page.handler))
    before = world.all_items()
    page = kadis.post(LIST, waiting_page.handler, csrf="f" * 64, answer="signed", pick=keys)
    assert page.status == 422
    assert world.all_items() == before


def test_nobody_answers_for_another_post(world: World, kadis: Browser) -> None:
    file = waiting(world, 9, "kabid")
    assert file.wait is not None
    before = world.file(IDS[9])
    page = post(kadis, f"{IDS[9]}|kabid-dafduk|{file.wait.visit}", answer="signed")
    assert "Belum ada jawaban yang dicatat" in page.text
    assert world.file(IDS[9]) == before
    alone = kadis.get(f"{LIST}/{IDS[9]}", waiting_page.handler)
    assert 'name="answer"' not in alone.text
    answered(kadis, f"{LIST}/{IDS[9]}", waiting_page.handler, answer="signed")
    assert world.file(IDS[9]) == before


def test_the_kadis_cannot_submit_them_to_anybody(world: World, kadis: Browser) -> None:
    keys = keys_on(kadis.get(LIST, waiting_page.handler))
    page = post(kadis, *keys, answer="submitted")
    assert "Tidak dapat dijawab begini" in page.text
    assert world.procedure.answers == []


def test_one_is_answered_from_the_list_and_the_next_is_offered(
    world: World, kadis: Browser
) -> None:
    page = answered(kadis, f"{LIST}/{IDS[2]}", waiting_page.handler, answer="signed")
    assert "Terima kasih, jawaban Anda sudah dicatat" in page.text
    assert f'href="{LIST}/{IDS[3]}"' in page.text
    assert "1 lagi menunggu" in page.text
    again = answered(kadis, f"{LIST}/{IDS[2]}", waiting_page.handler, answer="signed")
    assert "Pertanyaan ini sudah dijawab" in again.text
    assert world.procedure.answers == [("task-token 2", {"answer": "signed"})]


def test_what_is_put_off_is_not_offered_next(world: World, kadis: Browser) -> None:
    until = next_closings(OFFICE, NOW)[4]
    for place in (3, 1):
        file = world.file(IDS[place])
        assert file.wait is not None
        world.store.save(file, file.opened(file.wait.model_copy(update={"until": until})))
    page = answered(kadis, f"{LIST}/{IDS[2]}", waiting_page.handler, answer="signed")
    assert "Semua sudah Anda jawab. 2 menunggu janji Anda (yang pertama Jumat, 27" in page.text
    assert "Jawab berikutnya" not in page.text


def test_a_page_left_open_does_not_answer_a_later_question(world: World, kadis: Browser) -> None:
    form = hidden_in(kadis.get(f"{LIST}/{IDS[1]}", waiting_page.handler).text)
    file = world.file(IDS[1])
    later = a_wait(waiting_for="kadis", asked="kadis", visit="2026-11-24T03:00:00Z")
    world.store.save(file, file.opened(later))
    before = world.file(IDS[1])
    kadis.post(f"{LIST}/{IDS[1]}", waiting_page.handler, **form, answer="signed")
    assert world.file(IDS[1]) == before


def test_of_a_case_that_was_put_to_others_nobody_reads_anything(
    world: World, kadis: Browser
) -> None:
    waiting(world, 9, "kasi")
    one = f"{LIST}/{IDS[9]}"
    answered(device(world, POSTS["kasi"]), one, waiting_page.handler, answer="submitted")
    form = hidden_in(kadis.get(f"{LIST}/{IDS[1]}", waiting_page.handler).text)
    for stranger in (kadis, device(world, "kasi-kelahiran"), device(world, POSTS["kabid"])):
        pages = [stranger.get(one, waiting_page.handler)]
        for visit in ("", "2", a_wait().visit[:4], "unknown"):
            sent = form | {"visit": visit}
            pages.append(stranger.post(one, waiting_page.handler, **sent, answer="signed"))
        assert {page.status for page in pages} == {404}
        assert not any("diajukan" in page.text for page in pages)


def test_whoever_was_asked_reads_later_what_was_decided(world: World) -> None:
    waiting(world, 9, "kasi")
    one, kasi = f"{LIST}/{IDS[9]}", device(world, POSTS["kasi"])
    form = hidden_in(kasi.get(one, waiting_page.handler).text)
    other = {"answer": "rerouted", "post": "kasi-pindah"}
    kasi.post(one, waiting_page.handler, **{**form, **other})
    pages = [kasi.get(one, waiting_page.handler)]
    answered(device(world, "kasi-pindah"), one, waiting_page.handler, answer="submitted")
    pages += [
        kasi.get(one, waiting_page.handler),
        device(world, "kasi-pindah").get(one, waiting_page.handler),
    ]
    pages.append(kasi.post(one, waiting_page.handler, **{**form, **other}))
    assert ["Sudah dialihkan" in page.text for page in pages] == [True, False, False, False]
    assert ["Sudah diajukan" in page.text for page in pages] == [False, True, True, True]


@pytest.mark.parametrize("case_id", ["MW-00000000000", "case-77", "%00", "a%20b"])
def test_a_case_that_is_none_is_not_known(kadis: Browser, case_id: str) -> None:
    assert kadis.get(f"{LIST}/{case_id}", waiting_page.handler).status == 404


def test_whoever_supervises_sees_how_much_waits_below_them(world: World, kadis: Browser) -> None:
    waiting(world, 61, "kasi")
    waiting(world, 5, "kabid")
    page = kadis.get(LIST, waiting_page.handler)
    assert (
        "Pada bawahan Anda masih menunggu 2 dokumen, yang terlama 1 jam 1 menit kerja" in page.text
    )


def test_when_nothing_waits_the_page_says_so(world: World) -> None:
    page = device(world, "kadis").get(LIST, waiting_page.handler)
    assert "Tidak ada yang menunggu jawaban Anda" in page.text

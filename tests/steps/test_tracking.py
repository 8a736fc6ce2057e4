"""The tracking page: a stranger learns nothing, and whatever it does happens once."""

import re
from datetime import timedelta
from typing import Any

import pytest

from intake import tracking
from menwa.case import DESK, START, CaseFile
from menwa.recipient import Recipient
from menwa.tracking_links import LIVES, tracking_token, tracking_url
from menwa.types import Status, new_case_id
from tests.builders import (
    CASE_ID,
    NOW,
    OFFICE,
    PHONE,
    a_case,
    a_delivered_file,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
)
from tests.steps.calling import Reply, requested
from tests.steps.world import URL, World

KEY = "the-person-key"
ENDING = PHONE[-4:]


def look_for(code: str = CASE_ID, ending: str = ENDING, **more: Any) -> Reply:
    return requested(
        tracking.handler, "POST", "/lacak", form={"code": code, "ending": ending}, **more
    )


def link_of(file: CaseFile, moment: Any = NOW) -> str:
    return f"/lacak/{tracking_token(file.case, KEY, moment)}"


def get(path: str, **query: str) -> Reply:
    return requested(tracking.handler, "GET", path, query=query)


def post(path: str, **form: str) -> Reply:
    return requested(tracking.handler, "POST", path, form=form)


def bare(reply: Reply, *but: str) -> tuple[int, str]:
    text = reply.text
    for word in but:
        text = text.replace(word, "…")
    return reply.status, text


def test_the_code_and_the_phones_last_digits_open_it(world: World) -> None:
    world.have(a_file(wait=a_wait(waiting_for=START)))
    found = look_for("mw 0000000000 0")
    assert found.status == 303
    page = get(found.headers["Location"])
    assert page.status == 200
    assert "Kami sedang mencari dokumen Anda." in page.text
    assert CASE_ID in page.text


def test_nothing_personal_stands_on_the_page(world: World) -> None:
    file = world.have(a_delivered_file())
    page, person = get(link_of(file)).text, an_applicant()
    known = [person.nik, person.name, person.phone, PHONE[-4:], "9971011103190001", "TAMBUSAI"]
    assert [word for word in known if word in page] == []


def test_whatever_does_not_fit_is_answered_the_same(world: World) -> None:
    world.have(a_file(wait=a_wait(waiting_for=START)))
    unproven = a_case(id=new_case_id(), proof_hash="another")
    world.store.create(unproven)
    answers = {
        bare(look_for(CASE_ID, "9999"), CASE_ID, "9999"),
        *(bare(look_for(code, ENDING), code, ENDING) for code in (new_case_id(), unproven.id)),
    }
    [(status, page)] = answers
    assert status == 422
    assert "tidak cocok" in page


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("  ", "Kode permintaan masih kosong."),
        ("menwa AB12-CD34", "Itu kode untuk dikirim di WhatsApp. Kode permintaan diawali MW"),
        ("MW-1234", "Kode itu belum lengkap atau ada yang keliru."),
        (f"{CASE_ID[:-1]}1", "Kode itu belum lengkap atau ada yang keliru."),
    ],
)
def test_what_can_be_no_code_is_told_so_and_is_no_try(
    world: World, code: str, sentence: str
) -> None:
    world.have(a_file(wait=a_wait(waiting_for=START)))
    before = world.all_items()
    for _ in range(6):
        page = look_for(code)
        assert page.status == 422
        assert page.text.count(sentence) == 2  # on top, and beside its field
    assert world.all_items() == before
    assert look_for().status == 303


def test_after_five_wrong_tries_the_right_one_is_wrong_too_for_an_hour(world: World) -> None:
    world.have(a_file(wait=a_wait(waiting_for=START)))
    assert {look_for(ending=f"000{turn}").status for turn in range(5)} == {422}
    wrong, right = look_for(ending="9999"), look_for()
    assert bare(right, ENDING) == bare(wrong, "9999")
    world.clock.pass_by(hours=1)
    assert look_for().status == 303


def test_whoever_knows_it_may_look_as_often_as_they_like(world: World) -> None:
    world.have(a_file(wait=a_wait(waiting_for=START)))
    assert {look_for().status for _ in range(8)} == {303}


def test_an_address_that_asks_very_often_has_to_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.have(a_file(wait=a_wait(waiting_for=START)))
    monkeypatch.setattr("menwa.limits.BY_ADDRESS", 2)
    assert [look_for().status for _ in range(3)] == [303, 303, 429]
    assert int(look_for().headers["Retry-After"]) > 0


KEPT: list[tuple[Status, str, bool]] = [
    (Status.RETURNED, "not_matched", False),
    (Status.AT_DESK, "right_unknown", True),
    (Status.WITH_OFFICIAL, "none", True),
    (Status.RETURNED, "superseded", False),
]


def test_until_the_right_is_known_all_that_was_found_looks_the_same(world: World) -> None:
    pages, cancelled = set(), set()
    for status, reason, waits in KEPT:
        case = a_proven_case(
            id=new_case_id(),
            proof_hash=reason,
            status=status,
            reason=reason,
            ended_at=None if waits else NOW,
        )
        wait = a_wait(since=NOW + timedelta(minutes=5)) if waits else None
        path = link_of(world.have(a_file(case, wait=wait)))
        pages.add(bare(get(path), path, case.id))
        assert bare(post(f"{path}/lagi"), path) == bare(post(f"{path}/data-salah", words="x"), path)
        assert get(f"{path}/batal").status == 200
        assert post(f"{path}/batal").status == 303
        cancelled.add(bare(get(path), path, case.id))
    assert len(pages) == len(cancelled) == 1
    assert "sudah dibatalkan" in cancelled.pop()[1]


def test_looking_changes_nothing(world: World) -> None:
    path = link_of(world.have(a_delivered_file()))
    before = world.items()
    for beyond in ("", "/data-salah", "/batal"):
        get(path + beyond)
    get("/lacak")
    assert world.items() == before


def test_a_cancelled_request_needs_no_answer_any_more(world: World) -> None:
    case = a_proven_case(status=Status.AT_DESK, reason="look_up")
    path = link_of(world.have(a_file(case, wait=a_wait(asked="siak"))))
    assert "Ya, batalkan" in get(f"{path}/batal").text
    assert [post(f"{path}/batal").status for _ in range(2)] == [303, 303]
    assert world.procedure.answers == [("task-token", {"error": "Withdrawn"})]
    assert "sudah dibatalkan" in get(path).text
    assert [entry.act for entry in world.file().entries] == ["withdrawn"]


def test_what_has_arrived_meanwhile_is_not_cancelled(world: World) -> None:
    path = link_of(world.have(a_delivered_file()))
    assert get(f"{path}/batal").status == 303
    after = post(f"{path}/batal")
    assert (after.status, after.headers["Location"]) == (303, path)
    assert world.file().case.status is Status.DELIVERED


def test_it_is_asked_for_again_once(world: World) -> None:
    path = link_of(world.have(a_delivered_file()))
    assert "Minta PDF sekali lagi" in get(path).text
    assert [post(f"{path}/lagi").status for _ in range(2)] == [303, 303]
    assert world.begun() == [f"{CASE_ID}-2"]
    assert "Kami sedang mencari dokumen Anda." in get(path).text
    assert "Minta PDF sekali lagi" not in get(path).text


def test_wrong_data_reaches_the_desk_with_its_description(world: World) -> None:
    path, words = link_of(world.have(a_delivered_file())), "Nama ibu keliru, seharusnya Aminatun"
    world.secrets.add("Aminatun")
    assert post(f"{path}/data-salah").status == 422
    assert [post(f"{path}/data-salah", words=words).status for _ in range(2)] == [303, 303]
    file = world.file()
    assert file.wait is not None
    assert (file.wait.waiting_for, file.wait.reason) == (DESK, "wrong_data")
    assert list(file.notes.values()) == [words]
    assert "sedang diperiksa petugas kami" in get(path).text


def test_another_sites_form_does_nothing(world: World) -> None:
    path, before = link_of(world.have(a_delivered_file())), world.items()
    foreign = {"sec-fetch-site": "cross-site"}
    for beyond in ("/lagi", "/batal", "/data-salah"):
        reply = requested(
            tracking.handler, "POST", path + beyond, form={"words": "x"}, headers=foreign
        )
        assert reply.status == 403
    assert look_for(headers=foreign).status == 403
    assert world.items() == before


def test_a_link_is_of_use_only_as_it_was_made(world: World) -> None:
    file = world.have(a_delivered_file())
    path = link_of(file)
    assert tracking_url(URL, file.case, KEY, NOW) == URL + path
    gone = {
        "changed": path[:-1] + ("A" if path[-1] != "A" else "B"),
        "another case's": path.replace("00000000000", new_case_id()[3:]),
        "too old": link_of(file, NOW - LIVES),
        "of the number before": link_of(
            file.updated(identity=Recipient(phone="+6289900009999")), NOW
        ),
        "no link": "/lacak/x",
    }
    assert {which: get(other).status for which, other in gone.items()} == dict.fromkeys(gone, 404)
    assert {post(f"{other}/batal").status for other in gone.values()} == {404}


def test_it_can_be_seen_as_long_as_it_can_be_asked_for_again(world: World) -> None:
    world.have(a_delivered_file())
    world.clock.pass_by(days=OFFICE.ask_again_days - 1)
    assert look_for().status == 303
    world.clock.pass_by(days=1)
    assert look_for().status == 422


@pytest.mark.parametrize("beyond", ["", "/data-salah"])
def test_in_english_too(world: World, beyond: str) -> None:
    path = link_of(world.have(a_delivered_file()))
    page = get(path + beyond, lang="en").text
    said = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert "Data pada" not in said
    assert "lang=en" in page

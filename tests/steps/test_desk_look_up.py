"""An officer looks a document up in SIAK and says at the desk what stood there."""

from typing import Any

import pytest

from check_siak import desk
from check_siak.settling import desk_id
from menwa import aws
from menwa.case import CaseFile, Claim
from menwa.documents import DocumentStore
from menwa.types import Status, new_case_id
from tests.builders import (
    CASE_ID,
    NOW,
    a_cleared_case,
    a_file,
    a_proven_case,
    a_wait,
    an_applicant,
    found,
    staged,
)
from tests.steps.calling import Reply, requested
from tests.steps.world import STAGING, World

NUMBER = "9971011103190001"
PATH = f"/meja/{CASE_ID}"
SIGNED = {
    "answer": "signed",
    "right": "yes",
    "active": "yes",
    "number": NUMBER,
    "name": "Nurhayati",
}
RUDI = Claim(
    officer="rudi.hartono",
    name="Contoh Rudi Hartono",
    since=NOW,
    until=NOW.replace(minute=15),
)


def waiting(world: World, reason: str = "look_up", **changes: Any) -> CaseFile:
    world.writes()
    case = a_proven_case(status=Status.AT_DESK, reason=reason, **changes)
    return world.have(a_file(case, wait=a_wait(asked="siak", reason=reason)))


def say(path: str = PATH, officer: str = "siti.aminah", **form: str) -> Reply:
    return requested(desk.handler, "POST", path, form=form, officer=officer)


def shown(path: str = PATH, **query: str) -> Reply:
    return requested(desk.handler, "GET", path, officer="siti.aminah", query=query)


def test_signed_waits_for_the_pdf_and_leads_to_where_it_is_brought(world: World) -> None:
    waiting(world)
    page = say(**SIGNED)
    assert (page.status, page.headers["Location"]) == (303, PATH)
    file = world.file()
    assert (file.case.right, file.case.reason) == ("officer", "pdf_awaited")
    assert world.procedure.answers == []
    assert world.texts() == []
    assert f'href="/unggah?permintaan={CASE_ID}"' in shown().text
    assert "PDF ditunggu" in shown().text


def test_signed_goes_on_at_once_where_the_pdf_was_there_before(world: World) -> None:
    waiting(world, staged=staged(siak_id=desk_id("kk", NUMBER)))
    assert "berjalan lagi" in say(**SIGNED).text
    assert world.procedure.answers == [("task-token", {"found": "signed", "reason": "none"})]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"answer": "not_found"}, "belum dapat mencocokkan data Anda"),
        ({"answer": "inactive"}, "belum dapat mencocokkan data Anda"),
        ({"answer": "hand_signed", "right": "unsure"}, "belum dapat mencocokkan data Anda"),
        ({"right": "no"}, "belum dapat mencocokkan data Anda"),
        ({"answer": "inactive", "right": "yes"}, "yang lebih baru"),
        ({"answer": "hand_signed", "right": "yes"}, "ditandatangani dengan tangan"),
        ({"answer": "elsewhere", "right": "yes"}, "kota atau kabupaten lain"),
        (SIGNED | {"active": "no"}, "yang lebih baru"),
    ],
)
def test_what_ends_is_said_as_it_is_only_to_whom_it_may_concern(
    world: World, form: dict[str, str], words: str
) -> None:
    waiting(world)
    assert "Pemohon sudah diberi tahu" in say(**form).text
    assert world.file().case.status is Status.RETURNED
    assert [words in text for text in world.texts()] == [True]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Pilih juga apa yang Anda lihat di SIAK"),
        ({"right": "yes"}, "Pilih juga apa yang Anda lihat di SIAK"),
        ({"answer": "signed", "active": "yes"}, "Jawab dulu apakah pemohon berhak"),
        (SIGNED | {"active": ""}, "masih aktif di SIAK"),
        (SIGNED | {"number": "12"}, "Isi nomor dokumen seperti tertulis"),
        (SIGNED | {"name": ""}, "Isi nama seperti tertulis"),
        ({"answer": "wrong_entry"}, "Tulis data apa yang salah"),
        ({"answer": "again", "right": "yes"}, "Pilih juga apa yang Anda lihat di SIAK"),
    ],
)
def test_what_is_missing_is_said_beside_it_and_nothing_is_written(
    world: World, form: dict[str, str], sentence: str
) -> None:
    waiting(world)
    before = world.items()
    page = say(**form)
    assert page.status == 422
    assert sentence in page.text
    assert world.items() == before


def test_what_was_typed_is_kept(world: World) -> None:
    waiting(world)
    page = say(**SIGNED | {"active": "", "name": "<b>Nur</b>"}).text
    assert 'value="&lt;b&gt;Nur&lt;/b&gt;"' in page
    assert 'name="answer" value="signed" checked' in page
    assert 'name="right" value="yes" checked' in page


def test_the_form_begins_with_what_was_asked(world: World) -> None:
    waiting(world)
    page = shown().text
    assert f'name="number" type="text" value="{NUMBER}"' in page
    assert f'name="name" type="text" value="{an_applicant().name}"' in page


def test_of_a_death_certificate_the_name_is_left_to_the_officer(world: World) -> None:
    waiting(world, document_type="akta_kematian", number="1471-KM-1")
    assert 'name="name" type="text" value=""' in shown().text


def test_a_wrong_entry_names_what_is_wrong_and_waits_for_its_mending(world: World) -> None:
    waiting(world)
    assert say(answer="wrong_entry", reason="Nama istri keliru").status == 200
    assert world.procedure.answers == [("task-token", {"found": "desk", "reason": "wrong_entry"})]
    assert list(world.file().notes.values()) == ["Nama istri keliru"]
    assert world.texts() == []


def test_whoever_entered_the_request_cannot_state_its_right(world: World) -> None:
    waiting(world, entered_by="siti.aminah")
    page = say(**SIGNED)
    assert page.status == 422
    assert "petugas lain yang memastikannya" in page.text
    assert "KTP-el dilihat oleh Contoh Siti Aminah" in page.text
    assert say(officer="rudi.hartono", **SIGNED).status == 303
    assert world.file().case.right == "officer"


def test_a_claim_shows_who_works_on_it_and_closes_the_answers_to_others(world: World) -> None:
    waiting(world)
    assert say(f"{PATH}/klaim", officer="rudi.hartono", answer="claim").status == 303
    page = shown().text
    assert "Sedang dikerjakan oleh <strong>Contoh Rudi Hartono</strong>" in page
    assert 'id="jawaban"' not in page
    assert say(**SIGNED).status == 409
    assert say(f"{PATH}/klaim", answer="claim").status == 303
    claim = world.file().wait
    assert claim is not None
    assert claim.claim == RUDI
    assert say(officer="rudi.hartono", **SIGNED).status == 303


def test_a_claim_lapses_after_a_quarter_of_an_hour(world: World) -> None:
    waiting(world)
    say(f"{PATH}/klaim", officer="rudi.hartono", answer="claim")
    world.clock.pass_by(minutes=15)
    assert 'id="jawaban"' in shown().text
    assert say(**SIGNED).status == 303


def test_a_claim_can_be_given_back(world: World) -> None:
    waiting(world)
    say(f"{PATH}/klaim", answer="claim")
    assert "Lepaskan" in shown().text
    say(f"{PATH}/klaim", answer="let_go")
    assert "Saya kerjakan" in shown().text


def test_another_request_for_the_same_document_is_shown_beside_and_its_view_is_logged(
    world: World,
) -> None:
    waiting(world)
    other = new_case_id()
    applicant = an_applicant(name="Contoh Orang Lain", phone="+6289900000999")
    world.secrets |= {"Contoh Orang Lain", "89900000999"}
    world.have(a_file(a_proven_case(id=other, proof_hash=other, applicant=applicant)))
    third = new_case_id()
    world.have(a_file(a_proven_case(id=third, proof_hash=third, number="9971011103190009")))
    fourth = new_case_id()
    world.have(a_file(a_proven_case(id=fourth, proof_hash=fourth, document_type="skpwni")))
    page = shown().text
    assert fourth not in page
    assert "Contoh Orang Lain" in page
    assert "nomor lain, berakhiran 0999" in page
    assert third not in page
    assert f'"beside":["{other}"]' in world.logs.getvalue()


@pytest.mark.parametrize("typed", [CASE_ID, CASE_ID.lower().replace("-", ""), an_applicant().nik])
def test_a_case_is_found_by_its_code_and_by_the_applicants_nik(world: World, typed: str) -> None:
    waiting(world)
    page = say("/meja/cari", cari=typed)
    assert (page.status, page.headers["Location"]) == (303, PATH)


def test_several_cases_of_one_number_are_listed_without_a_person(world: World) -> None:
    waiting(world)
    other = new_case_id()
    world.have(a_file(a_cleared_case(id=other, proof_hash=other)))
    page = say("/meja/cari", cari="9971-0111-0319-0001").text
    assert f'href="{PATH}"' in page
    assert f'href="/meja/{other}"' in page
    assert an_applicant().name not in page


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("typed", ["***", "MW-0000000000A", "MW-00000000011", "1234"])
def test_what_nobody_asked_for_is_not_found(typed: str) -> None:
    page = say("/meja/cari", cari=typed)
    assert page.status == 200
    assert "Tidak ditemukan" in page.text


@pytest.mark.usefixtures("world")
def test_a_search_for_nothing_says_what_to_fill_in() -> None:
    page = say("/meja/cari", cari=" ").text
    assert "Isi dulu kode, NIK, atau nomor" in page
    assert "Tidak ditemukan" not in page


def test_the_queue_is_read_in_few_calls(world: World) -> None:
    for _ in range(3):
        case_id = new_case_id()
        case = a_proven_case(id=case_id, proof_hash=case_id)
        world.have(a_file(case, wait=a_wait(asked="siak", reason="look_up")))
    asked: list[str] = []

    def note(model: Any, **_: Any) -> None:
        asked.append(model.name)

    aws.dynamodb().meta.events.register("before-call.dynamodb", note)
    try:
        page = shown("/meja", tampil="look_up")
    finally:
        aws.dynamodb().meta.events.unregister("before-call.dynamodb", note)
    assert page.text.count('scope="row"') == 3
    assert asked.count("BatchGetItem") == 1
    # who waits, who asks for help on WhatsApp, and which officials cannot be reached
    assert asked.count("Query") == 3


def test_a_page_of_the_pdf_is_shown_only_where_its_case_has_it(world: World) -> None:
    unread = staged(text_holds=False, pages=1)
    waiting(world, "pdf_to_confirm", found=found(), staged=unread, right="officer")
    DocumentStore(aws.s3(), STAGING).keep_pages(unread.sha256, [b"picture"])
    page = shown(f"{PATH}/halaman/1", pdf=unread.sha256)
    assert (page.status, page.text, page.headers["Content-Type"]) == (200, "picture", "image/png")
    assert f'src="{PATH}/halaman/1?pdf={unread.sha256}"' in shown().text
    assert shown(f"{PATH}/halaman/1", pdf="b" * 64).status == 404
    assert '"page":1' in world.logs.getvalue()
    for number in ("0", "2", "x", "-1"):
        assert shown(f"{PATH}/halaman/{number}", pdf=unread.sha256).status == 404


def test_a_confirmed_pdf_goes_and_the_officer_stands_for_it(world: World) -> None:
    unread = staged(text_holds=False, pages=1)
    waiting(world, "pdf_to_confirm", found=found(), staged=unread, right="officer")
    assert say(answer="pdf_confirmed", pdf=unread.sha256).status == 200
    assert world.procedure.answers == [("task-token", {"found": "signed", "reason": "none"})]
    kept = world.file().case.staged
    assert kept is not None
    assert kept.confirmed_by == "siti.aminah"


def test_a_script_is_served_under_the_name_of_its_content(world: World) -> None:
    waiting(world)
    page = shown()
    address = page.text.partition('<script src="')[2].partition('"')[0]
    script = shown(address)
    assert script.status == 200
    assert "immutable" in script.headers["Cache-Control"]
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert shown("/meja/skrip/desk-000000000000.js").status == 404


def test_a_word_about_one_phone_is_none_about_another_that_came_meanwhile(world: World) -> None:
    """The officer has called the old number; while they did, another phone has been proven."""
    before = waiting(world, "right_unknown", found=found(), staged=staged(), right=None)
    page = shown().text
    screen = page.partition('name="screen" value="')[2].partition('"')[0]
    elsewhere = before.case.applicant.model_copy(update={"phone": "+6289900000999"})
    world.store.save(world.file(), world.file().updated(applicant=elsewhere, number_by="budi"))
    answered = say(right="yes", screen=screen)
    assert answered.status == 409
    assert "baru saja berubah" in answered.text
    assert world.file().case.right is None
    assert world.procedure.answers == []


def test_a_form_that_was_never_on_the_screen_decides_nothing(world: World) -> None:
    waiting(world)
    assert say(**SIGNED, screen="").status == 409
    assert world.file().case.found is None


DROPPED = {"looked_up_by": "siti.aminah", "subject_name": an_applicant().name}


def test_a_pdf_alone_says_no_name_that_siak_has(world: World) -> None:
    case = a_proven_case(status="at_desk", reason="look_up", found=found(**DROPPED))
    world.have(a_file(case, wait=a_wait(asked="siak", reason="look_up")))
    page = shown().text
    assert page.count(an_applicant().name) == 2, "what was asked for, and the field to fill in"
    assert "H. SYAHRIAL" not in page


@pytest.mark.parametrize("kind", ["akta_kelahiran", "akta_kematian"])
def test_a_childs_or_a_dead_persons_name_is_not_guessed(world: World, kind: str) -> None:
    case = a_proven_case(status="at_desk", reason="look_up", document_type=kind)
    world.have(a_file(case, wait=a_wait(asked="siak", reason="look_up")))
    assert 'name="name" type="text" value=""' in shown().text

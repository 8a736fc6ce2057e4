"""Unsigned documents: officials answer on their own devices, where they read, in few taps."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from playwright.sync_api import Locator, Page

from local.demo.officials import Official
from local.demo.people import until
from local.demo.stage import Stage
from menwa.card import first_broken
from menwa.case import Case, CaseFile
from menwa.cases import CaseStore, Link
from menwa.clock import utc_now
from menwa.recipient import Recipient
from menwa.types import LEVELS, Level, Status, new_case_id
from tests.builders import a_case, a_wait, found
from tests.office.form import overflows
from tests.office.mishaps import Mishaps
from tests.office.walking import at_desk, case_when, holds_exactly, on_their_device, told, words
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

TAPS: dict[Level, str] = {"kasi": "Sudah diajukan", "kabid": "Sudah diajukan", "kadis": "Sudah TTE"}
MANY = 40
BUNDLED = "the-token-of-a-letter-about-forty-documents"


def test_three_officials_answer_in_two_taps_each_and_the_pdf_arrives(
    stage: Stage, phone_browser: Watch
) -> None:
    scene = stage.scene("dok-033")
    case_id = scene.begin()
    for level in LEVELS:
        official = stage.official(scene.document["document_type"], level)
        link = until(f"a letter to the {level}", partial(official.link_to, case_id))
        forwarded = stage.http.get(link).text
        page = on_their_device(phone_browser, stage, official, link)
        if level == "kadis":
            sign_in_siak(page, scene.id)
        _, holder = stage.office.office.official(scene.document["document_type"], level)
        assert holder.title not in words(forwarded)
        answer_in_two_taps(page, official, case_id, TAPS[level])
    file = stage.ended(case_id)
    assert holds_exactly(stage, scene, case_id)
    asked = [entry for entry in file.entries if entry.step in {3, 4, 5}]
    assert [entry.paraf for entry in asked] == ["NH", "RM", "RW"]
    assert all(entry.taken_up_at for entry in asked)
    assert "Anda tidak perlu melakukan apa-apa" in told(scene.citizen.phone, case_id)


def test_an_official_who_was_too_early_is_asked_again_and_reads_what_siak_says(
    stage: Stage,
) -> None:
    """Signed is never believed: SIAK still says no, and it is the Kabid's turn once more."""
    scene = stage.scene("dok-041")
    case_id = scene.begin()
    kasi, kabid = (
        stage.official(scene.document["document_type"], level) for level in ("kasi", "kabid")
    )
    kasi.answer(case_id, "submitted")
    kabid.answer(case_id, "signed")
    file = case_when(stage, case_id, "looked at again", lambda file: len(file.entries) == 5)
    title = stage.office.office.official(scene.document["document_type"], "kabid")[1].title
    assert (file.entries[-1].act, file.entries[-1].handed_to) == ("unsigned", title)
    question = f"/pejabat/tunggu/{case_id}"
    until("the second question", lambda: "answer" in kabid.get(question).text or None)
    assert "di SIAK masih belum TTE" in words(kabid.get(question).text)
    stage.change(scene.id, signed=True)
    kabid.answer(case_id, "signed")
    stage.ended(case_id)
    arrived = holds_exactly(stage, scene, case_id)
    stage.change(scene.id, signed=False)
    assert arrived


def test_time_is_asked_for_and_what_is_another_fields_goes_to_whose_it_is(
    stage: Stage, phone_browser: Watch, mishaps: Mishaps
) -> None:
    scene = stage.scene("dok-041")
    case_id = scene.begin()
    kasi = stage.official(scene.document["document_type"], "kasi")
    link = until("a letter", lambda: kasi.link_to(case_id))
    page = on_their_device(phone_browser, stage, kasi, link)
    page.goto(link)
    page.get_by_text("Belum, saya proses sampai …").click()
    page.get_by_label("Selesai paling lambat").select_option(index=2)
    page.get_by_role("button", name="Belum, saya proses sampai hari itu").click()
    page.get_by_text("Anda minta waktu sampai").wait_for()
    page.goto(link)
    page.get_by_text("Bukan bidang saya").click()
    other = next(
        kind
        for kind, document in stage.office.office.documents.items()
        if not document.never_a_pdf and document.kasi not in {_post(stage, case_id), ""}
    )
    title = stage.office.office.official(other, "kasi")[1].title
    page.get_by_text(title, exact=True).click()
    page.get_by_role("button", name="Alihkan kepada pejabat itu").click()
    page.get_by_text(title).wait_for()
    assert not overflows(page)
    mishaps.sweep()  # writes the other official's letter
    stage.official(other, "kasi").answer(case_id, "wrong_entry", reason="Nama ayah salah")
    file = at_desk(stage, case_id)
    acts = [entry.act for entry in file.entries if entry.step == 3]
    assert acts == ["not_yet", "rerouted", "wrong_entry"]
    assert first_broken(file.entries, file.case.card_length, file.case.card_head) is None


def test_the_kadis_clears_forty_in_three_taps(
    stage: Stage, forty: list[str], phone_browser: Watch
) -> None:
    kadis = stage.official("kk", "kadis")
    page = on_their_device(phone_browser, stage, kadis, f"/k/{BUNDLED}")
    page.goto(f"/k/{BUNDLED}")  # the letter's button
    assert page.get_by_role("checkbox").count() >= MANY
    assert not overflows(page)
    page.get_by_role("button", name="Pilih semua").first.click()
    page.get_by_role("button", name="Sudah TTE", exact=True).click()
    page.get_by_role("heading", name="jawaban sudah dicatat").wait_for()
    assert not overflows(page)
    for case_id in forty:
        [entry] = stage.office.file(case_id).entries
        assert (entry.act, entry.step, entry.paraf) == ("answered_signed", 5, "RW")


@pytest.fixture
def forty(stage: Stage) -> Iterator[list[str]]:
    """Cases that wait for the Kadis, of whom nobody else knows; and a letter about them all."""
    engine = stage.office.engine
    client, table = engine.aws.client("dynamodb"), engine.template.tables[0].physical_name
    store, now = CaseStore(client, table), utc_now()
    ids = [new_case_id() for _ in range(MANY)]
    for place, case_id in enumerate(ids):
        wait = a_wait(waiting_for="kadis", asked="kadis", since=now - timedelta(minutes=place))
        unproven = _waiting_case(case_id)
        store.create(unproven)
        proven = {"status": Status.WITH_OFFICIAL, "proven_at": now, "expires_at": None}
        case = unproven.model_copy(update={**proven, "found": found(signed=False)})
        file = CaseFile(case.model_copy(update={"identity": Recipient(phone="+6289900009998")}))
        link = (BUNDLED, _letters_link()) if place == 0 else None
        store.save(CaseFile(unproven), file.opened(wait), link=link)
    yield ids
    for case_id in ids:
        for item in client.query(
            TableName=table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"CASE#{case_id}"}},
        )["Items"]:
            client.delete_item(TableName=table, Key={key: item[key] for key in ("pk", "sk")})


def _waiting_case(case_id: str) -> Case:
    return a_case(id=case_id, proof_hash=case_id, created_at=utc_now())


def _letters_link() -> Link:
    until_then = utc_now() + timedelta(days=1)
    expires_at = int(until_then.timestamp())
    return Link(
        case_id=None,
        official="kadis",
        level="kadis",
        visit=None,
        valid_until=until_then,
        expires_at=expires_at,
    )


def _post(stage: Stage, case_id: str) -> str:
    wait = stage.office.file(case_id).wait
    return wait.waiting_for if wait else ""


def sign_in_siak(page: Page, document_id: str) -> None:
    page.goto("/_kantor/siak")
    row = page.locator(f"#{document_id}")
    row.get_by_role("button", name="Tandatangani").click()
    row.get_by_text("sudah TTE").wait_for()


def answer_in_two_taps(page: Page, official: Official, case_id: str, tap: str) -> None:
    """One on the link, one on the answer."""
    by_mail = until("a letter", lambda: _mail(page, official, case_id) or _shown(page, official))
    letter = by_mail.filter(has_text=case_id).last
    with page.context.expect_page() as opened:
        letter.get_by_role("link").last.click(modifiers=["ControlOrMeta"])
    question = opened.value
    assert not overflows(question)
    question.get_by_role("button", name=tap, exact=True).click()
    question.get_by_role("heading", name="Terima kasih, jawaban Anda sudah dicatat").wait_for()


def _mail(page: Page, official: Official, case_id: str) -> Locator | None:
    page.goto("/_kantor/surel")
    letters = page.locator("section").filter(has_text=case_id).filter(has_text=official.mail)
    return letters if letters.count() else None


def _shown(page: Page, official: Official) -> Locator:
    page.goto(f"/_kantor/hp/{official.phone.number}")
    return page.locator("article")

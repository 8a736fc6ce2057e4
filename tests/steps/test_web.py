"""The citizen's form over HTTP: a question a page, mended where it is wrong, sent once."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlencode

import pytest

from intake import web
from menwa import aws
from menwa.form_links import FormLinks
from menwa.limits import BY_ADDRESS, FOR_PHONE, WITH_NIK, Limits
from menwa.recipient import Recipient
from menwa.types import Status
from tests.builders import NOW, OFFICE, PHONE, a_case, an_applicant
from tests.steps.calling import FORM, Reply, http_event, invoked, requested
from tests.steps.filling import AT_ONCE, Walk, code_on
from tests.steps.world import TABLE, World

PERSON_KEY = "the-person-key"
BIRTH = {
    "document": {"document_type": "akta_kelahiran"},
    "whom": {"whom": "child"},
    "subject": {"subject_name": "Bintang Putra Riau", "subject_nik": ""},
    "number": {"number": "1471 lu 05032021 0012"},
}


def sent(**typed: str) -> Reply:
    """All of it at once, as its last page sends it."""
    return requested(web.handler, "POST", "/permohonan", form=AT_ONCE | typed)


def cases(world: World) -> list[dict[str, Any]]:
    return [item for item in world.items() if item["sk"]["S"] == "CASE"]


@pytest.fixture
def limits(world: World) -> Limits:  # noqa: ARG001  whose table it is
    return Limits(aws.dynamodb(), TABLE, PERSON_KEY)


@pytest.mark.usefixtures("world")
def test_the_first_page_offers_each_document_of_the_office() -> None:
    page = requested(web.handler, "GET", "/")
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    for key, document in OFFICE.documents.items():
        assert f'name="document_type" value="{key}"' in page.text
        assert document.name in page.text
        assert document.purpose in page.text


def test_question_by_question_it_comes_to_stand_unproven_with_its_code_on_the_page(
    world: World,
) -> None:
    walk, asked = Walk(), []
    while walk.step != "send":
        asked.append(walk.step)
        walk.answer(**walk.answers[walk.step])
        assert world.items() == []
    assert asked == ["document", "number", "receipt", "nik", "name", "birth_date", "phone"]
    for shown in ("9971 0142 0977 0001", "2 September 1977", "0899 0000 0101", "79A", "LAPOR"):
        assert shown in walk.page.text
    page = walk.answer()
    known = world.store.code(code_on(page))
    assert known is not None
    case = world.file(known.case_id).case
    assert (case.status, case.identity, case.version) == (Status.UNPROVEN, None, 0)
    assert (case.document_type, case.number) == ("kk", "9971011103190001")
    assert case.applicant == an_applicant()
    assert case.created_at == NOW
    assert case.expires_at == int((NOW + timedelta(hours=24)).timestamp())
    assert world.begun() == []
    link = re.search(r'href="(https://wa\.me/[^"]+)"', page.text)
    assert link
    assert unquote(link[1]).startswith("https://wa.me/62811000714?text=MENWA ")
    assert "<strong>0101</strong>" in page.text
    assert PHONE not in page.text
    assert "Jangan berikan kode ini kepada siapa pun" in page.text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page.text
    assert code_on(page) not in str(world.items())


def test_a_page_that_is_sent_twice_asks_once(world: World) -> None:
    walk = Walk().to("send")
    last = walk.hidden
    first, again = walk.answer(), None
    for _ in range(2):
        body = urlencode(last)
        again = requested(
            web.handler, "POST", "/permohonan", body=body, headers={"Content-Type": FORM}
        )
    assert again is not None
    assert code_on(first) == code_on(again)
    assert len(cases(world)) == 1
    assert code_on(sent()) != code_on(first)
    assert len(cases(world)) == 2


def test_a_proven_request_is_not_asked_for_again_by_its_page(world: World) -> None:
    walk = Walk().to("send")
    last = urlencode(walk.hidden)
    known = world.store.code(code_on(walk.answer()))
    assert known is not None
    before = world.file(known.case_id)
    world.store.save(before, before.updated(status=Status.CHECKING, proven_at=NOW))
    headers = {"Content-Type": FORM}
    again = requested(web.handler, "POST", "/permohonan", body=last, headers=headers)
    assert again.status == 200
    assert world.file(known.case_id).case.proven_at == NOW


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("step", "typed", "sentence"),
    [
        ("document", {"document_type": "paspor"}, "Pilih dokumen yang Anda perlukan"),
        ("number", {"number": ""}, "Nomor KK masih kosong"),
        ("number", {"number": "997101110319000"}, "baru 15 angka, kurang 1"),
        ("nik", {"nik": "123"}, "NIK terdiri dari 16 angka"),
        ("nik", {"nik": "99710142O9770001"}, "Di sini ada &#34;O&#34;"),
        ("name", {"name": ""}, "Nama lengkap masih kosong"),
        ("birth_date", {"birth_day": "31", "birth_month": "2"}, "Tidak ada tanggal 31-2-1977"),
        ("phone", {"phone": "0761 000000"}, "Nomor WhatsApp diawali 08"),
    ],
)
def test_a_wrong_answer_comes_back_with_what_is_wrong(
    step: str, typed: dict[str, str], sentence: str
) -> None:
    walk = Walk().to(step)
    page = walk.answer(**walk.answers[step] | typed)
    assert page.status == 422
    assert walk.step == step
    assert page.text.count(sentence) == 2  # on top, and beside its field
    assert "Ada yang perlu diperbaiki" in page.text
    if step not in {"document", "birth_date"}:
        assert f'value="{next(iter(typed.values()))}"' in page.text


@pytest.mark.usefixtures("world")
def test_what_was_typed_is_kept_and_written_as_text() -> None:
    walk = Walk().to("name")
    walk.answer(name="Siti <b>Aminah</b>")
    walk.to("send")
    assert "Siti &lt;b&gt;Aminah&lt;/b&gt;" in walk.page.text
    assert "<b>" not in walk.page.text


@pytest.mark.usefixtures("world")
def test_one_may_go_back_to_any_answer_and_loses_none() -> None:
    walk = Walk().to("birth_date")
    walk.answer(birth_day="3", go="back")
    assert (walk.step, 'value="Nurhayati Lubuk Puding"' in walk.page.text) == ("name", True)
    walk.answer(name="Nurhayati")
    assert walk.step == "birth_date"
    assert 'value="3"' in walk.page.text
    walk.to("send")
    walk.press("nik:0")
    assert 'value="9971 0142 0977 0001"' in walk.page.text
    walk.answer(nik="997101420977000", go="back")
    assert walk.step == "nik"  # it was left wrong: it is asked again
    walk.answer(nik="9971014209770002")
    assert walk.step == "send"
    assert "9971 0142 0977 0002" in walk.page.text


@pytest.mark.usefixtures("world")
def test_a_nik_that_shows_another_birthday_is_a_question_and_no_refusal() -> None:
    walk = Walk().to("birth_date")
    walk.answer(birth_day="9", birth_month="2", birth_year="1977")
    assert walk.title == "Benarkah tanggal lahir Anda 9 Februari 1977?"
    assert "menunjukkan tanggal lahir 2 September 1977" in walk.page.text
    walk.press("birth_date:0")
    walk.answer(birth_day="8", birth_month="2", birth_year="1977")
    assert walk.title == "Benarkah tanggal lahir Anda 8 Februari 1977?"
    walk.answer()
    assert walk.step == "phone"
    walk.to("send")
    assert "8 Februari 1977" in walk.page.text


def test_a_childs_certificate_names_the_child(world: World) -> None:
    walk = Walk()
    walk.answers |= BIRTH
    walk.to("send")
    for shown in ("Anak Anda", "Bintang Putra Riau", "1471-LU-05032021-0012"):
        assert shown in walk.page.text
    known = world.store.code(code_on(walk.answer()))
    assert known is not None
    subject = world.file(known.case_id).case.subject
    assert subject is not None
    assert (subject.relation, subject.name, subject.nik) == ("child", "Bintang Putra Riau", None)


@pytest.mark.usefixtures("world")
def test_a_childs_nik_is_shown_in_fours_however_it_was_typed() -> None:
    for typed in ("9971 0510 1020 0001", "9971051010200001"):
        walk = Walk()
        walk.answers |= BIRTH | {"subject": {**BIRTH["subject"], "subject_nik": typed}}
        assert "NIK 9971 0510 1020 0001" in walk.to("send").page.text


def test_several_documents_are_cases_of_their_own_that_one_code_proves(world: World) -> None:
    walk = Walk().to("send")
    walk.press("document:1")
    walk.answers |= BIRTH | {"number": {"number_unknown": "1"}}
    walk.to("send")
    walk.press("document:2")
    walk.press("back")  # thought better of it
    assert walk.step == "send"
    walk.press("document:2")
    walk.answers |= {"document": {"document_type": "skpwni"}}
    walk.answers |= {"number": {"number": "SKPWNI/1471/050326/0012"}}
    walk.to("send")
    assert "Surat pindah berlaku 30 hari" in walk.page.text
    code = world.store.code(code_on(walk.answer()))
    assert code is not None
    filed = [world.file(case_id).case for case_id in code.case_ids]
    assert [(one.document_type, one.number) for one in filed] == [
        ("kk", "9971011103190001"),
        ("akta_kelahiran", None),
        ("skpwni", "SKPWNI/1471/05032026/0012"),
    ]
    assert len({one.id for one in filed}) == 3
    assert {one.applicant.nik for one in filed} == {"9971014209770001"}


@pytest.mark.usefixtures("world")
def test_a_document_may_be_taken_out_again_and_another_kind_has_another_number() -> None:
    walk = Walk().to("send")
    walk.press("document:1")
    walk.answers |= BIRTH
    walk.to("send")
    walk.press("without:0")
    assert walk.step == "send"
    assert "Kartu Keluarga" not in walk.page.text.partition("Data Anda")[0]
    walk.press("document:0")
    walk.answer(document_type="biodata")
    assert walk.step == "whom"
    walk.answer(whom="self")
    assert walk.step == "number"
    assert "1471" not in re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", walk.page.text, flags=re.S)


@pytest.mark.parametrize("kind", [k for k, one in OFFICE.documents.items() if one.never_a_pdf])
def test_what_is_no_pdf_is_explained_and_stored_nowhere(world: World, kind: str) -> None:
    walk = Walk()
    document = OFFICE.documents[kind]
    page = walk.answer(document_type=kind)
    assert page.status == 200
    assert f"{document.name} tidak ada sebagai PDF" in page.text
    for said in (document.never_a_pdf, document.where or OFFICE.address, *document.bring):
        assert said in page.text
    walk.press("document:0")
    assert walk.step == "document"
    assert world.items() == []


@pytest.mark.usefixtures("world")
def test_it_is_there_in_english_from_its_link_to_its_end() -> None:
    walk = Walk("/?lang=en")
    while walk.step:
        assert '<html lang="en">' in walk.page.text
        walk.answer(**walk.answers.get(walk.step, {}))
    assert "Not finished yet" in walk.page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://jahat.test"},
    ],
)
def test_a_form_of_another_site_is_refused(world: World, headers: dict[str, str]) -> None:
    page = requested(web.handler, "POST", "/permohonan", form=AT_ONCE, headers=headers)
    assert page.status == 403
    assert world.items() == []


def test_a_form_of_our_own_page_is_taken(world: World) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    page = requested(web.handler, "POST", "/permohonan", form=AT_ONCE, headers=headers)
    assert page.status == 200
    assert len(cases(world)) == 1


@pytest.mark.parametrize("body", [b"", b"a=b", b"\xff\xfe=%ff", b"&".join([b"nik=1"] * 60)])
def test_a_body_that_is_no_form_of_ours_is_answered_with_the_form(
    world: World, body: bytes
) -> None:
    event = http_event("POST", "/permohonan", headers={"Content-Type": FORM})
    event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
    assert invoked(web.handler, event)["statusCode"] == 422
    assert world.items() == []


def test_of_a_field_that_comes_twice_the_first_counts(world: World) -> None:
    body = f"nik=123&{urlencode(AT_ONCE)}".encode()
    page = requested(web.handler, "POST", "/permohonan", body=body, headers={"Content-Type": FORM})
    assert page.status == 422
    assert 'value="123"' in page.text
    assert world.items() == []


def test_a_get_writes_nothing(world: World) -> None:
    for path in ("/", "/permohonan", "/mulai/nothing", "/skrip/nothing.js"):
        requested(web.handler, "GET", path)
    assert world.items() == []


def test_a_receipt_is_asked_for_only_where_it_proves_something(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(receipt="rs-7f3a-09c1-e45b")
    assert cases(world)[0]["receipt"]["S"] == "RS-7F3A-09C1-E45B"
    guessable = OFFICE.model_copy(update={"receipts_are_unguessable": False})
    monkeypatch.setattr(web.Environment, "office", lambda _: guessable)
    walk = Walk().to("number")
    walk.answer(number_unknown="1")
    assert walk.step == "nik"


@pytest.mark.usefixtures("world")
def test_the_address_of_a_sent_form_leads_to_a_new_one() -> None:
    reply = requested(web.handler, "GET", "/permohonan")
    assert (reply.status, reply.headers["Location"]) == (303, "/")


@pytest.mark.usefixtures("world")
def test_the_script_that_its_pages_name_is_served() -> None:
    walk = Walk().to("nik")
    found = re.search(r'<script src="(/skrip/[^"]+)" defer>', walk.page.text)
    assert found
    script = requested(web.handler, "GET", found[1])
    assert (script.status, "data-groups" in script.text) == (200, True)
    assert requested(web.handler, "GET", "/skrip/other.js").status == 404


def test_how_long_it_takes_is_told_from_what_waits_now(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Walk().to("send").page.text
    assert "biasanya 1 sampai 2 hari kerja; tanggalnya kami kabarkan." in page
    assert "menunggu petugas kami" not in page
    waiting = [NOW - timedelta(hours=3, minutes=20), NOW - timedelta(minutes=5)]
    monkeypatch.setattr(type(world.store), "waiting_since", lambda *_: waiting)
    page = Walk().to("send").page.text
    assert "Sekarang 2 permintaan menunggu petugas kami." in page
    assert "menit kerja" not in page


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("whom", "question", "nik"),
    [
        ("child", "Siapa nama anak Anda?", "NIK anak Anda (boleh dikosongkan)"),
        ("parent", "Siapa nama ayah atau ibu Anda?", "NIK ayah atau ibu Anda"),
        ("spouse", "Siapa nama suami atau istri Anda?", "NIK suami atau istri Anda"),
        ("other", "Siapa nama orang itu?", "NIK orang itu (boleh dikosongkan)"),
    ],
)
def test_whose_name_it_is_stands_in_the_question(whom: str, question: str, nik: str) -> None:
    walk = Walk()
    kind = next(key for key, one in OFFICE.documents.items() if whom in one.about)
    walk.answers |= BIRTH | {"document": {"document_type": kind}}
    walk.answers |= {"whom": {"whom": whom, "relation": "cucu"}}
    walk.to("subject")
    assert walk.title == question
    assert nik in walk.page.text
    assert ("orang itu" in walk.page.text) == (whom == "other")


@pytest.mark.usefixtures("world")
def test_the_page_of_all_answers_says_what_its_button_does_before_it_explains(token: str) -> None:
    chosen = {"/": "Lanjut ke WhatsApp", f"/mulai/{token}": "Kirim permintaan"}
    for path, button in chosen.items():
        walk = Walk(path).to("send")
        assert walk.title == "Periksa data Anda"
        pressed, _, explained = walk.page.text.partition(f'<button class="primary">{button}<')
        assert "Setelah ini" not in pressed
        assert "Setelah ini" in explained
        erased = "Jika tidak Anda lanjutkan di WhatsApp" in explained
        assert erased == (path == "/")


# Machines, and too much of it


def test_a_machine_is_asked_to_look_again_and_nothing_is_stored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk().to("send")
    walk.answer(surel="beli@murah.test")
    assert (walk.step, walk.page.status) == ("send", 422)
    assert "Mohon periksa sekali lagi" in walk.page.text
    slow = OFFICE.model_copy(update={"least_seconds_on_form": 5})
    monkeypatch.setattr(web.Environment, "office", lambda _: slow)
    walk.answer()
    assert walk.page.status == 422
    assert cases(world) == []
    monkeypatch.setattr(web, "utc_now", lambda: NOW + timedelta(seconds=6))
    assert walk.answer().status == 200
    assert len(cases(world)) == 1


def test_from_one_address_it_slows_down_before_anything_is_written(
    world: World, limits: Limits
) -> None:
    for _ in range(BY_ADDRESS):
        assert limits.may_ask("127.0.0.1", NOW)
    page = sent()
    assert (page.status, page.headers["Retry-After"]) == (429, "3600")
    assert cases(world) == []
    assert "127.0.0.1" not in str(world.items())
    assert limits.may_ask("127.0.0.2", NOW)
    assert limits.may_ask("127.0.0.1", NOW + timedelta(hours=1))


def test_for_one_phone_only_so_many_are_filed_an_hour_from_an_address(world: World) -> None:
    for _ in range(FOR_PHONE):
        assert sent().status == 200
    page = sent()
    assert (page.status, page.headers["Retry-After"]) == (429, "3600")
    assert len(cases(world)) == FOR_PHONE
    assert sent(phone="0899 0000 0102").status == 200


def test_whoever_is_asked_to_wait_may_write_to_the_office_instead(
    world: World, token: str, limits: Limits
) -> None:
    for _ in range(BY_ADDRESS):
        limits.may_ask("127.0.0.1", NOW)
    assert 'href="https://wa.me/62811000714?text=halo"' in sent().text
    assert Walk(f"/mulai/{token}").to("send").answer().status == 200
    assert len(cases(world)) == 1


def test_nobody_locks_another_out_of_the_form_by_their_phone(limits: Limits, world: World) -> None:
    for _ in range(FOR_PHONE):
        world.store._table.write(limits.asking(a_case(), "192.0.2.1", NOW))
    assert sent().status == 200


def test_with_one_nik_a_phone_proves_only_so_many_a_day_and_uses_up_nobody_elses(
    limits: Limits,
) -> None:
    for _ in range(WITH_NIK):
        assert sent().status == 200
        limits.count_proven(a_case(), NOW)
    page = sent()
    midnight_in_utc = 24 * 3600 - (NOW.hour * 3600 + NOW.minute * 60 + NOW.second)
    assert (page.status, page.headers["Retry-After"]) == (429, str(midnight_in_utc))
    assert sent(phone="0899 0000 0102").status == 200
    assert sent(nik="9971014209770002").status == 200


def test_what_is_proven_is_counted_however_much_it_is(world: World, limits: Limits) -> None:
    for _ in range(10 * WITH_NIK + 1):
        limits.count_proven(a_case(), NOW)
    [counted] = [item for item in world.items() if item["sk"]["S"] == "LIMIT"]
    assert counted["taken"]["N"] == str(10 * WITH_NIK + 1)


def test_it_takes_two_calls_to_send(world: World) -> None:
    walk = Walk().to("send")
    called: list[str] = []
    aws.dynamodb().meta.events.register(
        "before-call.dynamodb", lambda model, **_: called.append(model.name), "count"
    )
    walk.answer()
    aws.dynamodb().meta.events.unregister("before-call.dynamodb", unique_id="count")
    assert sorted(called) == ["TransactWriteItems", "UpdateItem"]
    assert len(cases(world)) == 1


# Begun from WhatsApp


@pytest.fixture
def token(world: World) -> str:  # noqa: ARG001  whose table it is
    return FormLinks(aws.dynamodb(), TABLE).issue(Recipient(phone=PHONE), NOW)


def test_begun_from_whatsapp_it_is_proven_as_soon_as_it_is_sent(world: World, token: str) -> None:
    walk, asked = Walk(f"/mulai/{token}"), []
    while walk.step != "send":
        asked.append(walk.step)
        assert "PDF dikirim ke WhatsApp berakhiran 0101." in walk.page.text
        walk.answer(**walk.answers[walk.step])
    assert "phone" not in asked
    last = urlencode(walk.hidden)
    page = walk.answer()
    assert "Permintaan Anda sudah kami terima" in page.text
    [case] = cases(world)
    assert case["status"]["S"] == Status.CHECKING
    assert world.begun() == [case["id"]["S"]]
    assert case["id"]["S"] in page.text
    headers = {"Content-Type": FORM}
    again = requested(web.handler, "POST", "/permohonan", body=last, headers=headers)
    assert case["id"]["S"] in again.text
    assert len(cases(world)) == 1


def test_its_link_registers_several_documents(world: World, token: str) -> None:
    walk = Walk(f"/mulai/{token}").to("send")
    walk.press("document:1")
    walk.answers |= BIRTH
    walk.to("send").answer()
    assert {one["status"]["S"] for one in cases(world)} == {Status.CHECKING}
    assert sorted(world.begun()) == sorted(one["id"]["S"] for one in cases(world))
    assert len(world.begun()) == 2


def test_whoever_puts_another_phone_into_it_changes_nothing(world: World, token: str) -> None:
    walk = Walk(f"/mulai/{token}").to("send")
    walk.page = replace(walk.page, text=walk.page.text.replace(PHONE, "+6289900000999"))
    walk.answer()
    assert cases(world)[0]["applicant"]["M"]["phone"]["S"] == PHONE


@pytest.mark.parametrize("phone", ["+6276121234", "+60312345678"])
def test_a_number_that_is_no_mobile_one_is_taken_as_whatsapp_has_it(
    world: World, phone: str
) -> None:
    token = FormLinks(aws.dynamodb(), TABLE).issue(Recipient(phone=phone), NOW)
    walk = Walk(f"/mulai/{token}").to("send")
    assert any(shown in walk.page.text for shown in ("0761 2123 4</dd>", "+603 1234 5678</dd>"))
    assert f"berakhiran <strong>{phone[-4:]}</strong>" in walk.answer().text
    assert cases(world)[0]["applicant"]["M"]["phone"]["S"] == phone


def test_a_link_that_is_too_old_leads_to_the_ordinary_form(
    world: World, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(f"/mulai/{token}").to("nik")
    monkeypatch.setattr(web, "utc_now", lambda: NOW + timedelta(minutes=31))
    page = walk.answer(nik="9971014209770001")
    assert page.status == 410
    assert 'href="/"' in page.text
    assert requested(web.handler, "GET", f"/mulai/{token}").status == 410
    assert cases(world) == []

"""The citizen's form over HTTP: asked, mended, and never lost."""

import re
from base64 import b64encode
from datetime import timedelta
from urllib.parse import unquote, urlencode

import pytest

from intake import web
from menwa.types import Status, as_proof_code
from tests.builders import NOW, OFFICE, PHONE, an_applicant
from tests.steps.calling import FORM, Reply, http_event, invoked, requested
from tests.steps.world import World
from tests.unit.test_form import FIELDS


def asked(**typed: str) -> Reply:
    return requested(web.handler, "POST", "/permohonan", form=FIELDS | typed)


def code_on(page: Reply) -> str:
    shown = re.search(r"MENWA ([0-9A-Z]{4}-[0-9A-Z]{4})", page.text)
    assert shown
    return as_proof_code(shown[1])


@pytest.mark.usefixtures("world")
def test_the_form_offers_each_document_of_the_office() -> None:
    page = requested(web.handler, "GET", "/")
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    for key, document in OFFICE.documents.items():
        assert f'value="{key}"' in page.text
        assert document.name in page.text


def test_a_well_filled_form_stands_unproven_with_the_code_on_its_page(world: World) -> None:
    page = asked()
    assert page.status == 200
    known = world.store.code(code_on(page))
    assert known is not None
    case = world.file(known.case_id).case
    assert (case.status, case.identity, case.version) == (Status.UNPROVEN, None, 0)
    assert (case.document_type, case.number) == ("kk", "9971011103190001")
    assert case.applicant == an_applicant()
    assert case.created_at == NOW
    assert case.expires_at == int((NOW + timedelta(hours=24)).timestamp())
    assert world.begun() == []


def test_what_is_stored_does_not_hold_the_code(world: World) -> None:
    code = code_on(asked())
    assert code not in str(world.items())
    assert len(world.items()) == 2


@pytest.mark.usefixtures("world")
def test_the_page_after_it_leads_to_the_offices_own_whatsapp() -> None:
    page = asked()
    link = re.search(r'href="(https://wa\.me/[^"]+)"', page.text)
    assert link
    assert unquote(link[1]).startswith("https://wa.me/62811000714?text=MENWA ")
    assert PHONE not in page.text


def test_each_form_is_a_request_of_its_own(world: World) -> None:
    first, second = code_on(asked()), code_on(asked())
    ids = {code.case_id for one in (first, second) if (code := world.store.code(one))}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"nik": "123"}, "NIK terdiri dari 16 angka"),
        ({"phone": "0761 000000"}, "Isi nomor WhatsApp yang diawali 08"),
        ({"phone": "+0812 3456 7890"}, "Isi nomor WhatsApp yang diawali 08"),
        ({"birth_day": "32"}, "Isi tanggal lahir lengkap"),
        ({"birth_year": "9" * 30}, "Isi tanggal lahir lengkap"),
        ({"number": ""}, "Isi nomornya, atau centang"),
        ({"name": ""}, "Isi nama lengkap"),
        ({"document_type": "paspor"}, "Pilih dokumen yang Anda perlukan"),
    ],
)
def test_a_malformed_form_comes_back_with_its_error_and_stores_nothing(
    world: World, typed: dict[str, str], sentence: str
) -> None:
    page = asked(**typed)
    assert page.status == 422
    assert page.text.count(sentence) == 2  # on top, and beside its field
    assert "Ada yang perlu diperbaiki" in page.text
    assert world.items() == []


@pytest.mark.usefixtures("world")
def test_a_form_that_comes_back_keeps_what_was_typed() -> None:
    page = asked(nik="123", name="Siti <b>Aminah</b>", phone="0812 3456 7890")
    for kept in ('value="123"', 'value="0812 3456 7890"', 'value="1977"'):
        assert kept in page.text
    assert 'value="Siti &lt;b&gt;Aminah&lt;/b&gt;"' in page.text
    assert "<b>" not in page.text
    assert re.search(r'value="kk" checked', page.text)
    assert 'aria-invalid="true"' in page.text


@pytest.mark.parametrize("kind", ["ktp_el", "kia"])
def test_what_is_no_pdf_is_explained_and_stored_nowhere(world: World, kind: str) -> None:
    page = asked(document_type=kind)
    assert page.status == 200
    assert f"{OFFICE.documents[kind].name} tidak tersedia sebagai PDF" in page.text
    assert OFFICE.documents[kind].never_a_pdf in page.text
    assert OFFICE.address in page.text
    assert world.items() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://jahat.test"},
    ],
)
def test_a_form_of_another_site_is_refused(world: World, headers: dict[str, str]) -> None:
    page = requested(web.handler, "POST", "/permohonan", form=FIELDS, headers=headers)
    assert page.status == 403
    assert world.items() == []


def test_a_form_of_our_own_page_is_taken(world: World) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}
    assert requested(web.handler, "POST", "/permohonan", form=FIELDS, headers=headers).status == 200
    assert len(world.items()) == 2


@pytest.mark.parametrize("body", [b"", b"a=b", b"\xff\xfe=%ff", b"&".join([b"nik=1"] * 60)])
def test_a_body_that_is_no_form_of_ours_is_answered_with_the_form(
    world: World, body: bytes
) -> None:
    event = http_event("POST", "/permohonan", headers={"Content-Type": FORM})
    event |= {"body": b64encode(body).decode(), "isBase64Encoded": True}
    assert invoked(web.handler, event)["statusCode"] == 422
    assert world.items() == []


def test_of_a_field_that_comes_twice_the_first_counts(world: World) -> None:
    body = f"nik=123&{urlencode(FIELDS)}".encode()
    page = requested(web.handler, "POST", "/permohonan", body=body, headers={"Content-Type": FORM})
    assert page.status == 422
    assert 'value="123"' in page.text
    assert world.items() == []


def test_a_get_of_the_form_writes_nothing(world: World) -> None:
    requested(web.handler, "GET", "/")
    requested(web.handler, "GET", "/permohonan")
    assert world.items() == []


def test_a_receipt_stands_with_the_request_where_it_proves_something(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(receipt="rs-7f3a-09c1-e45b")
    [case] = [item for item in world.items() if item["sk"]["S"] == "CASE"]
    assert case["receipt"]["S"] == "RS-7F3A-09C1-E45B"
    assert 'name="receipt"' in requested(web.handler, "GET", "/").text
    guessable = OFFICE.model_copy(update={"receipts_are_unguessable": False})
    monkeypatch.setattr(web.Environment, "office", lambda _: guessable)
    assert 'name="receipt"' not in requested(web.handler, "GET", "/").text


@pytest.mark.usefixtures("world")
def test_the_address_of_a_sent_form_leads_to_a_new_one() -> None:
    reply = requested(web.handler, "GET", "/permohonan")
    assert (reply.status, reply.headers["Location"]) == (303, "/")

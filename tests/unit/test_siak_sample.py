from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from check_siak.verdicts import Verdict
from check_siak.verify import verify
from local.siak import SampleSiak
from local.siak.entries import Change
from tests.unit.siak_setting import a_pki, a_siak, an_office, gateway_to

SIGNED, UNSIGNED = "dok-024", "dok-003"
PAGE = "/_kantor/siak"
API = "/_kantor/api/siak"


@pytest.fixture
def siak() -> SampleSiak:
    return a_siak()


@pytest.fixture
def browser(siak: SampleSiak) -> FlaskClient:
    return an_office(siak).test_client()


def verdict(pdf: bytes) -> Verdict:
    return verify(pdf, a_pki().trust_policy(), datetime.now(UTC)).verdict


def text_of(pdf: bytes) -> str:
    return PdfReader(BytesIO(pdf)).pages[0].extract_text()


def test_what_the_sample_signs_passes_the_gate(siak: SampleSiak) -> None:
    assert verdict(gateway_to(siak).pdf(SIGNED)) == Verdict.OK


def test_a_document_is_signed_once_even_if_many_ask_at_once(siak: SampleSiak) -> None:
    with ThreadPoolExecutor(4) as many:
        fetched = list(many.map(lambda _: siak.signed_pdf(SIGNED), range(8)))
    assert len(set(fetched)) == 1


def test_a_corrected_entry_is_signed_anew(siak: SampleSiak) -> None:
    siak.change(SIGNED, Change(wrong_entry=True))
    wrong = siak.signed_pdf(SIGNED)
    siak.change(SIGNED, Change(wrong_entry=False))
    right = siak.signed_pdf(SIGNED)
    assert wrong is not None
    assert right is not None
    assert "AISYAH ZAHIRA TAMBUSAI" not in text_of(wrong)
    assert "AISYAH ZAHIRA TAMBUSAI" in text_of(right)
    assert verdict(right) == Verdict.OK


def test_what_changes_nothing_on_the_page_keeps_the_signed_bytes(siak: SampleSiak) -> None:
    before = siak.signed_pdf(SIGNED)
    siak.change(SIGNED, Change(active=False, recorded_phone="no"))
    siak.change(SIGNED, Change(signed=True))
    assert siak.signed_pdf(SIGNED) == before


def test_a_wrong_entry_stands_in_record_and_pdf_alike(siak: SampleSiak) -> None:
    entry = siak.change(SIGNED, Change(wrong_entry=True))
    assert entry is not None
    misspelt = entry.recorded.people[entry.document.subject].name
    signed = siak.signed_pdf(SIGNED)
    assert signed is not None
    assert misspelt != entry.subject.name
    assert misspelt.upper() in text_of(signed)


def test_a_tampered_pdf_is_told_from_a_genuine_one(siak: SampleSiak) -> None:
    genuine = gateway_to(siak).pdf(SIGNED)
    siak.faults.switch("tampered_pdf", SIGNED)
    tampered = gateway_to(siak).pdf(SIGNED)
    assert len(tampered) == len(genuine)
    assert verdict(tampered) == Verdict.CONTENT_TAMPERED


def test_an_unsigned_pdf_is_the_same_page_without_signature(siak: SampleSiak) -> None:
    siak.faults.switch("unsigned_pdf", SIGNED)
    pdf = gateway_to(siak).pdf(SIGNED)
    assert "AISYAH ZAHIRA TAMBUSAI" in text_of(pdf)
    assert verdict(pdf) == Verdict.NO_SIGNATURE


def test_someone_elses_pdf_is_genuine_but_another_persons(siak: SampleSiak) -> None:
    siak.faults.switch("someone_elses_pdf", SIGNED)
    pdf = gateway_to(siak).pdf(SIGNED)
    assert verdict(pdf) == Verdict.OK
    assert "KUTIPAN AKTA KELAHIRAN" in text_of(pdf)
    assert "9971017011110001" not in text_of(pdf)


def test_a_fault_on_one_document_leaves_the_others(siak: SampleSiak) -> None:
    siak.faults.switch("unsigned_pdf", SIGNED)
    assert verdict(gateway_to(siak).pdf("dok-001")) == Verdict.OK
    siak.faults.switch("none")
    assert verdict(gateway_to(siak).pdf(SIGNED)) == Verdict.OK


def test_the_page_lists_every_document(siak: SampleSiak, browser: FlaskClient) -> None:
    page = browser.get(PAGE).get_data(as_text=True)
    assert all(f'<tr id="{entry.document.id}">' in page for entry in siak.entries())


def test_the_page_can_be_narrowed_down(siak: SampleSiak, browser: FlaskClient) -> None:
    page = browser.get(f"{PAGE}?jenis=kk&keadaan=belum").get_data(as_text=True)
    expected = [
        entry.document.id
        for entry in siak.entries()
        if entry.document.type == "kk" and not entry.signed
    ]
    assert page.count("<tr id=") == len(expected) > 0
    assert all(f'<tr id="{document_id}">' in page for document_id in expected)


def test_a_button_signs_and_leads_back_to_the_same_list(
    siak: SampleSiak, browser: FlaskClient
) -> None:
    answer = browser.post(f"{PAGE}/{UNSIGNED}?jenis=kk", data={"signed": "yes"})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?jenis=kk#{UNSIGNED}")
    assert siak.signed_pdf(UNSIGNED) is not None


@pytest.mark.parametrize(
    ("pressed", "aspect", "before", "after"),
    [
        ({"signed": "no"}, "signed", True, False),
        ({"active": "no"}, "active", True, False),
        ({"wrong_entry": "yes"}, "wrong_entry", False, True),
        ({"recorded_phone": "unknown"}, "recorded_phone", None, "unknown"),
    ],
    ids=lambda value: str(value),
)
def test_each_button_changes_its_own_aspect(
    siak: SampleSiak,
    browser: FlaskClient,
    pressed: dict[str, str],
    aspect: str,
    before: object,
    after: object,
) -> None:
    assert getattr(siak.entry(SIGNED), aspect) == before
    browser.post(f"{PAGE}/{SIGNED}", data=pressed)
    assert getattr(siak.entry(SIGNED), aspect) == after


def test_a_phone_may_be_compared_with_the_record_again(
    siak: SampleSiak, browser: FlaskClient
) -> None:
    siak.change(SIGNED, Change(recorded_phone="no"))
    browser.post(f"{PAGE}/{SIGNED}", data={"recorded_phone": ""})
    entry = siak.entry(SIGNED)
    assert entry is not None
    assert entry.recorded_phone is None


@pytest.mark.parametrize("pressed", [{"signed": "mungkin"}, {"active": ""}, {"nik": "99"}])
def test_what_no_button_says_is_refused(
    siak: SampleSiak, browser: FlaskClient, pressed: dict[str, str]
) -> None:
    before = siak.entries()
    assert browser.post(f"{PAGE}/{SIGNED}", data=pressed).status_code == 422
    assert browser.post(f"{PAGE}/dok-999", data={"signed": "yes"}).status_code == 404
    assert browser.post(f"{PAGE}/gangguan", data={"fault": "gempa"}).status_code == 422
    assert siak.entries() == before


def test_the_page_shows_the_pdf_or_its_draft(browser: FlaskClient) -> None:
    signed = browser.get(f"{PAGE}/{SIGNED}.pdf")
    draft = browser.get(f"{PAGE}/{UNSIGNED}.pdf")
    assert signed.mimetype == draft.mimetype == "application/pdf"
    assert verdict(signed.data) == Verdict.OK
    assert verdict(draft.data) == Verdict.NO_SIGNATURE


def test_the_page_says_which_fault_is_on(browser: FlaskClient) -> None:
    browser.post(f"{PAGE}/gangguan", data={"fault": "quota"})
    assert "Gangguan sedang berjalan" in browser.get(PAGE).get_data(as_text=True)


def test_the_api_lists_documents_as_the_residents_know_them(
    siak: SampleSiak, browser: FlaskClient
) -> None:
    siak.change(SIGNED, Change(wrong_entry=True))
    listed = browser.get(f"{API}/documents").get_json()["documents"]
    shown = next(each for each in listed if each["id"] == SIGNED)
    assert len(listed) == len(siak.entries())
    assert shown["subject"]["name"] == "Aisyah Zahira Tambusai"
    assert shown["wrong_entry"] is True
    assert [party["role"] for party in shown["parties"]] == ["subjek", "ayah", "ibu"]


def test_the_api_changes_just_what_it_is_told(siak: SampleSiak, browser: FlaskClient) -> None:
    answer = browser.patch(f"{API}/documents/{UNSIGNED}", json={"signed": True})
    entry = siak.entry(UNSIGNED)
    assert answer.get_json()["signed"] is True
    assert entry is not None
    assert (entry.signed, entry.active, entry.wrong_entry) == (True, True, False)


def test_the_api_gives_the_bytes_that_the_gateway_serves(
    siak: SampleSiak, browser: FlaskClient
) -> None:
    served = gateway_to(siak).pdf(SIGNED)
    assert browser.get(f"{API}/documents/{SIGNED}/pdf").data == served
    assert browser.get(f"{API}/documents/{UNSIGNED}/pdf").status_code == 409


def test_the_api_switches_faults(siak: SampleSiak, browser: FlaskClient) -> None:
    asked = {"fault": "someone_elses_pdf", "document_id": SIGNED}
    assert browser.post(f"{API}/faults", json=asked).status_code == 200
    assert siak.faults.on(SIGNED) == "someone_elses_pdf"
    browser.post(f"{API}/faults", json={"fault": "none"})
    assert siak.faults.on(SIGNED) == "none"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PATCH", f"/documents/{SIGNED}", {"signed": "mungkin"}, 422),
        ("PATCH", f"/documents/{SIGNED}", {"nama": "…"}, 422),
        ("PATCH", "/documents/dok-999", {"signed": True}, 404),
        ("POST", "/faults", {"fault": "gempa"}, 422),
    ],
)
def test_the_api_refuses_what_it_does_not_know(
    browser: FlaskClient, method: str, path: str, body: dict[str, object], status: int
) -> None:
    assert browser.open(f"{API}{path}", method=method, json=body).status_code == status

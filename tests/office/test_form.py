"""A form with mistakes comes back as it was typed, each mistake beside its field."""

import pytest

from local.demo.stage import Stage
from tests.office.form import fill_in, send
from tests.office.walking import everything, words
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

MISTAKES = {
    "number": ("997101110319", "error_number"),
    "nik": ("99710142", "error_nik"),
    "name": ("N", "error_name"),
    "birth_day": ("31", "error_birth_date"),
    "phone": ("12345", "error_phone"),
}


def test_each_mistake_stands_beside_its_field_and_nothing_typed_is_lost(
    stage: Stage, phone_browser: Watch
) -> None:
    before = everything(stage)
    page = phone_browser.page()
    mistyped = {field: typed for field, (typed, _) in MISTAKES.items()}
    fill_in(page, stage.scene("dok-001"), **mistyped, birth_month="2")
    send(page)
    page.get_by_role("alert").wait_for()
    texts = stage.office.office.texts
    for field, (typed, error) in MISTAKES.items():
        box = page.locator(f"input[name={field}]")
        assert box.input_value() == typed
        beside = box.locator("xpath=ancestor::*[contains(@class, 'wrong')][1]")
        assert texts[error] in beside.inner_text()
    assert page.locator("input[name=document_type]:checked").input_value() == "kk"
    assert page.get_by_role("alert").get_by_role("link").count() == len(MISTAKES)
    assert everything(stage) == before


def test_an_error_leads_to_its_field(stage: Stage, phone_browser: Watch) -> None:
    page = phone_browser.page()
    fill_in(page, stage.scene("dok-001"), birth_year="", nik="1")
    send(page)
    for link in page.get_by_role("alert").get_by_role("link").all():
        target = link.get_attribute("href") or ""
        assert page.locator(target).evaluate("field => field.tagName") == "INPUT"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"%%%=%zz&nik",
        b"nik=" + b"9" * 5000,
        b"document_type=kk&nik=%00%ff%fe&name=<script>alert(1)</script>",
        b"&".join(b"field%d=1" % number for number in range(200)),
        b'{"document_type": "kk"}',
    ],
)
def test_a_body_that_is_no_form_gets_the_form_and_stores_nothing(stage: Stage, body: bytes) -> None:
    before = everything(stage)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    page = stage.http.post("/permohonan", content=body, headers=headers)
    assert page.status_code == 422
    assert "Ada yang perlu diperbaiki" in words(page.text)
    assert "<script>alert" not in page.text
    assert everything(stage) == before


def test_a_form_that_another_site_sends_is_refused(stage: Stage) -> None:
    before = everything(stage)
    scene = stage.scene("dok-001")
    headers = {"Sec-Fetch-Site": "cross-site"}
    fields = {"document_type": "kk", "nik": scene.citizen.person["nik"]}
    page = stage.http.post("/permohonan", data=fields, headers=headers)
    assert page.status_code == 403
    assert "dikirim dari situs lain" in words(page.text)
    assert everything(stage) == before

"""The client, the sample and the contract agree with one another."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from check_siak import gateway as module
from local.siak import SampleSiak
from local.siak.entries import Change, Entry
from menwa.errors import NotSigned, SiakUnavailable
from tests.unit.siak_setting import (
    BEARER,
    MOTHER,
    PHONE,
    a_question,
    a_siak,
    an_office,
    asking_for,
    contract,
    gateway_to,
    misfits,
    the,
)

AUTHORISED = {"Authorization": f"Bearer {BEARER}"}
FIND = "/_siak/v1/documents/find"


@pytest.fixture
def siak() -> SampleSiak:
    return a_siak()


@pytest.fixture
def raw(siak: SampleSiak) -> FlaskClient:
    return an_office(siak).test_client()


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_PAUSE", 0.0)


def test_the_contract_is_valid_openapi() -> None:
    validate(contract())


def test_the_contracts_own_examples_fit_it() -> None:
    find = contract()["paths"]["/v1/documents/find"]["post"]
    asked = find["requestBody"]["content"]["application/json"]["examples"].values()
    answered = find["responses"]["200"]["content"]["application/json"]["examples"].values()
    assert [misfits("FindDocument", each["value"]) for each in asked] == [[], []]
    assert [misfits("FoundDocument", each["value"]) for each in answered] == [[]]


def test_the_contracts_example_is_what_the_sample_answers(raw: FlaskClient) -> None:
    find = contract()["paths"]["/v1/documents/find"]["post"]
    question = find["requestBody"]["content"]["application/json"]["examples"]["by number"]["value"]
    answer = find["responses"]["200"]["content"]["application/json"]["examples"]["signed"]["value"]
    assert raw.post(FIND, json=question, headers=AUTHORISED).json == answer


def test_every_document_can_be_asked_for_and_its_record_fits(
    siak: SampleSiak, raw: FlaskClient
) -> None:
    for entry in siak.entries():
        question = asking_for(entry).model_dump(mode="json")
        answer = raw.post(FIND, json=question, headers=AUTHORISED)
        assert misfits("FindDocument", question) == []
        assert misfits("FoundDocument", answer.json) == []
        assert gateway_to(siak).find(asking_for(entry)) is not None


@pytest.mark.parametrize("bearer", ["", "wrong", BEARER + "x"])
def test_a_wrong_bearer_learns_nothing(siak: SampleSiak, raw: FlaskClient, bearer: str) -> None:
    headers = {"Authorization": f"Bearer {bearer}"}
    answers = [
        raw.post(FIND, json={}, headers=headers),
        raw.get("/_siak/v1/documents/dok-001/pdf", headers=headers),
    ]
    assert {answer.status_code for answer in answers} == {401}
    with pytest.raises(SiakUnavailable):
        gateway_to(siak, bearer or "-").find(a_question())


def test_each_refusal_is_a_problem_of_the_contract(siak: SampleSiak, raw: FlaskClient) -> None:
    unsigned = the(siak, lambda entry: not entry.signed)
    missing = a_question(number="1471-LU-01012021-9999").model_dump(mode="json")
    good = a_question().model_dump(mode="json")

    def find(body: Any) -> Any:
        return raw.post(FIND, json=body, headers=AUTHORISED)

    def pdf(document_id: str) -> Any:
        return raw.get(f"/_siak/v1/documents/{document_id}/pdf", headers=AUTHORISED)

    refusals = {
        401: raw.post(FIND, json=good),
        404: find(missing),
        409: pdf(unsigned.document.id),
        422: find(good | {"nik": "99"}),
    }
    siak.faults.switch("down")
    refusals[503] = find(good)
    siak.faults.switch("quota")
    refusals[429] = pdf("dok-001")
    for status, answer in refusals.items():
        assert answer.status_code == answer.json["status"] == status
        assert answer.mimetype == "application/problem+json"
        assert misfits("Problem", answer.json) == []
    documented = set(contract()["paths"]["/v1/documents/find"]["post"]["responses"])
    assert {"401", "404", "422", "429", "503"} < documented


def test_an_unknown_document_is_none(siak: SampleSiak) -> None:
    assert gateway_to(siak).find(a_question(number="1471-LU-01012021-9999")) is None


def test_without_a_number_the_newest_active_one_is_found(siak: SampleSiak) -> None:
    found = gateway_to(siak).find(a_question(document_type="kk", number=None))
    assert found is not None
    assert (found.id, found.active) == ("dok-001", True)
    siak.change("dok-001", Change(active=False))
    assert gateway_to(siak).find(a_question(document_type="kk", number=None)) is None


def test_by_its_number_an_inactive_one_is_found_too(siak: SampleSiak) -> None:
    inactive = the(siak, lambda entry: not entry.active and entry.document.type == "skpwni")
    found = gateway_to(siak).find(asking_for(inactive))
    assert found is not None
    assert not found.active


def test_by_its_number_an_active_one_comes_before_a_newer_inactive_one(siak: SampleSiak) -> None:
    card = a_question(document_type="kk", number="9971011103190001")
    siak.change("dok-001", Change(active=False))
    siak.change("dok-002", Change(active=True))
    found = gateway_to(siak).find(card)
    assert found is not None
    assert found.id == "dok-002"


def test_the_recorded_phone_is_compared_and_never_told(siak: SampleSiak) -> None:
    def recorded(entry: Entry, phone: str) -> str | None:
        found = gateway_to(siak).find(asking_for(entry, phone=phone))
        return found.recorded_phone if found else None

    hers = the(siak, lambda entry: entry.document.phone == PHONE)
    nobodys = the(siak, lambda entry: entry.document.phone is None and entry.active)
    assert recorded(hers, PHONE) == "yes"
    assert recorded(hers, "+6281111111111") == "no"
    assert recorded(nobodys, PHONE) == "unknown"
    siak.change(hers.document.id, Change(recorded_phone="no"))
    assert recorded(hers, PHONE) == "no"


def test_a_receipt_is_compared_and_never_told(siak: SampleSiak, raw: FlaskClient) -> None:
    entry = the(siak, lambda entry: entry.document.id == "dok-024")

    def matches(receipt: str | None) -> str | None:
        found = gateway_to(siak).find(asking_for(entry, receipt=receipt))
        return found.receipt_matches if found else None

    assert matches(entry.receipt) == "yes"
    assert matches(entry.receipt[:-1] + "G") == "no"
    assert matches(None) == "unknown"
    question = asking_for(entry, receipt="RS-0000").model_dump(mode="json")
    assert entry.receipt not in raw.post(FIND, json=question, headers=AUTHORISED).text
    assert len({entry.receipt for entry in siak.entries()}) == len(siak.entries())


def test_the_family_is_that_of_the_subjects_card(siak: SampleSiak) -> None:
    birth = the(siak, lambda entry: entry.document.id == "dok-024")
    found = gateway_to(siak).find(asking_for(birth))
    assert found is not None
    assert found.family == "9971011103190001"


def test_a_gateway_that_mixes_people_up_answers_with_somebody_elses_record(
    siak: SampleSiak,
) -> None:
    siak.faults.switch("someone_elses_record")
    found = gateway_to(siak).find(a_question())
    assert found is not None
    assert found.document_type == "akta_kelahiran"
    assert MOTHER["nik"] not in {party.nik for party in found.parties}


def test_an_unsigned_document_is_found_but_has_no_pdf(siak: SampleSiak) -> None:
    unsigned = the(siak, lambda entry: not entry.signed and entry.active)
    found = gateway_to(siak).find(asking_for(unsigned))
    assert found is not None
    assert not found.signed
    with pytest.raises(NotSigned):
        gateway_to(siak).pdf(found.id)


@pytest.mark.parametrize("fault", ["down", "quota", "html"])
def test_siaks_faults_reach_the_client_as_siaks(siak: SampleSiak, fault: Any) -> None:
    siak.faults.switch(fault)
    with pytest.raises(SiakUnavailable):
        gateway_to(siak).find(a_question())
    with pytest.raises(SiakUnavailable):
        gateway_to(siak).pdf("dok-001")
    siak.faults.switch("none")
    assert gateway_to(siak).find(a_question()) is not None


def test_a_slow_siak_answers_in_the_end(siak: SampleSiak) -> None:
    siak.slow_seconds = 0.01
    siak.faults.switch("slow", "dok-024")
    assert gateway_to(siak).find(a_question()) is not None

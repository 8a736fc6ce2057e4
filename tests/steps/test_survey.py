"""The satisfaction survey: from the PDF's message to the report, and nobody knows who said what."""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from intake import inbox
from local.whatsapp.webhook_bodies import Update, signed_body
from menwa import aws
from menwa.recipient import Recipient
from menwa.surveys import Opinion, SurveyStore, survey_token
from menwa.table import Table
from menwa.types import new_case_id
from menwa.whatsapp import TemplateDocument
from menwa.whatsapp_updates import updates_in
from report import scheduled, survey, web
from report.opinion_form import FIELDS
from send_pdf.pdf_message import pdf_message
from tests.builders import (
    CASE_ID,
    NOW,
    OFFICE,
    PHONE,
    a_delivered_file,
    a_file,
    a_proven_case,
    an_applicant,
)
from tests.steps.calling import Reply, invoked, queued, requested
from tests.steps.chatting import Chat
from tests.steps.world import APP_SECRET, REPORTS, TABLE, URL, World

TODAY = date(2026, 11, 23)
TOKEN = survey_token(CASE_ID, "the-person-key")
HERE = f"/survei/{TOKEN}"
NINE = dict(zip(FIELDS, "443344331", strict=True))


@pytest.fixture
def chat(world: World) -> Chat:
    chat = Chat(world)
    world.have(a_delivered_file(identity=chat.sender))
    return chat


def surveys() -> SurveyStore:
    return SurveyStore(aws.dynamodb(), TABLE)


def opinions() -> list[Opinion]:
    return list(surveys().of(TODAY, TODAY))


def kept(world: World) -> list[dict[str, Any]]:
    return [item for item in world.items() if item["pk"]["S"].startswith("SURVEY")]


def opened(path: str = HERE, **query: str) -> Reply:
    return requested(survey.handler, "GET", path, query=query)


def sent(path: str = HERE, **form: Sequence[str]) -> Reply:
    return requested(survey.handler, "POST", path, form=form)


def rated(chat: Chat, grade: int = 4) -> None:
    chat.taps(f"RATED:{CASE_ID}:{grade}")


def test_the_button_of_the_pdf_opens_four_rows(chat: Chat) -> None:
    (answer,) = chat.taps(f"SURVEY:{CASE_ID}")
    assert answer.startswith("Bagaimana layanan kami menurut Anda?")
    assert [(row.label, row.value) for row in chat.buttons] == [
        ("4 Sangat baik", f"RATED:{CASE_ID}:4"),
        ("3 Baik", f"RATED:{CASE_ID}:3"),
        ("2 Cukup", f"RATED:{CASE_ID}:2"),
        ("1 Kurang baik", f"RATED:{CASE_ID}:1"),
    ]
    assert opinions() == []


def test_on_the_phone_two_taps_lead_from_the_pdf_to_the_questions(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, phone, told = chat.world, chat.world.whatsapp, list[Update]()
    monkeypatch.setattr(phone, "tell", lambda update, _delay=0.0: told.append(update))
    world.writes()
    client = inbox.environment().whatsapp()
    media_id = client.upload_pdf(world.signed(), "KK.pdf")
    pdf = TemplateDocument(media_id=media_id, filename="KK.pdf")
    client.send(chat.sender, pdf_message(world.file().case, pdf, OFFICE, by_template=False))
    for label in ("Beri nilai", "3 Baik"):
        place = [button.label for button in chat.buttons].index(label)
        phone.tap(PHONE, world.on_phone()[-1].id, place)
        body, _ = signed_body(phone.line, told[-1:], APP_SECRET)
        (tap,) = updates_in(body).messages
        assert queued(inbox.handler, tap.model_dump_json(exclude_none=True)) == []
    assert chat.link == URL + HERE
    assert [one.overall for one in opinions()] == [3]


def test_one_tap_is_thanked_and_leads_to_the_nine_questions(chat: Chat) -> None:
    (answer,) = chat.taps(f"RATED:{CASE_ID}:3")
    assert answer.startswith("Terima kasih atas penilaian Anda.")
    assert chat.link == URL + HERE
    assert opinions() == [Opinion(month="2026-11", document_type="kk", overall=3)]
    assert chat.world.file().case.surveyed


def test_a_case_has_one_opinion_however_often_somebody_taps(chat: Chat) -> None:
    for grade in (3, 1, 4):
        rated(chat, grade)
        chat.world.clock.pass_by(minutes=2)
    (answer,) = chat.taps(f"SURVEY:{CASE_ID}")
    assert answer.startswith("Nilai Anda sudah kami catat tadi.")
    assert chat.link == URL + HERE
    assert [one.overall for one in opinions()] == [3]


@pytest.mark.parametrize("grade", [1, 2])
def test_who_is_not_content_is_asked_what_was_missing(chat: Chat, grade: int) -> None:
    (answer,) = chat.taps(f"RATED:{CASE_ID}:{grade}")
    assert answer.startswith("Terima kasih, dan mohon maaf. Apa yang kurang?")
    assert chat.link == URL + HERE


def test_a_second_choice_is_answered_though_it_comes_at_once(chat: Chat) -> None:
    rated(chat, 1)
    (answer,) = chat.taps(f"RATED:{CASE_ID}:4")
    assert answer.startswith("Nilai Anda sudah kami catat tadi.")
    assert [one.overall for one in opinions()] == [1]


def test_a_tap_that_comes_twice_counts_once(chat: Chat) -> None:
    tap = chat.message("4", kind="button", payload=f"RATED:{CASE_ID}:4")
    assert len(chat.sends(tap, tap)) == 1
    assert len(opinions()) == 1


def test_an_answer_that_was_lost_is_given_once_more(chat: Chat) -> None:
    tap = chat.message("4", kind="button", payload=f"RATED:{CASE_ID}:4")
    chat.world.writes()
    chat.world.whatsapp_fails(unavailable=True, times=1)
    with pytest.raises(BatchProcessingError):
        queued(inbox.handler, tap)
    (answer,) = chat.sends(tap)
    assert answer.startswith("Terima kasih atas penilaian Anda.")
    assert chat.link == URL + HERE
    assert len(opinions()) == 1


@pytest.mark.parametrize("payload", ["RATED:{}:5", "RATED:{}:", "RATED:{}", "RATED:{}:4:4"])
def test_another_grade_is_none(chat: Chat, payload: str) -> None:
    chat.taps(payload.format(CASE_ID))
    assert (opinions(), chat.world.file().case.surveyed) == ([], False)


@pytest.mark.parametrize("tap", ["SURVEY:{}", "RATED:{}:4"])
def test_nobody_rates_anothers_request(chat: Chat, tap: str) -> None:
    theirs = Recipient(phone="+6289900000199")
    other = a_file(a_proven_case(id=new_case_id(), identity=theirs, proof_hash="another"))
    chat.world.have(other)
    (answer,) = chat.taps(tap.format(other.case.id))
    assert "Bagaimana layanan" not in answer
    assert opinions() == []


def test_who_says_that_it_is_not_theirs_is_not_asked(chat: Chat) -> None:
    store, file = chat.world.store, chat.world.file()
    store.change(file, lambda before: before.updated(frozen_at=NOW))
    rated(chat)
    assert opinions() == []


def test_the_page_asks_nine_questions_of_four_answers(chat: Chat) -> None:
    rated(chat)
    page = opened()
    assert page.status == 200
    assert page.text.count("<fieldset") == 9
    assert page.text.count('type="radio"') == 36
    assert "Mohon jangan tulis nama" in page.text
    assert "<script" not in page.text
    english = opened(lang="en").text
    assert "How fast did the document reach you?" in english
    assert "Seberapa cepat" not in english


def test_looking_at_the_page_changes_nothing(chat: Chat) -> None:
    rated(chat)
    before = chat.world.items()
    assert {opened().status, opened().status} == {200}
    assert chat.world.items() == before


def test_what_is_missing_is_said_beside_it_and_what_was_chosen_stays(chat: Chat) -> None:
    rated(chat)
    page = sent(**{**NINE, "u2": "", "comment": 'Antre "lama" </textarea>'})
    assert page.status == 422
    assert 'href="#u2"' in page.text
    assert page.text.count("Pertanyaan 2: pilih satu jawaban.") == 2
    assert len(re.findall(r'value="\d" checked', page.text)) == 8
    assert "Antre &#34;lama&#34; &lt;/textarea&gt;" in page.text
    assert len(opinions()) == 1


def test_the_answers_are_kept_once(chat: Chat) -> None:
    rated(chat)
    answered = sent(**NINE, comment="Cepat sekali.\r\nTelepon saya 0812 3456 7890.")
    assert (answered.status, answered.headers["Location"]) == (303, "/survei/terima-kasih")
    assert "Terima kasih atas jawaban Anda" in opened("/survei/terima-kasih").text
    again = sent(**{**NINE, "u1": "1"})
    assert (again.status, opened().status) == (410, 410)
    assert "sudah diisi" in again.text
    (full,) = [one for one in opinions() if one.elements]
    assert full.elements == (4, 4, 3, 3, 4, 4, 3, 3, 1)
    assert full.comment == "Cepat sekali. Telepon saya (dihapus)."


def test_two_who_send_at_the_same_time_count_once(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    rated(chat)
    invited = surveys().invitation(TOKEN, NOW)
    sent(**NINE)
    monkeypatch.setattr(SurveyStore, "invitation", lambda *_: invited)
    assert sent(**NINE).status == 410
    assert len([one for one in opinions() if one.elements]) == 1


def test_the_link_is_good_for_thirty_days(chat: Chat) -> None:
    rated(chat)
    chat.world.clock.pass_by(days=30)
    assert opened().status == 200
    chat.world.clock.pass_by(days=1)
    assert (opened().status, sent(**NINE).status) == (410, 410)


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("path", ["/survei/x", f"/survei/{'0' * 64}"])
def test_an_address_that_never_was_is_answered_kindly(path: str) -> None:
    assert opened(path).status == 410
    assert "sudah diisi" in opened(path).text


def values_in(items: Sequence[object]) -> set[str]:
    """Each value that stands in them, down to the words and the moments' parts."""
    return set(re.findall(r"[\w+.:-]{4,}", json.dumps(items)))


def test_nothing_of_an_opinion_leads_to_its_request(chat: Chat) -> None:
    rated(chat)
    sent(**NINE, comment=f"Untuk {CASE_ID}, dari {PHONE} dan {an_applicant().nik}: bagus")
    others = [item for item in chat.world.items() if item not in kept(chat.world)]
    known = {"pk", "sk", "month", "document_type", "comment"}
    names = sorted(min(set(item) - known) for item in kept(chat.world))
    assert names == ["elements", "overall"]
    shared = values_in(kept(chat.world)) & values_in(others)
    assert shared <= {"document_type"}
    assert str(NOW.timestamp())[:8] not in str(kept(chat.world))


def test_the_link_tells_neither_when_it_was_sent_nor_to_whom(chat: Chat) -> None:
    rated(chat)
    (link,) = [item for item in kept(chat.world) if "LINK" in item["pk"]["S"]]
    assert link.keys() == {"pk", "sk", "document_type", "expires_at"}
    assert int(link["expires_at"]["N"]) % (24 * 60 * 60) == 0
    assert TOKEN not in str(link)


def answered(elements: str, day: date = TODAY, comment: str = "") -> None:
    known = {"month": f"{day:%Y-%m}", "document_type": "kk", "comment": comment}
    token = f"{len(opinions())}{day}"
    Table(aws.dynamodb(), TABLE).write(surveys().rating(4, "kk", token, day, NOW)[1:])
    grades = tuple(map(int, elements))
    assert surveys().fill(token, Opinion.model_validate(known | {"elements": grades}))


def report(**query: str) -> str:
    return requested(web.handler, "GET", "/laporan", query=query, officer="siti.aminah").text


@pytest.mark.usefixtures("world")
def test_the_months_and_the_quarters_report_show_the_index() -> None:
    answered("444444444", comment="Cepat <b>sekali</b>")
    answered("333333331")
    answered("111111111", TODAY - timedelta(days=40))
    month, quarter = report(jangka="bulanan"), report(jangka="triwulan")
    assert "84,72" in month
    assert "B (baik)" in month
    assert "Cepat &lt;b&gt;sekali&lt;/b&gt;" in month
    assert "64,81" in quarter
    for kind in ("harian", "mingguan"):
        assert "Kepuasan" not in report(jangka=kind)
    assert "Kepuasan" not in report(jangka="bulanan", dokumen="kk")


@pytest.mark.usefixtures("world")
def test_a_month_without_respondents_says_so() -> None:
    assert "Belum ada yang mengisi survei pada masa ini." in report(jangka="bulanan")


def test_the_quarters_files_have_it_too(world: World) -> None:
    answered("444444443", date(2026, 9, 30))
    answered("111111111", date(2026, 10, 1))
    invoked(scheduled.handler, {"kind": "triwulan"})
    found = aws.s3().get_object(Bucket=REPORTS, Key="triwulan/2026-T3.angka.csv")["Body"].read()
    line = "Indeks Kepuasan Masyarakat,Sembilan unsur / A (sangat baik),IKM,97.22"
    assert line in found.decode("utf-8-sig").splitlines()
    assert world.objects(REPORTS)

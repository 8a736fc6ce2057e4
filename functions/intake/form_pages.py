"""The form's pages: one question on each, then all answers, then what is left to do."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler import Response

from intake.form_answers import MOST_DOCUMENTS, OF_DOCUMENT, Answers, Fields
from intake.form_sending import new_once
from intake.form_steps import SEND, Place, way, what_is_agreed_to
from intake.form_waiting import Waiting
from menwa.case import Case
from menwa.document_numbers import bare_digits, birthday_in, check_number
from menwa.languages import Language, language_in
from menwa.mistakes import Mistake
from menwa.office import DocumentType, Office
from menwa.pages import page
from menwa.proof_message import proof_message
from menwa.request_form import read_date
from menwa.scripts import Scripts

SCRIPTS = Scripts(Path(__file__).parent / "pages", "/skrip")
# A browser shows a page again when one goes back: then it may have kept it, and no later.
GOES_BACK = {"Cache-Control": "private, no-cache"}
FORGETS = {"Clear-Site-Data": '"cache"'}


def question_page(
    place: Place,
    answers: Answers,
    mistakes: Mapping[str, Mistake],
    office: Office,
    *,
    changing: bool = False,
) -> Response[str]:
    fields, ahead = answers.fields(place.at), list(way(answers, office))
    number = ahead.index(place) + 1 if place in ahead else 1
    return _page(
        place.step.page,
        answers,
        office,
        status=422 if mistakes else 200,
        headers=GOES_BACK,
        policy={"script-src": "'self'"},
        script=SCRIPTS.address_of("form"),
        step=place.step.name,
        first=number == 1,
        changing=changing,
        carried=list(answers.carried(place.step.fields)),
        document=office.documents.get(fields.get("document_type", "")),
        values=fields,
        errors={field: one.said(office, _language(answers)) for field, one in mistakes.items()},
        **(_doubt(fields) if place.step.name == "sure" else {}),
    )


def check_page(
    answers: Answers, office: Office, today: date, waiting: Waiting, *, too_quick: bool = False
) -> Response[str]:
    """With a secret of its own, by which it is filed once."""
    places = range(len(answers.documents))
    documents = [_shown(answers.fields(at), answers, office, today) for at in places]
    return _page(
        SEND.page,
        answers,
        office,
        status=422 if too_quick else 200,
        headers=GOES_BACK,
        carried=list(answers.carried()),
        documents=documents,
        has_room=len(documents) < MOST_DOCUMENTS,
        person=answers.person,
        born=read_date(answers.person),
        nik=bare_digits(answers.person["nik"]),
        phone=(answers.phone or "").replace("+62", "0"),
        waiting=waiting,
        too_quick=too_quick,
        once=new_once(),
    )


def never_page(answers: Answers, document: DocumentType, office: Office) -> Response[str]:
    carried = list(answers.carried(OF_DOCUMENT))
    return _page(
        "intake/never.html",
        answers,
        office,
        headers=GOES_BACK,
        carried=carried,
        at=answers.at,
        document=document,
    )


def prove_page(answers: Answers, cases: Sequence[Case], code: str, office: Office) -> Response[str]:
    asked = proof_message(office, code)
    return _page(
        "intake/prove.html",
        answers,
        office,
        headers=FORGETS,
        documents=[office.document(each.document_type) for each in cases],
        message=asked.text,
        wa_link=asked.link,
        qr=asked.qr,
    )


def received_page(answers: Answers, cases: Sequence[Case], office: Office) -> Response[str]:
    """Begun from WhatsApp: nothing is left to do."""
    asked = [(office.document(each.document_type), each.id) for each in cases]
    return _page("intake/received.html", answers, office, headers=FORGETS, asked=asked)


def expired_page(answers: Answers, office: Office) -> Response[str]:
    return _page("intake/link_expired.html", answers, office, status=410)


def too_many_page(answers: Answers, office: Office, seconds: int) -> Response[str]:
    headers = {"Retry-After": str(seconds), **GOES_BACK}
    carried, minutes = list(answers.carried()), max(1, -(-seconds // 60))
    return _page(
        "intake/too_many.html",
        answers,
        office,
        status=429,
        headers=headers,
        carried=carried,
        minutes=str(minutes),
    )


def _page(template: str, answers: Answers, office: Office, **values: Any) -> Response[str]:
    return page(
        template,
        office=office,
        lang=_language(answers),
        ending=(answers.phone or "")[-4:],
        from_whatsapp="token" in answers.along,
        **values,
    )


def _shown(fields: Fields, answers: Answers, office: Office, today: date) -> dict[str, Any]:
    """A document with its number as it will be looked for, and what is unusual about it."""
    document = office.documents[fields["document_type"]]
    subject_nik = bare_digits(fields.get("subject_nik", ""))
    shown = {"type": document, "fields": fields, "subject_nik": subject_nik}
    if fields.get("number_unknown"):
        return shown | {"number": "", "notes": []}
    checked = check_number(fields["number"], document, today)
    is_nik = checked.number == bare_digits(fields["nik"])
    notes = (Mistake("note_kk_unusual"),) if is_nik else checked.notes
    said = [note.said(office, _language(answers)) for note in notes]
    return shown | {"number": checked.number, "notes": said}


def _doubt(fields: Fields) -> dict[str, Any]:
    nik, born = bare_digits(fields["nik"]), read_date(fields)
    shown = birthday_in(nik, born) if born else None
    return {"nik": nik, "born": born, "shown": shown, "agreed": what_is_agreed_to(fields)}


def _language(answers: Answers) -> Language:
    return language_in(answers.along)

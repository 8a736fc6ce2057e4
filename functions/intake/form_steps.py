"""Which question comes next, and what is wrong with an answer: pure, from the answers so far."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from intake.form_answers import Answers, Fields
from menwa.document_numbers import bare_digits, check_nik, shows_another_birthday
from menwa.mistakes import Mistake
from menwa.office import Office
from menwa.request_form import Request, read_date, read_form


@dataclass(frozen=True)
class Step:
    """A page, what it is called, and the fields that it asks for."""

    name: str
    page: str
    fields: tuple[str, ...]
    of_document: bool = False


DOCUMENT = Step("document", "intake/ask_document.html", ("document_type",), of_document=True)
SEND = Step("send", "intake/check.html", ())
STEPS = (
    DOCUMENT,
    Step("whom", "intake/ask_whom.html", ("whom", "relation"), of_document=True),
    Step("subject", "intake/ask_subject.html", ("subject_name", "subject_nik"), of_document=True),
    Step("number", "intake/ask_number.html", ("number", "number_unknown"), of_document=True),
    Step("receipt", "intake/ask_receipt.html", ("receipt",), of_document=True),
    Step("nik", "intake/ask_nik.html", ("nik",)),
    Step("name", "intake/ask_name.html", ("name",)),
    Step("birth_date", "intake/ask_birth_date.html", ("birth_day", "birth_month", "birth_year")),
    Step("sure", "intake/ask_sure.html", ("sure",)),
    Step("phone", "intake/ask_phone.html", ("phone",)),
)
BY_NAME = {step.name: step for step in (*STEPS, SEND)}
ERRORS_OF = {"birth_date": ("birth_date",)}  # where they are not called as its fields are


@dataclass(frozen=True)
class Place:
    step: Step
    at: int


def way(answers: Answers, office: Office) -> Iterator[Place]:
    """Every question that these answers lead to, in order."""
    for at in range(len(answers.documents)):
        for step in STEPS:
            if step.of_document and _is_asked(step, answers.fields(at), answers, office):
                yield Place(step, at)
    last = len(answers.documents) - 1
    for step in STEPS:
        if not step.of_document and _is_asked(step, answers.fields(last), answers, office):
            yield Place(step, last)


def next_place(answers: Answers, office: Office, today: date) -> Place | None:
    """The first question without a good answer; None: all is there."""
    for place in way(answers, office):
        if mistakes_in(place.step, answers.fields(place.at), office, today):
            return place
    return None


def place_before(place: Place, answers: Answers, office: Office) -> Place | None:
    """None: the page on which all answers are looked through."""
    if place.step is DOCUMENT and place.at > 0:
        return None
    ahead = list(way(answers, office))
    found = ahead.index(place) if place in ahead else 0
    return ahead[max(0, found - 1)]


def mistakes_in(step: Step, fields: Fields, office: Office, today: date) -> dict[str, Mistake]:
    """By field; also of what has not been asked yet."""
    if step.name == "sure":
        agreed = fields.get("sure") == what_is_agreed_to(fields)
        return {} if agreed else {"sure": Mistake("error_birth_date")}
    document = office.documents.get(fields.get("document_type", ""))
    if step.name == "whom" and document and fields.get("whom") not in document.about:
        return {"whom": Mistake("error_whom")}
    if step.name == "receipt" and "receipt" not in fields:
        return {"receipt": Mistake("error_receipt")}
    found = read_form(fields, office, today)[1]
    named = ERRORS_OF.get(step.name, step.fields)
    return {field: mistake for field, mistake in found.items() if field in named}


def requests_in(answers: Answers, office: Office, today: date) -> list[Request]:
    """One for each document; none at all if something is wrong."""
    forms = [answers.fields(at) for at in range(len(answers.documents))]
    read = [read_form(form, office, today, answers.proven)[0] for form in forms]
    found = [request for request in read if request is not None]
    return found if len(found) == len(read) else []


def what_is_agreed_to(fields: Fields) -> str:
    """This NIK with this birth date: another of either is asked about again."""
    return f"{bare_digits(fields.get('nik', ''))} {read_date(fields)}"


def _is_asked(step: Step, fields: Fields, answers: Answers, office: Office) -> bool:
    document = office.documents.get(fields.get("document_type", ""))
    match step.name:
        case "whom":
            return bool(document and document.about)
        case "subject":
            return bool(document and document.about) and fields.get("whom", "self") != "self"
        case "receipt":
            return office.receipts_are_unguessable
        case "sure":
            return _is_doubtful(fields)
        case "phone":
            return "token" not in answers.along
    return True


def _is_doubtful(fields: Fields) -> bool:
    born, nik = read_date(fields), fields.get("nik", "")
    return (
        born is not None and not check_nik(nik) and shows_another_birthday(bare_digits(nik), born)
    )

"""What Meta would refuse of a template is found before it is submitted."""

from typing import Any

import pytest

from local.templates.rules import faults
from local.whatsapp.definitions import CODE, EXPIRY, RECOMMENDATION
from menwa.office import Template

QUICK = {"kind": "quick_reply", "text": "Data salah"}
OPEN = {"kind": "url", "text": "Lihat", "url": "/k/{{1}}"}
COPY = {"kind": "copy_code", "text": "Salin kode"}


def a_template(**changes: Any) -> Template:
    known = {
        "category": "utility",
        "body": "Permintaan {{case_id}} menunggu jawaban Anda sebagai {{title}} di kantor ini.",
        "footer": "Jangan teruskan pesan ini.",
        "buttons": [OPEN, QUICK],
    }
    return Template.model_validate(known | changes)


def a_code(**changes: Any) -> Template:
    known = {
        "category": "authentication",
        "body": CODE + RECOMMENDATION,
        "footer": EXPIRY.format(10),
        "buttons": [COPY],
    }
    return Template.model_validate(known | changes)


@pytest.mark.parametrize(
    "template",
    [
        a_template(),
        a_template(footer="", buttons=[]),
        a_template(header="document", buttons=[QUICK, OPEN]),
        a_template(body="Kode {{1}} milik {{2}} sudah kami terima."),
        a_template(body="Tanpa isian apa pun."),
        a_template(body="x" * 1024),
        a_template(buttons=[OPEN | {"text": "x" * 25, "url": "/lacak"}]),
        a_template(buttons=[QUICK | {"text": str(place)} for place in range(10)]),
        a_code(),
        a_code(body=CODE, footer=""),
    ],
)
def test_what_meta_takes_has_no_fault(template: Template) -> None:
    assert faults("tanya_pejabat", template) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"language": "Indonesia"}, "no language"),
        ({"body": "{{title}}, permintaan ini menunggu jawaban Anda."}, "begins or ends"),
        ({"body": "Permintaan ini menunggu jawaban {{title}}"}, "begins or ends"),
        ({"body": "Permintaan ini menunggu jawaban {{title}}."}, "begins or ends"),
        ({"body": "({{title}}) permintaan ini menunggu jawaban."}, "begins or ends"),
        ({"body": "x" * 1025}, "1025 characters"),
        ({"body": "Permintaan ini milik {{a}} {{b}} yang sudah lama menunggu."}, "touch"),
        ({"body": "Ini {{a}} dan {{b}} ya."}, "too many variables"),
        ({"body": "Satu\n\n\ndua tiga empat."}, "line breaks"),
        ({"body": "Satu\tdua tiga empat."}, "tab"),
        ({"body": "Permintaan {{case id}} sudah kami terima."}, "braces"),
        ({"body": "Permintaan {case_id}} sudah kami terima."}, "braces"),
        ({"body": "Kode {{2}} milik {{1}} sudah kami terima."}, "numbered from 1"),
        ({"body": "Kode {{1}} milik {{nama}} sudah kami terima."}, "numbered from 1"),
        ({"body": "Kode {{Nama}} sudah lama kami terima."}, "small letters"),
        ({"body": "Promo KTP minggu ini, segera datang."}, "advertising"),
        ({"footer": "Layanan ini gratis."}, "advertising"),
        ({"body": "Balas lewat wa.me/62811000714 sekarang."}, "wa.me"),
        ({"footer": "x" * 61}, "61 characters"),
        ({"footer": "Untuk {{title}} saja"}, "footer has a variable"),
        ({"buttons": [QUICK | {"text": "x" * 26}]}, "1 to 25"),
        ({"buttons": [QUICK | {"text": ""}]}, "1 to 25"),
        ({"buttons": [QUICK | {"text": str(place)} for place in range(11)]}, "10 buttons"),
        ({"buttons": [OPEN | {"text": str(place)} for place in range(3)]}, "2 with an address"),
        ({"buttons": [QUICK, QUICK]}, "same text"),
        ({"buttons": [QUICK, OPEN, QUICK | {"text": "Bukan saya"}]}, "stand together"),
        ({"buttons": [COPY]}, "authentication templates"),
        ({"buttons": [OPEN | {"url": "https://contoh.test/"}]}, "path of ours"),
        ({"buttons": [OPEN | {"url": "/" + "x" * 2000}]}, "path of ours"),
        ({"buttons": [OPEN | {"url": "/k/{{1}}/jawab"}]}, "at its end"),
        ({"buttons": [OPEN | {"url": "/{{1}}/{{1}}"}]}, "at its end"),
        ({"buttons": [QUICK | {"url": "/k"}]}, "only a button that opens"),
    ],
)
def test_what_meta_refuses_is_said_with_the_templates_name(
    changes: dict[str, Any], said: str
) -> None:
    (fault,) = faults("tanya_pejabat", a_template(**changes))
    assert fault.startswith("tanya_pejabat: ")
    assert said in fault


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"body": "Kode Anda {{1}}, jangan dibagikan."}, "not Meta's own"),
        ({"footer": "Berlaku 10 menit."}, "for how many minutes"),
        ({"footer": EXPIRY.format(91)}, "for how many minutes"),
        ({"header": "document"}, "no header"),
        ({"buttons": []}, "copies the code"),
        ({"buttons": [QUICK]}, "copies the code"),
    ],
)
def test_a_template_for_codes_has_a_form_of_its_own(changes: dict[str, Any], said: str) -> None:
    (fault,) = faults("kode_masuk", a_code(**changes))
    assert said in fault


@pytest.mark.parametrize("name", ["", "Tanya", "tanya-pejabat", "x" * 513])
def test_a_name_is_as_meta_wants_it(name: str) -> None:
    (fault,) = faults(name, a_template())
    assert "a name is of small letters" in fault

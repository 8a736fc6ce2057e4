import re

import pytest
from flask.testing import FlaskClient

from local.whatsapp import SampleWhatsApp
from local.whatsapp.bubbles import as_typed, initials, size
from tests.unit.gate_pki import a_pdf
from tests.unit.whatsapp.setting import HIDDEN, RATNA, SITI, Clock


def say(sample: SampleWhatsApp, text: str) -> str:
    body = {"messaging_product": "whatsapp", "to": SITI, "type": "text", "text": {"body": text}}
    return sample.accept(body)[0].id


def test_citizens_and_officials_lie_side_by_side(http: FlaskClient) -> None:
    page = http.get("/_kantor/hp").text

    citizens, officials = page.split('id="Pejabat"')
    assert "Siti Aminah" in citizens
    assert "Ratna Sari" in officials
    assert '<a href="/_kantor/hp" aria-current="page">' in page


def test_the_latest_talk_stands_first(
    clock: Clock, sample: SampleWhatsApp, http: FlaskClient
) -> None:
    sample.write("+6281399990000", "Halo")
    clock.pass_by(minutes=1)
    sample.write(HIDDEN, "Halo")

    listed = re.findall(r'href="/_kantor/hp/(\+\d+)"', http.get("/_kantor/hp").text)
    assert listed == [HIDDEN, "+6281399990000", SITI, RATNA]


def test_a_ready_typed_text_waits_in_the_field(http: FlaskClient) -> None:
    page = http.get(f"/_kantor/hp/{SITI}", query_string={"text": "MENWA <7K3Q>"}).text

    assert re.search(r"<textarea[^>]*>MENWA &lt;7K3Q&gt;</textarea>", page)


def test_a_ready_typed_text_is_handed_to_whichever_phone_is_chosen(http: FlaskClient) -> None:
    page = http.get("/_kantor/hp", query_string={"text": "MENWA 7K3Q"}).text

    assert f"/_kantor/hp/{SITI}?text=MENWA+7K3Q" in page.replace("%2B", "+")


@pytest.mark.parametrize("typed", ["6281211110001", "+6281211110001", "%2B6281211110001"])
def test_a_phone_is_found_with_or_without_its_plus(http: FlaskClient, typed: str) -> None:
    assert "Siti Aminah" in http.get(f"/_kantor/hp/{typed}").text


@pytest.mark.parametrize("typed", ["0", "abc", "1" * 20])
def test_what_is_no_phone_is_not_found(http: FlaskClient, typed: str) -> None:
    assert http.get(f"/_kantor/hp/{typed}").status_code == 404


def test_any_other_number_may_be_opened_too(http: FlaskClient) -> None:
    answer = http.post("/_kantor/hp", data={"nomor": "0813-9999-0000", "text": "MENWA 1"})
    assert answer.location.endswith("/_kantor/hp/+6281399990000?text=MENWA+1")
    http.post("/_kantor/hp/+6281399990000", data={"text": "MENWA 1"})

    assert "+6281399990000" in http.get("/_kantor/hp").text


def test_typing_works_without_a_script(sample: SampleWhatsApp, http: FlaskClient) -> None:
    answer = http.post(f"/_kantor/hp/{SITI}", data={"text": " MENWA 7K3Q \n"})
    http.post(f"/_kantor/hp/{SITI}", data={"text": "  "})

    assert answer.status_code == 302
    assert [message.content.text for message in sample.chats.on_phone(SITI)] == ["MENWA 7K3Q"]
    assert '<p class="words">MENWA 7K3Q</p>' in http.get(answer.location).text


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("voice", 'aria-label="Pesan suara"'),
        ("sticker", 'aria-label="Stiker"'),
        ("image", 'aria-label="Foto"'),
        ("video", 'aria-label="Video"'),
        ("location", "Lokasi"),
        ("contact", "Kontak"),
        ("reaction", "Menanggapi dengan jempol"),
        ("unsupported", "Pesan sekali lihat"),
    ],
)
def test_whatever_is_no_text_is_sent_by_a_button_and_shown(
    sample: SampleWhatsApp, http: FlaskClient, kind: str, shown: str
) -> None:
    answer = http.post(f"/_kantor/hp/{SITI}/kirim", data={"kind": kind})
    page = http.get(answer.location).text

    assert [message.content.kind for message in sample.chats.on_phone(SITI)] == [kind]
    assert shown in page.split('class="wall"')[1].split("</article>")[0]
    assert f'name="kind" value="{kind}"' in page
    assert http.post(f"/_kantor/hp/{SITI}/kirim", data={"kind": "hologram"}).status_code == 404


def test_phones_lie_side_by_side_and_what_is_typed_there_leads_back_there(
    sample: SampleWhatsApp, http: FlaskClient
) -> None:
    sample.write(HIDDEN, "Halo")
    page = http.get("/_kantor/hp/berdampingan").text
    assert re.findall(r'aria-label="HP ([^"]+)"', page) == ["Budi Santoso", "Ratna Sari, S.Sos."]

    both = f"{SITI},{RATNA}"
    answer = http.post(f"/_kantor/hp/{SITI}", data={"text": "Halo", "bersama": both})
    page = http.get(answer.location).text
    assert re.findall(r'aria-label="HP ([^"]+)"', page) == ["Siti Aminah", "Ratna Sari, S.Sos."]
    assert '<p class="words">Halo</p>' in page


def test_a_number_is_hidden_renewed_and_changed_on_the_phone_itself(
    sample: SampleWhatsApp, http: FlaskClient
) -> None:
    change = f"/_kantor/hp/{SITI}/ubah"
    page = http.get(http.post(change, data={"ubah": "sembunyi"}).location).text
    assert "tersembunyi" in page
    before = sample.chats.phone(SITI).user_id
    http.post(change, data={"ubah": "id"})
    assert sample.chats.phone(SITI).user_id != before
    moved = http.post(change, data={"ubah": "nomor", "bersama": f"{SITI},{RATNA}"})
    page = http.get(moved.location).text
    assert "Siti Aminah" in page
    assert SITI not in page
    assert http.post(change, data={"ubah": "nama"}).status_code == 404


def test_a_lists_rows_lie_behind_its_button(sample: SampleWhatsApp, http: FlaskClient) -> None:
    sample.write(SITI, "Halo")
    rows = [{"id": "TYPE:kk", "title": "Kartu Keluarga", "description": "Satu keluarga"}]
    action = {"button": "Pilih dokumen", "sections": [{"title": "Semua", "rows": rows}]}
    asked = {"type": "list", "body": {"text": "Yang mana?"}, "action": action}
    message, _ = sample.accept({"to": SITI, "type": "interactive", "interactive": asked})
    page = http.get(f"/_kantor/hp/{SITI}").text
    behind = page.split('<details class="rows">')[1].split("</details>")[0]
    assert "Pilih dokumen</summary>" in behind
    assert "Kartu Keluarga<small>Satu keluarga</small>" in behind

    tapped = http.post(f"/_kantor/hp/{SITI}/ketuk", data={"id": message.id, "button": "0"})
    assert tapped.status_code == 302
    assert sample.chats.on_phone(SITI)[-1].content.text == "Kartu Keluarga"


def test_a_pdf_is_shown_by_its_first_page(sample: SampleWhatsApp, http: FlaskClient) -> None:
    sample.write(SITI, "Halo")
    medium = sample.media.keep(a_pdf("KARTU KELUARGA"), "application/pdf", sample.now())
    document = {"id": medium.id, "filename": "kk.pdf"}
    sample.accept({"to": SITI, "type": "document", "document": document})
    address = f"/_kantor/hp/{SITI}/halaman/{medium.id}.png"

    assert address in http.get(f"/_kantor/hp/{SITI}").text.replace("%2B", "+")
    assert http.get(address).data.startswith(b"\x89PNG")
    assert http.get(f"/_kantor/hp/{RATNA}/halaman/{medium.id}.png").status_code == 404


def test_links_are_there_to_click_and_markup_is_only_text(
    sample: SampleWhatsApp, http: FlaskClient
) -> None:
    sample.write(SITI, "Halo")
    say(sample, "<b>Buka</b> https://contoh.test/k/a?b=1&c=2.")
    page = http.get(f"/_kantor/hp/{SITI}").text

    assert "&lt;b&gt;Buka&lt;/b&gt;" in page
    assert 'href="https://contoh.test/k/a?b=1&amp;c=2"' in page


def test_looking_at_the_json_reads_nothing(sample: SampleWhatsApp, http: FlaskClient) -> None:
    sample.write(SITI, "Halo")
    say(sample, "Selamat pagi")
    http.get(f"/_kantor/api/hp/{SITI}")
    assert len(sample.chats.unread(SITI)) == 1

    http.get(f"/_kantor/hp/{SITI}")
    assert sample.chats.unread(SITI) == []


def test_a_tap_by_form_and_by_json_is_refused_where_there_is_no_button(http: FlaskClient) -> None:
    tapped = {"id": "wamid.404", "button": 0}

    assert http.post(f"/_kantor/hp/{RATNA}/ketuk", data=tapped).status_code == 404
    assert http.post(f"/_kantor/api/hp/{RATNA}/ketuk", json=tapped).status_code == 404
    assert http.post(f"/_kantor/api/hp/{RATNA}/ketuk", json={}).status_code == 422


def test_writing_by_json_needs_words(http: FlaskClient) -> None:
    assert http.post(f"/_kantor/api/hp/{SITI}/tulis", json={"text": " "}).status_code == 422
    assert http.post(f"/_kantor/api/hp/{SITI}/tulis", json={"text": "Halo"}).status_code == 202


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*tebal* dan _miring_", "<strong>tebal</strong> dan <em>miring</em>"),
        ("2*3*4 tetap", "2*3*4 tetap"),
        ("snake_case_name", "snake_case_name"),
        ("a < b & c", "a &lt; b &amp; c"),
    ],
)
def test_marks_are_shown_as_whatsapp_shows_them(typed: str, shown: str) -> None:
    assert as_typed(typed) == shown


def test_titles_give_no_initials() -> None:
    assert [initials(name) for name in ("Drs. Hendra Wijaya", "Siti", "")] == ["HW", "S", "?"]
    assert [size(b"x" * length) for length in (1, 182_000, 1_250_000)] == [
        "1 kB",
        "182 kB",
        "1,2 MB",
    ]

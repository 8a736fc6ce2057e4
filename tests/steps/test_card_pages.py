"""The kartu kendali as officers open, print and take it along."""

import json
import subprocess
import sys
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from menwa.card import Card
from menwa.case import CaseFile
from report import card
from tests.builders import CASE_ID, NOW, a_file
from tests.steps.calling import Reply, http_event, invoked, requested, signed_in
from tests.steps.world import World

ROOT = Path(__file__).parents[2]


def opened(path: str) -> Reply:
    return requested(card.handler, "GET", path, officer="siti.aminah")


def fetched(path: str) -> bytes:
    """What no text can hold."""
    event = http_event("GET", path, headers={"Cookie": signed_in("siti.aminah")})
    return b64decode(invoked(card.handler, event)["body"])


def noted(file: CaseFile, occasion: str, **more: Any) -> CaseFile:
    known: dict[str, Any] = {"step": 3, "holder": "Kepala Seksi", "paraf": "SY", "to": "Kabid"}
    return file.handed_over(**known | {"act": "submitted", "now": NOW, "occasion": occasion} | more)


def a_noted_file() -> CaseFile:
    return noted(noted(a_file(), "look:1"), "answer:1", act="wrong_entry", note="Nama <b>ayah</b>")


def test_a_card_shows_each_hand_over_with_its_paraf_and_note(world: World) -> None:
    world.have(a_noted_file())
    page = opened(f"/kartu/{CASE_ID}")
    assert page.status == 200
    for shown in ("KARTU KENDALI", CASE_ID, "Sudah diajukan", "Salah entri di SIAK", ">SY<"):
        assert shown in page.text
    for shown in ("Tepat waktu", "1 menit", "Nama &lt;b&gt;ayah&lt;/b&gt;"):
        assert shown in page.text
    assert "Rantai catatan kartu ini utuh" in page.text


def test_a_card_whose_note_was_erased_is_whole(world: World) -> None:
    file = noted(a_file(), "answer:1", note="Nama ayah")
    world.have(CaseFile(case=file.case, entries=file.entries))
    assert "Rantai catatan kartu ini utuh" in opened(f"/kartu/{CASE_ID}").text


def test_a_card_that_was_tampered_with_says_where(world: World) -> None:
    file = a_noted_file()
    forged = file.entries[1].model_copy(update={"paraf": "XX"})
    world.have(CaseFile(case=file.case, entries=(file.entries[0], forged)))
    page = opened(f"/kartu/{CASE_ID}")
    assert "Catatan nomor 2 berubah, hilang, atau disisipkan" in page.text
    assert "terputus pada nomor 2" in page.text


def test_a_note_that_was_rewritten_is_found(world: World) -> None:
    world.have(CaseFile(**vars(a_noted_file()) | {"notes": {2: "Nama ibu"}}))
    assert "terputus pada nomor 2" in opened(f"/kartu/{CASE_ID}").text


def test_a_card_is_printed_as_the_offices_form(world: World) -> None:
    world.have(a_noted_file())
    paper = PdfReader(BytesIO(fetched(f"/kartu/{CASE_ID}/pdf")))
    said = " ".join(paper.pages[0].extract_text().split())
    width, height = (float(side) for side in paper.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (842, 595)
    for shown in ("DINAS KEPENDUDUKAN", "KARTU KENDALI PELAYANAN", CASE_ID, "Salah entri di SIAK"):
        assert shown in said
    for shown in ("Senin, 23 November 2026 pukul 10.00 WIB", "Halaman 1 dari ", "Nama <b>ayah</b>"):
        assert shown in said
    assert "Contoh Siti Aminah" in said
    assert "utuh" in said


def test_a_long_card_goes_on_under_the_same_headings(world: World) -> None:
    file = a_file()
    for turn in range(40):
        file = noted(file, f"look:{turn}")
    world.have(file)
    pages = PdfReader(BytesIO(fetched(f"/kartu/{CASE_ID}/pdf"))).pages
    assert len(pages) > 2
    assert all("Diserahkan oleh" in page.extract_text() for page in pages[:-1])


def test_a_card_taken_along_can_be_checked_by_anybody(world: World, tmp_path: Path) -> None:
    world.have(a_noted_file())
    taken = json.loads(opened(f"/kartu/{CASE_ID}/json").text)
    assert Card.model_validate(taken).broken_at is None
    assert checked(tmp_path, taken) == (0, "utuh")
    taken["entries"][1]["holder"] = "Orang lain"
    code, said = checked(tmp_path, taken)
    assert code == 1
    assert "nomor 2" in said
    assert "Orang lain" in said


def checked(folder: Path, content: Any) -> tuple[int, str]:
    file = folder / "kartu.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "local.card", "verify", str(file)],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'functions'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    return done.returncode, "utuh" if "utuh" in said else said


@pytest.mark.parametrize("content", [[], {"case_id": "x"}, "kartu"])
def test_what_is_no_card_is_refused(tmp_path: Path, content: Any) -> None:
    code, said = checked(tmp_path, content)
    assert code == 2
    assert "bukan kartu" in said


@pytest.mark.usefixtures("world")
def test_a_card_of_no_case_is_not_found() -> None:
    assert opened("/kartu/MW-00000000011").status == 404
    assert opened("/kartu/MW-00000000011/pdf").status == 404
    assert opened("/kartu/..%2F..%2Fetc").status == 404


def test_to_open_a_card_writes_nothing(world: World) -> None:
    world.have(a_file())
    opened(f"/kartu/{CASE_ID}")
    before = world.items()
    opened(f"/kartu/{CASE_ID}")
    assert world.items() == before

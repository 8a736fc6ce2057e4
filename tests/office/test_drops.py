"""A morning's PDFs in one go: each finds its request, and what may not pass is said why."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page

from local.demo.desk import Document, what_is_seen
from local.demo.people import Citizen, Officer, Phone
from local.demo.stage import Scene, Stage
from local.siak.sample import draft, tampered
from menwa.case import DESK, CaseFile
from menwa.types import Status
from tests.office.walking import at_work, case_when, holds_exactly, pdfs_of, words
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")

SERVED, OLDER, STRANGERS, UNSIGNED = "dok-001", "dok-002", "dok-016", "dok-003"
MADE_GOOD = ("dok-006", "dok-012", "dok-026", "dok-045")
THIRTY = MADE_GOOD + tuple(
    f"dok-0{number:02}"
    for number in (
        *(5, 7, 8, 10, 14, 15, 17, 19, 20, 21, 24, 25, 27, 28, 29),
        *(31, 32, 34, 35, 37, 38, 40, 42, 43, 44, 46),
    )
)


@pytest.fixture
def siak_by_officers(stage: Stage) -> Iterator[None]:
    """As in an office without a gateway; the pen is lent for four documents more."""
    before = {one["id"]: one for one in stage.documents() if one["id"] in MADE_GOOD}
    for document_id in MADE_GOOD:
        stage.change(document_id, signed=True, wrong_entry=False)
    yield
    stage.office.siak.faults.switch("none")
    for document_id, known in before.items():
        stage.change(document_id, signed=known["signed"], wrong_entry=known["wrong_entry"])


def is_to_be_looked_up(file: CaseFile) -> bool:
    wait = file.wait
    return wait is not None and (wait.waiting_for, wait.asked) == (DESK, "siak")


def from_a_phone_of_their_own(
    stage: Stage, documents: list[Document], document_id: str, number: str
) -> Scene:
    """Some have no phone on record; no two ask from the same."""
    document = next(one for one in documents if one["id"] == document_id)
    roles = stage.office.office.documents[document["document_type"]].roles
    person = next(
        one for one in document["parties"] if one["role"] in roles and one["birth_date"] < "2005"
    )
    return Scene(document, Citizen(stage.http, person, Phone(stage.http, number)))


def state(stage: Stage, officer: Officer, scene: Scene, case_id: str) -> None:
    """Whoever asks is entitled, and SIAK has it signed and active."""
    case = case_when(stage, case_id, "to be looked up", is_to_be_looked_up).case
    kind = stage.office.office.documents[case.document_type]
    seen = what_is_seen(scene.document, case, kind) | {"right": "yes"}
    officer.post(f"/meja/{case_id}", **seen)
    wait = stage.office.file(case_id).wait
    assert wait is not None
    assert wait.reason == "pdf_awaited"


def begin_a_drop(page: Page) -> None:
    page.goto("/unggah")
    page.get_by_role("button", name="Pilih PDF").click()
    assert "Centang dulu pernyataan ini." in page.locator("main").inner_text()
    page.get_by_text("PDF ini saya unduh dari SIAK hari ini").click()
    page.get_by_role("button", name="Pilih PDF").click()


def said_of(page: Page, name: str) -> str:
    row = page.locator("#hasil tr[data-berkas]").filter(has_text=name)
    return " ".join(row.inner_text().split())


@pytest.mark.usefixtures("siak_by_officers")
def test_a_morning_of_thirty_is_cleared_by_one_drop_and_nothing_wrong_passes(
    stage: Stage, phone_browser: Watch, tmp_path: Path
) -> None:
    stage.ended(stage.scene(SERVED, "kepala_keluarga").begin())
    stage.office.siak.faults.switch("down")
    documents, officer = stage.documents(), stage.officer()
    scenes = [
        from_a_phone_of_their_own(stage, documents, document_id, f"+62899000006{place:02}")
        for place, document_id in enumerate((*THIRTY, SERVED))
    ]
    with ThreadPoolExecutor(8) as citizens:
        *cases, left = citizens.map(Scene.begin, scenes)
    for scene, case_id in zip(scenes, (*cases, left), strict=True):
        state(stage, officer, scene, case_id)
    unsigned = stage.office.siak.entry(UNSIGNED)
    assert unsigned
    pdfs = {f"berkas {scene.id}.pdf": stage.signed_by_siak(scene.id) for scene in scenes[:-1]}
    wrong = {
        "orang lain.pdf": stage.signed_by_siak(STRANGERS),
        "belum tte.pdf": draft(unsigned),
        "diubah.pdf": tampered(next(iter(pdfs.values()))),
        "lama.pdf": stage.signed_by_siak(OLDER),
        "catatan.txt": b"Catatan rapat, bukan dokumen.",
    }
    for name, content in (pdfs | wrong).items():
        (tmp_path / name).write_bytes(content)
    page = at_work(phone_browser, stage)
    begin_a_drop(page)
    page.locator("#file[multiple]").set_input_files(sorted(tmp_path.iterdir()))
    page.get_by_role("heading", name="Belum dipakai (5)").wait_for(timeout=60_000)
    for case_id, name in zip(cases, pdfs, strict=True):
        assert said_of(page, name).endswith(f"{case_id}: diteruskan untuk dikirim")
    for name, said in (
        ("orang lain.pdf", "Tidak ada permintaan menunggu yang cocok. PDF tidak dipakai."),
        ("belum tte.pdf", "PDF belum bertanda tangan elektronik"),
        ("diubah.pdf", "Isi PDF berubah setelah ditandatangani"),
        ("lama.pdf", f"{left}: Sudah ada yang lebih baru untuk nomor ini; unduh yang terbaru"),
        ("catatan.txt", "Bukan berkas PDF"),
    ):
        assert said_of(page, name).endswith(said)
    for scene, case_id in zip(scenes, cases, strict=False):
        assert stage.ended(case_id).case.status is Status.DELIVERED
        assert holds_exactly(stage, scene, case_id)
    assert stage.office.file(left).case.status is Status.AT_DESK
    assert pdfs_of(stage, left) == []


@pytest.mark.usefixtures("siak_by_officers")
def test_without_scripts_one_file_is_brought_at_a_time(
    stage: Stage, scriptless_browser: Watch, tmp_path: Path
) -> None:
    """For one case; what SIAK holds and whether they are entitled is said afterwards."""
    stage.office.siak.faults.switch("down")
    scene = from_a_phone_of_their_own(stage, stage.documents(), "dok-024", "+6289900000699")
    case_id = scene.begin()
    case_when(stage, case_id, "to be looked up", is_to_be_looked_up)
    page = at_work(scriptless_browser, stage)
    page.goto(f"/unggah?permintaan={case_id}")
    page.get_by_text("PDF ini saya unduh dari SIAK hari ini").click()
    page.get_by_role("button", name="Pilih PDF").click()
    for name, content in (("1.txt", b"catatan"), ("2.pdf", stage.signed_by_siak(scene.id))):
        (tmp_path / name).write_bytes(content)
        page.locator("#file").set_input_files(tmp_path / name)
        page.get_by_role("button", name="Unggah").click()
    case_when(stage, case_id, "has its PDF", lambda file: file.case.staged is not None)
    page.get_by_role("link", name="Muat ulang").click()
    seen = words(page.content())
    assert "Berkas 1" in seen
    assert "Bukan berkas PDF" in seen
    assert "PDF siap; pastikan pemohon berhak" in seen
    assert pdfs_of(stage, case_id) == []
    stage.officer().post(f"/meja/{case_id}", right="yes")
    assert stage.ended(case_id).case.status is Status.DELIVERED
    assert holds_exactly(stage, scene, case_id)

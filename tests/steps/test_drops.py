"""Where officers bring PDFs: what they state first, how files come, and what is said of each."""

import json
import re
from typing import Any

import boto3
import pytest

from check_siak import drops
from check_siak.desk_scripts import address_of
from check_siak.drop_store import Dropped, DropStore
from menwa import aws
from menwa.documents import DocumentStore
from menwa.sending_switch import Hold, SendingSwitch
from menwa.types import Status
from tests.builders import CASE_ID, a_file, a_proven_case, a_wait
from tests.steps.calling import Reply, requested
from tests.steps.world import STAGING, TABLE, World

OFFICER = "siti.aminah"
NAME = "rahasia keluarga.pdf"


@pytest.fixture(autouse=True)
def _names_are_personal(world: World) -> None:
    world.secrets.add("rahasia")


def get(path: str, officer: str | None = OFFICER, **query: str) -> Reply:
    return requested(drops.handler, "GET", path, query=query, officer=officer)


def post(path: str, officer: str | None = OFFICER, **form: str) -> Reply:
    return requested(drops.handler, "POST", path, form=form, officer=officer)


def begin(**form: str) -> str:
    """Where the drop's page is."""
    reply = post("/unggah", **{"statement": "ya", "permintaan": ""} | form)
    assert reply.status == 303
    assert re.fullmatch(r"/unggah/drop-[a-z2-7]{16}", reply.headers["Location"])
    return reply.headers["Location"]


def announce(path: str, *names: str, officer: str = OFFICER) -> Reply:
    return post(f"{path}/berkas", officer, names=json.dumps(names))


def store() -> DropStore:
    return DropStore(aws.dynamodb(), TABLE)


def files(world: World, path: str) -> tuple[Dropped, ...]:
    return store().load(path.rpartition("/")[2], world.clock.moment).files


def keep(world: World, path: str, **known: Any) -> None:
    drop = store().load(path.rpartition("/")[2], world.clock.moment).drop
    store().keep(drop, Dropped.model_validate({"number": 1, "sha256": "b" * 64} | known))


def keep_others(world: World, path: str, count: int) -> None:
    """Files that reached their cases."""
    for number in range(2, count + 2):
        keep(world, path, number=number, how="number", cases={CASE_ID: "goes_on"})


def waiting(world: World, reason: str = "right_unknown") -> None:
    wait = a_wait(asked="siak", reason=reason)
    world.have(a_file(a_proven_case(status=Status.AT_DESK, reason=reason), wait=wait))


def words(reply: Reply) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", reply.text, flags=re.DOTALL).split())


def test_an_officer_states_first_where_the_pdfs_are_from(world: World) -> None:
    reply = get("/unggah")
    assert reply.status == 200
    assert "PDF ini saya unduh dari SIAK hari ini dan dokumennya masih aktif" in words(reply)
    refused = post("/unggah", permintaan="")
    assert refused.status == 422
    assert "Centang dulu pernyataan ini." in words(refused)
    assert world.items() == []


def test_a_drop_begins_with_who_said_so_and_when(world: World) -> None:
    path = begin()
    drop = store().load(path.rpartition("/")[2], world.clock.moment).drop
    assert (drop.officer, drop.at, drop.case_id) == (OFFICER, world.clock.moment, None)


@pytest.mark.parametrize("officer", [None])
@pytest.mark.parametrize("path", ["/unggah", "/unggah/drop-aaaaaaaaaaaaaaaa"])
def test_nobody_else_sees_any_of_it(world: World, path: str, officer: str | None) -> None:
    assert get(path, officer).status == 303
    assert post("/unggah", officer, statement="ya").status == 401
    assert world.items() == []


def test_a_form_of_another_page_begins_nothing(world: World) -> None:
    assert post("/unggah", statement="ya", csrf="guessed").status == 403
    assert world.items() == []


def test_a_drop_may_be_for_one_case(world: World) -> None:
    waiting(world)
    assert CASE_ID in words(get("/unggah", permintaan=CASE_ID))
    path = begin(permintaan=CASE_ID)
    assert store().load(path.rpartition("/")[2], world.clock.moment).drop.case_id == CASE_ID
    assert f'href="/meja/{CASE_ID}"' in get(path).text


@pytest.mark.parametrize("case_id", ["MW-00000000011", "MW-1", "../../etc"])
def test_a_case_that_never_was_takes_none(world: World, case_id: str) -> None:
    assert get("/unggah", permintaan=case_id).status == 404
    assert post("/unggah", statement="ya", permintaan=case_id).status == 404
    assert world.items() == []


def test_each_file_is_invited_to_its_own_place_under_its_own_limits(world: World) -> None:
    path = begin()
    reply = announce(path, NAME, "kk dua.pdf")
    assert reply.status == 200
    invited = json.loads(reply.text)["files"]
    assert [one["number"] for one in invited] == [1, 2]
    assert [one["fields"]["key"] for one in invited] == [
        f"incoming/{path.rpartition('/')[2]}/{number}.pdf" for number in (1, 2)
    ]
    assert [file.name for file in files(world, path)] == [NAME, "kk dua.pdf"]
    assert "rahasia" not in reply.text


def test_a_form_without_scripts_leads_back_and_the_next_one_to_the_next_place(
    world: World,
) -> None:
    path = begin()
    assert f"incoming{path.removeprefix('/unggah')}/1.pdf" in get(path).text
    assert f"{path}?berkas=1" in get(path).text
    back = get(path, berkas="1", key="incoming/x/1.pdf", bucket="b", etag="e")
    assert f"incoming{path.removeprefix('/unggah')}/2.pdf" in back.text
    assert "Berkas 1" in words(back)
    assert "Sedang diperiksa" in words(back)
    assert files(world, path) == ()


@pytest.mark.parametrize("number", ["x", "-1", "", "٣", "99"])
def test_a_strange_number_in_the_address_does_no_harm(number: str) -> None:
    assert get(begin(), berkas=number).status == 200


def test_the_page_lets_only_our_script_run_and_only_the_bucket_be_sent_to() -> None:
    policy = get(begin()).headers["Content-Security-Policy"].split("; ")
    invited = DocumentStore(aws.s3(), STAGING).invite("incoming/drop/1.pdf")
    assert "script-src 'self'" in policy
    assert f"connect-src 'self' {invited.origin}" in policy
    assert f"form-action 'self' {invited.origin}" in policy
    assert "default-src 'none'" in policy
    assert f'<script src="{address_of("drop")}" defer>' in get(begin()).text


def test_no_more_than_fifty_files_in_a_drop() -> None:
    path = begin()
    assert announce(path, *[NAME] * 51).status == 422
    assert announce(path, *[NAME] * 50).status == 200
    assert announce(path, NAME).status == 409
    assert "Unggahan ini penuh" in words(get(path))
    assert 'id="unggah"' not in get(path).text


@pytest.mark.parametrize("names", ["", "kk.pdf", "[]", '[""]', '{"a": 1}', "[1]"])
def test_names_that_are_none_announce_nothing(world: World, names: str) -> None:
    path = begin()
    assert post(f"{path}/berkas", names=names).status == 422
    assert files(world, path) == ()


def test_only_who_vouched_for_them_adds_files_and_only_that_day(world: World) -> None:
    path = begin()
    other = "rudi.hartono"
    assert get(path, other).status == 200
    assert 'id="unggah"' not in get(path, other).text
    assert announce(path, NAME, officer=other).status == 409
    world.clock.pass_by(hours=24)
    assert 'id="unggah"' not in get(path).text
    assert announce(path, NAME).status == 409


@pytest.mark.parametrize("path", ["/unggah/drop-aaaaaaaaaaaaaaaa", "/unggah/drop-1", "/unggah/x"])
def test_a_drop_that_never_was_is_said_not_to_be(path: str) -> None:
    assert get(path).status == 404
    assert announce(path, NAME).status == 404


def test_a_look_changes_nothing_and_is_noted(world: World) -> None:
    path = begin()
    before = world.items()
    get(path)
    assert world.items() == before
    assert '"message":"viewed a drop"' in world.logs.getvalue()
    assert f'"officer":"{OFFICER}"' in world.logs.getvalue()


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"sha256": None}, "Menunggu diunggah"),
        ({"how": "number", "cases": {CASE_ID: "ahead"}}, f"{CASE_ID} : sedang diperiksa"),
        ({"how": "number", "cases": {CASE_ID: "goes_on"}}, "diteruskan untuk dikirim"),
        ({"how": "bound", "cases": {CASE_ID: "too_late"}}, "tidak menunggu PDF lagi"),
        ({"how": "refused", "verdict": "NO_SIGNATURE"}, "PDF belum bertanda tangan elektronik"),
        ({"how": "refused", "verdict": "UNREADABLE"}, "Unggah dari halaman permintaannya."),
        ({"how": "nothing", "verdict": "OK"}, "Tidak ada permintaan menunggu yang cocok"),
        ({"how": "several", "cases": {CASE_ID: "ahead"}}, "lebih dari satu permintaan"),
        ({"how": "other_applicant", "cases": {CASE_ID: "ahead"}}, "nama pemohon tidak ada"),
        (
            {"how": "number", "cases": {CASE_ID: "refused"}, "verdict": "SUPERSEDED"},
            "Sudah ada yang lebih baru untuk nomor ini",
        ),
    ],
)
def test_what_became_of_a_file_is_said_in_plain_words(
    world: World, known: dict[str, Any], said: str
) -> None:
    path = begin()
    keep(world, path, name=NAME, **known)
    page = get(path)
    assert said in words(page)
    assert NAME in words(page)
    for case_id in known.get("cases", {}):
        assert f'href="/meja/{case_id}"' in page.text


@pytest.mark.parametrize(
    ("known", "listed"),
    [
        ({"how": "number", "cases": {CASE_ID: "goes_on"}}, False),
        ({"how": "number", "cases": {CASE_ID: "right_unknown"}}, False),
        ({"how": "nothing"}, True),
        ({"how": "bound", "cases": {CASE_ID: "refused"}, "verdict": "NOT_PDF"}, True),
    ],
)
def test_at_the_end_stands_what_reached_nobody(
    world: World, known: dict[str, Any], listed: bool
) -> None:
    path = begin()
    keep(world, path, **known)
    assert "Belum dipakai" not in words(get(path)), "a short list shows it where it stands"
    keep_others(world, path, 10)
    assert ("Belum dipakai (1)" in words(get(path))) is listed
    announce(path, "masih di jalan.pdf")
    assert "Belum dipakai" not in words(get(path))


@pytest.mark.parametrize("reason", ["right_unknown", "pdf_to_confirm"])
def test_whose_pdf_is_ready_and_who_waits_all_the_same_is_listed(world: World, reason: str) -> None:
    waiting(world, reason)
    path = begin()
    keep(world, path, how="number", cases={CASE_ID: reason})
    assert "petugas masih perlu memastikan" in words(get(path))
    file = world.file()
    world.store.save(file, file.answered({"found": "signed"}, world.clock.moment))
    assert "petugas masih perlu memastikan" not in words(get(path))


def test_a_form_goes_to_the_buckets_own_region() -> None:
    """S3's global address would redirect, and the page's policy stop that."""
    s3 = boto3.Session("key", "secret", region_name="ap-southeast-3").client(
        "s3", config=aws.REGIONAL
    )
    made = DocumentStore(s3, "menwa-staging").invite("incoming/drop/1.pdf")
    assert made.url == "https://menwa-staging.s3.ap-southeast-3.amazonaws.com/"
    assert made.origin == "https://menwa-staging.s3.ap-southeast-3.amazonaws.com"


def test_while_sending_is_held_the_pages_for_pdfs_say_so_too(world: World) -> None:
    SendingSwitch(aws.dynamodb(), TABLE).hold(
        Hold(officer="Contoh Sari Dewi", at=world.clock.moment, reason="Gangguan")
    )
    for path in ("/unggah", begin()):
        assert "Pengiriman ditahan oleh Contoh Sari Dewi" in words(get(path))

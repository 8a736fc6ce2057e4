"""`make templates`: submitted once, shown as Meta has them, and compared with the file."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from local.templates.__main__ import main
from local.templates.account import MetaRefused, TemplateAccount
from local.templates.bodies import EXAMPLES, submission
from local.templates.rules import variables
from local.whatsapp import SampleWhatsApp
from local.whatsapp.sample import ACCOUNT_ID
from tests.builders import OFFICE
from tests.unit.whatsapp.setting import Clock, Office, an_app, listening, until

TOKEN = "a-token-that-is-told-to-nobody"
ENVIRONMENT = {
    "WHATSAPP_ACCOUNT_ID": ACCOUNT_ID,
    "WHATSAPP_ACCESS_TOKEN": TOKEN,
    "META_APP_ID": "670843887433847",
}
Run = Callable[..., tuple[int, dict[str, str]]]


@pytest.fixture
def sample() -> SampleWhatsApp:
    return SampleWhatsApp(
        office_name="", number="+62811000714", phone_number_id="1", access_token=TOKEN, now=Clock()
    )


@pytest.fixture
def run(sample: SampleWhatsApp, capsys: pytest.CaptureFixture[str]) -> Run:
    """The exit code, and by template's name what was said of it."""

    def run(*arguments: str, **environment: str) -> tuple[int, dict[str, str]]:
        transport = httpx.WSGITransport(app=an_app(sample))
        code = main(
            ["--office", "contoh", "--url", "http://sample/_meta/v26.0", *arguments],
            ENVIRONMENT | environment,
            transport,
        )
        said = capsys.readouterr()
        assert TOKEN not in said.out + said.err
        assert ACCOUNT_ID not in said.out + said.err
        lines = [line.partition(" ") for line in (said.out + said.err).splitlines()]
        return code, {name: rest for name, _, rest in lines if name}

    return run


def account(sample: SampleWhatsApp, token: str = TOKEN, account_id: str = ACCOUNT_ID) -> Any:
    transport = httpx.WSGITransport(app=an_app(sample))
    return TemplateAccount("http://sample/_meta/v26.0", account_id, token, transport)


def body_of(name: str, **changes: Any) -> dict[str, Any]:
    template = OFFICE.templates[name].model_copy(update=changes)
    return submission(name, template, "https://menwa.contoh.go.id", "4::handle")


def test_what_is_missing_is_submitted_and_then_shown(run: Run, sample: SampleWhatsApp) -> None:
    code, said = run()
    assert code == 0
    assert said.keys() == OFFICE.templates.keys()
    assert all("PENDING, submitted now" in each for each in said.values())
    sample.turn_template("dokumen_siap", "APPROVED")
    code, said = run()
    assert code == 0
    assert said["dokumen_siap"].endswith("APPROVED")
    assert said["kode_masuk"].endswith("PENDING")


def test_metas_reviewer_sees_an_example_of_each_variable() -> None:
    named = {name for each in OFFICE.templates.values() for name in variables(each.body)}
    assert {name for name in named if not name.isdigit()} == EXAMPLES.keys()


def test_to_show_is_to_submit_nothing(run: Run, sample: SampleWhatsApp) -> None:
    code, said = run("--show")
    assert code == 1
    assert said["dokumen_siap"].endswith("missing")
    assert sample.templates.all() == []


def test_a_template_that_reads_otherwise_at_meta_is_shown_with_both(
    run: Run, sample: SampleWhatsApp, capsys: pytest.CaptureFixture[str]
) -> None:
    with account(sample) as meta:
        meta.submit(body_of("masih_anda", body="Apakah nomor {{case_id}} masih milik Anda?"))
    transport = httpx.WSGITransport(app=an_app(sample))
    assert main(["--url", "http://sample/_meta/v26.0"], ENVIRONMENT, transport) == 1
    said = capsys.readouterr().out
    assert f"  body in the file: {OFFICE.templates['masih_anda'].body}\n" in said
    assert "  body at Meta:     Apakah nomor {{case_id}} masih milik Anda?\n" in said
    code, shown = run("--change", "masih_anda")
    assert (code, shown["masih_anda"].endswith("PENDING, changed now")) == (0, True)
    assert run()[0] == 0


@pytest.mark.parametrize("status", ["REJECTED", "PAUSED", "DISABLED"])
def test_what_meta_does_not_let_out_is_told(run: Run, sample: SampleWhatsApp, status: Any) -> None:
    run()
    sample.turn_template("dokumen_siap", status)
    code, said = run()
    assert code == 1
    assert status in said["dokumen_siap"]
    assert ("INVALID_FORMAT" in said["dokumen_siap"]) == (status == "REJECTED")


def test_every_page_of_metas_list_is_read(run: Run, sample: SampleWhatsApp) -> None:
    with account(sample) as meta:
        for number in range(120):
            meta.submit(body_of("masih_anda") | {"name": f"lain_{number}"})
    code, said = run("--show")
    assert code == 1
    assert sum("not in the office's file" in each for each in said.values()) == 120


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "100/2388024"),
        ({"components": []}, "100/2388040"),
        ({"name": "Nama Lain"}, "100 "),
        ({"components": None, "name": "lain"}, "100/2388040"),
        ({"name": None}, "100 "),
    ],
)
def test_metas_refusals_are_told_in_its_words(
    sample: SampleWhatsApp, changes: dict[str, Any], code: str
) -> None:
    with account(sample) as meta:
        meta.submit(body_of("masih_anda"))
        with pytest.raises(MetaRefused, match=f"^{code}"):
            meta.submit(body_of("masih_anda") | changes)


def test_the_sample_refuses_what_the_rules_refuse_beforehand(sample: SampleWhatsApp) -> None:
    leading = body_of("masih_anda", body="{{case_id}} sudah selesai dan siap dikirim.")
    without_example = body_of("dokumen_siap")
    del without_example["components"][1]["example"]
    without_upload = body_of("dokumen_siap")
    without_upload["components"][0]["example"] = {"header_handle": ["x"]}
    with account(sample) as meta:
        for body, code in (
            (leading, "2388299"),
            (without_example, "2388043"),
            (without_upload, "2388273"),
        ):
            with pytest.raises(MetaRefused, match=code):
                meta.submit(body)


def test_an_account_holds_250_templates(sample: SampleWhatsApp) -> None:
    with account(sample) as meta:
        for number in range(250):
            meta.submit(body_of("masih_anda") | {"name": f"lain_{number}"})
        with pytest.raises(MetaRefused, match="2388019"):
            meta.submit(body_of("masih_anda"))


def test_a_wrong_token_or_account_is_told_without_showing_it(run: Run) -> None:
    assert run(WHATSAPP_ACCESS_TOKEN="another")[1] == {
        "Meta:": "190 Invalid OAuth access token - Cannot parse access token"
    }
    code, said = run(WHATSAPP_ACCOUNT_ID="1")
    assert (code, said["Meta:"].startswith("100/33")) == (1, True)


def test_half_of_what_it_needs_is_asked_for(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(META_APP_ID="")
    assert ended.value.code == 2
    assert "not set: META_APP_ID" in capsys.readouterr().err


def test_without_an_account_it_is_played_through_with_the_sample(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--office", "pekanbaru"], {}) == 0
    said = capsys.readouterr().out
    assert "not with Meta" in said
    assert said.count("PENDING, submitted now") == len(OFFICE.templates)


def test_a_template_is_of_use_once_it_is_approved_and_the_office_hears_of_it(
    sample: SampleWhatsApp,
) -> None:
    office = Office()
    with listening(sample, office) as address:
        url = f"{address}/_meta/v26.0"
        with TemplateAccount(url, ACCOUNT_ID, TOKEN) as meta:
            assert meta.submit(body_of("masih_anda")) == "PENDING"
        assert sample.turn_template("masih_anda", "APPROVED")
        until(lambda: bool(office.news))
    (news,) = office.news
    assert (news.event, news.subject) == ("APPROVED", "masih_anda")

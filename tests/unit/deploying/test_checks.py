"""What stops a deployment, what remains to be done after it, and what asks a person."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from deploy import checking, checks, parameters
from deploy.checking import Stopped, asked_about
from deploy.checks import Finding
from deploy.office_folder import Faulty
from deploy.parameters import Declared, parameters_of
from deploy.secrets import FIELDS, filled_in
from local.office_file import read_office
from tests.unit.deploying.samples import SAMPLE

GIVEN = {
    "WhatsAppPhoneNumberId": "106540352242922",
    "MailSender": "menwa@pekanbaru.go.id",
    "OperatorMail": "it@pekanbaru.go.id",
}
KNOWN: Declared = {
    "Stage": {},
    "TrustSamples": {},
    "PublicUrl": {"AllowedPattern": "https?://[^/]+"},
    "SweepEvery": {"AllowedValues": ["rate(5 minutes)"]},
    "OperatorMail": {},
}


def office_findings(given: Mapping[str, str]) -> dict[str, bool]:
    found = checks.of_the_office("contoh", read_office("contoh"), SAMPLE, given)
    return {each.what: each.stops for each in found}


def test_invented_people_and_a_samples_authority_are_never_deployed() -> None:
    found = office_findings(GIVEN)
    assert [what.split(":")[0] for what, stops in found.items() if stops] == [
        "12 of 12 people are invented",
        "office/contoh/trust.toml trusts a sample's made-up authority",
    ]
    assert len(found) == 2


def test_what_stages_toml_leaves_open_is_said() -> None:
    zeros = {"WhatsAppPhoneNumberId": "000000000000000", "MailSender": "menwa@contoh.go.id"}
    for open_still in ({}, zeros):
        said = " ".join(office_findings(open_still))
        assert "WhatsAppPhoneNumberId is not set" in said
        assert "MailSender is not set" in said
        assert "nobody is told of alarms" in said


@pytest.mark.parametrize("region", ["", "us-east-1", "ap-southeast-1"])
def test_people_of_indonesia_are_kept_in_indonesia(region: str) -> None:
    assert [each.stops for each in checks.of_the_region(region)] == [True]
    assert list(checks.of_the_region("ap-southeast-3")) == []


def test_another_offices_stage_and_a_stuck_stack_are_left_alone() -> None:
    assert not list(checks.of_the_stack("", {}, "pekanbaru"))
    own = {"menwa:office": "pekanbaru"}
    assert not list(checks.of_the_stack("UPDATE_COMPLETE", own, "pekanbaru"))
    assert not list(checks.of_the_stack("ROLLBACK_COMPLETE", own, "pekanbaru"))
    for state, office in (
        ("UPDATE_COMPLETE", "bandung"),
        ("UPDATE_IN_PROGRESS", "pekanbaru"),
        ("UPDATE_ROLLBACK_FAILED", "pekanbaru"),
    ):
        assert [each.stops for each in checks.of_the_stack(state, own, office)] == [True]


@pytest.mark.parametrize(
    ("unreserved", "kept", "sending"),
    [
        (10, None, 0),  # a new account
        (109, None, 0),
        (110, None, 10),
        (1000, None, 10),
        (100, "10", 10),  # ours is no longer among the unreserved
        (99, "10", 0),
        (1000, "0", 10),  # the account has grown
    ],
)
def test_senders_are_kept_free_only_where_lambda_allows_it(
    unreserved: int, kept: str | None, sending: int
) -> None:
    assert checks.sending_at_once(unreserved, kept) == sending
    assert bool(list(checks.of_concurrency(unreserved, sending))) is not bool(sending)


def test_a_sandbox_and_an_unknown_sender_remain_to_be_done() -> None:
    assert not list(checks.of_mail(anyone=True, sender="a@b.id", verified=True))
    found = list(checks.of_mail(anyone=False, sender="a@b.id", verified=False))
    assert [each.stops for each in found] == [False, False]
    assert "SES does not know a@b.id" in found[0].what


def test_secrets_are_missed_field_by_field() -> None:
    kept = {
        "WhatsAppSecret": frozenset({"access_token"}),
        "WebhookSecret": frozenset({"app_secret"}),
        "SiakSecret": frozenset({"certificate"}),
    }
    found = list(checks.of_secrets(kept, has_gateway=True, stops=True))
    assert [each.what.split(":")[0] for each in found] == [
        "WebhookSecret lacks verify_token",
        "SiakSecret has no bearer and no certificate",
    ]
    assert all(each.stops for each in found)
    whole = {
        "WhatsAppSecret": kept["WhatsAppSecret"],
        "WebhookSecret": frozenset({"app_secret", "verify_token"}),
        "SiakSecret": frozenset({"certificate", "key"}),
    }
    assert not list(checks.of_secrets(whole, has_gateway=True, stops=True))
    assert not list(
        checks.of_secrets(whole | {"SiakSecret": frozenset()}, has_gateway=False, stops=True)
    )


def test_what_no_interface_says_is_asked_and_a_no_stops() -> None:
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return "y" if len(asked) < 2 else ""

    with pytest.raises(Stopped):
        asked_about(ask)
    assert len(asked) == 2
    asked_about(lambda _question: "ya")

    def nobody(_question: str) -> str:
        raise EOFError

    with pytest.raises(Stopped, match="CONFIRMED=yes"):
        asked_about(nobody)


def test_nothing_stops_for_what_may_wait() -> None:
    wait, stop = Finding("later"), Finding("now", stops=True)
    assert checking._left([wait]) == (wait,)
    with pytest.raises(Stopped, match="now"):
        checking._left([wait, stop])


@pytest.fixture
def stages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(parameters, "OFFICES", tmp_path)
    (tmp_path / "x").mkdir()
    return tmp_path / "x" / "stages.toml"


def faults_of(stage: str) -> list[str]:
    with pytest.raises(Faulty) as faulty:
        parameters_of("x", stage, KNOWN)
    return [f"{each.line} {each.field}" for each in faulty.value.faults]


def test_a_stage_gets_what_the_template_would_take(stages: Path) -> None:
    assert faults_of("uji") == ["0 "]
    stages.write_text('[uji]\nPublicUrl = "https://menwa.pekanbaru.go.id"\n')
    assert faults_of("produksi") == ["0 "]
    assert parameters_of("x", "uji", KNOWN) == {
        "Stage": "uji",
        "PublicUrl": "https://menwa.pekanbaru.go.id",
    }


def test_what_it_would_not_take_is_named_with_its_line(stages: Path) -> None:
    stages.write_text(
        '[lain]\nOperatorMail = "x"\n[uji]\nPublicUrl = "https://a/"\nSweepEvery = "always"\n'
        'TrustSamples = "true"\nUrl = "x"\nOperatorMail = 7\n'
    )
    assert faults_of("uji") == [
        *("4 PublicUrl", "5 SweepEvery", "6 TrustSamples", "7 Url", "8 OperatorMail"),
    ]


def test_a_secret_keeps_what_is_not_typed_anew(tmp_path: Path) -> None:
    pem = tmp_path / "key.pem"
    pem.write_text("a key\n")
    typed = {"bearer": "-", "certificate": "", "key": str(pem), "ca": ""}

    def ask(question: str) -> str:
        return typed[question.split(",")[0].split(" ")[0].rstrip(":")]

    before = {"bearer": "old", "certificate": "kept"}
    after = filled_in(before, FIELDS["SiakSecret"], ask)
    assert json.loads(json.dumps(after)) == {"certificate": "kept", "key": "a key\n"}

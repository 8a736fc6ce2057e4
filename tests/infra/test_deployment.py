"""The template as `make deploy` deploys it, into an emulator of AWS that others wrote."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from deploy import __main__ as command
from deploy import office, office_folder, parameters, secrets
from deploy.account import Account
from deploy.build import TEMPLATE, runtime_of
from deploy.checks import REGION
from deploy.emulator import emulated
from deploy.package import Package, packed
from deploy.rehearse import rehearsed
from deploy.stack import Change, Failed, Stack
from deploy.template import LARGEST, MOST_RESOURCES, as_deployed, expanded
from local import office_file
from local.office_file import OFFICES

STAGES = """
[uji]
WhatsAppPhoneNumberId = "106540352242922"
MailSender = "menwa@pekanbaru.go.id"
OperatorMail = "it@pekanbaru.go.id"
"""
KEPT = "menwa-kept"
NEVER_MADE = {
    "Bucket": {
        "Type": "AWS::S3::Bucket",
        "DeletionPolicy": "Retain",
        "Properties": {"BucketName": KEPT},
    },
    "Queue": {
        "Type": "AWS::SQS::Queue",
        "DependsOn": "Bucket",
        "Properties": {"VisibilityTimeout": 999_999},
    },
}


@pytest.fixture(scope="module")
def expansion() -> dict[str, Any]:
    return expanded(TEMPLATE, "packages", "functions/1.zip")


def test_every_function_runs_the_one_package(expansion: dict[str, Any]) -> None:
    functions = [
        each["Properties"]
        for each in expansion["Resources"].values()
        if each["Type"] == "AWS::Lambda::Function"
    ]
    assert len(functions) > 20
    package = {"S3Bucket": "packages", "S3Key": "functions/1.zip"}
    assert [each["Handler"] for each in functions if each["Code"] != package] == []


def test_cloudformation_has_nothing_left_to_transform(expansion: dict[str, Any]) -> None:
    kinds = {each["Type"] for each in expansion["Resources"].values()}
    assert not any(kind.startswith("AWS::Serverless") for kind in kinds)
    assert "Transform" not in expansion
    named = [name for name, each in expansion["Resources"].items() if "RoleName" in str(each)]
    assert named == []  # CAPABILITY_IAM is all that is granted
    assert b"here" not in as_deployed(expansion).split(b'"S3Bucket":')[1][:20]


def test_what_cloudformation_would_refuse_is_refused_here(expansion: dict[str, Any]) -> None:
    many: dict[str, Any] = {f"R{number}": {} for number in range(MOST_RESOURCES + 1)}
    with pytest.raises(ValueError, match="501 resources"):
        as_deployed({"Resources": many})
    with pytest.raises(ValueError, match="bytes"):
        as_deployed({"Resources": {}, "Description": "x" * LARGEST})
    assert len(as_deployed(expansion)) < LARGEST / 2


def test_the_runtime_is_the_templates() -> None:
    runtime = runtime_of(TEMPLATE)
    assert (runtime.version, runtime.architecture) == ("3.13", "arm64")


@pytest.mark.parametrize(
    ("action", "kind", "replaced", "lost"),
    [
        ("Modify", "AWS::DynamoDB::Table", True, True),
        ("Remove", "AWS::S3::Bucket", False, True),
        ("Modify", "AWS::DynamoDB::Table", False, False),
        ("Modify", "AWS::Lambda::Function", True, False),
        ("Remove", "AWS::SQS::Queue", False, False),
    ],
)
def test_a_change_that_drops_what_holds_data_is_seen(
    action: str, kind: str, replaced: bool, lost: bool
) -> None:
    assert Change(action, "Name", kind, replaced).loses_data is lost


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with emulated() as empty:
        yield empty


def a_package(place: Path) -> Package:
    (place / "functions").mkdir()
    (place / "functions" / "first.py").write_text("")
    return packed(place / "functions", place / "first.zip")


@pytest.mark.timeout(240)
def test_a_stack_is_created_changed_rolled_back_and_deleted(
    account: Account, tmp_path: Path
) -> None:
    said: list[str] = []
    assert rehearsed(account, a_package(tmp_path), said.append) == [True] * 4, "\n".join(said)


@pytest.mark.timeout(120)
def test_a_first_try_that_fails_leaves_nothing_behind(account: Account) -> None:
    """Else the next one would find its buckets' names taken."""
    said: list[str] = []
    stack = Stack(account.client("cloudformation"), "menwa-gagal", said.append, pause=0.1)
    packages = account.bucket_for_packages()
    account.keep(packages, "failing.json", json.dumps({"Resources": NEVER_MADE}).encode())
    prepared = stack.prepare(account.address_of(packages, "failing.json"), {}, {})
    with pytest.raises(Failed, match="Queue: Invalid value"):
        stack.carry_out(prepared)
    assert stack.state() == "ROLLBACK_COMPLETE"
    assert any("CREATE_FAILED" in line for line in said)
    buckets = [each["Name"] for each in account.client("s3").list_buckets()["Buckets"]]
    assert KEPT not in buckets
    stack.delete()
    assert stack.state() == ""


@pytest.fixture
def an_offices_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pekanbaru's, with people and an authority that could be real, and somebody signed in."""
    monkeypatch.setattr(office_file, "OFFICES", tmp_path)
    monkeypatch.setattr(office_folder, "OFFICES", tmp_path)
    monkeypatch.setattr(parameters, "OFFICES", tmp_path)
    folder = tmp_path / "pekanbaru"
    shutil.copytree(OFFICES / "pekanbaru", folder)
    people = (folder / "people.toml").read_text().replace("Contoh ", "")
    (folder / "people.real.toml").write_text(people)
    (folder / "root.pem").write_text(an_authority())
    (folder / "trust.toml").write_text('version = "1"\nmode = "observe"\nanchors = ["root.pem"]\n')
    (folder / "stages.toml").write_text(STAGES)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    return folder


@pytest.mark.timeout(240)
def test_an_office_is_deployed_and_what_remains_is_said(
    account: Account,
    an_offices_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    package = a_package(an_offices_folder.parent)
    monkeypatch.setattr(command, "build", lambda **_how: package)
    monkeypatch.setattr(command, "tell", lambda _package: None)
    where = ["--office", "pekanbaru", "--stage", "uji"]
    assert command.main([*where, "--confirmed"]) == 0
    said = capsys.readouterr().out
    address = re.search(r"citizens +(http://\S+)/\n", said)
    assert address
    assert f"{address[1]}/webhook/whatsapp with the verify token" in said
    assert "SES does not know menwa@pekanbaru.go.id" in said
    assert "WhatsAppSecret lacks access_token" in said

    stack = Stack(account.client("cloudformation"), "menwa-uji")
    assert stack.parameters()["PublicUrl"] == address[1]
    uploaded = account.client("s3").get_object(
        Bucket=stack.outputs()["ConfigurationBucket"], Key="office.json"
    )
    assert json.load(uploaded["Body"])["officials"]["kadis"]["name"] == "Dra. Hj. Ratnawati, M.Si."

    assert command.main(where) == 1  # nobody has filled in the secrets
    assert "WebhookSecret lacks app_secret and verify_token" in capsys.readouterr().err
    monkeypatch.setattr(secrets, "getpass", lambda _question: "typed")
    for name in ("WhatsAppSecret", "WebhookSecret"):
        assert secrets.main(["--stage", "uji", "--name", name]) == 0
    assert "typed" not in capsys.readouterr().out
    assert command.main(where) == 0
    said = capsys.readouterr().out
    assert "Stack menwa-uji is so already" in said
    assert "lacks" not in said

    people = an_offices_folder / "people.real.toml"
    people.write_text(people.read_text().replace("Ratnawati", "Rahmawati"))
    assert office.main(where) == 0
    said = capsys.readouterr().out
    assert "office.json uploaded" in said
    assert "trust.json is there already" in said


def an_authority() -> str:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=Root")
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=9))
    return made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()

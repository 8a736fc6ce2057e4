"""Secrets and the office's file: fetched once, remembered for five minutes."""

import json

import pytest

from intake import inbox
from menwa import aws, settings
from menwa.errors import Misconfigured
from menwa.office import office_in
from menwa.settings import secret
from tests.builders import OFFICE
from tests.steps.world import CONFIGURATION, World
from tests.unit.test_settings import Watch


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    watch.seconds = 1e9  # whatever other tests remember is long forgotten
    monkeypatch.setattr(settings, "time", watch)
    return watch


@pytest.mark.usefixtures("world")
def test_a_rotated_secret_is_taken_up_within_five_minutes(watch: Watch) -> None:
    name = aws.secrets_manager().create_secret(Name="rotated", SecretString='{"bearer": "old"}')
    assert secret(name["ARN"]) == {"bearer": "old"}
    aws.secrets_manager().put_secret_value(
        SecretId="rotated", SecretString=json.dumps({"bearer": "new"})
    )
    watch.seconds += 299
    assert secret(name["ARN"]) == {"bearer": "old"}
    watch.seconds += 1
    assert secret(name["ARN"]) == {"bearer": "new"}


def test_a_changed_office_file_is_taken_up_within_five_minutes(world: World, watch: Watch) -> None:
    bucket = "another-configuration"
    aws.s3().create_bucket(Bucket=bucket)

    def put(name: str) -> None:
        changed = OFFICE.model_copy(update={"short_name": name})
        aws.s3().put_object(Bucket=bucket, Key="office.json", Body=changed.model_dump_json())

    put("Kantor lama")
    assert office_in(bucket).short_name == "Kantor lama"
    put("Kantor baru")
    assert office_in(bucket).short_name == "Kantor lama"
    watch.seconds += 300
    assert office_in(bucket).short_name == "Kantor baru"
    assert world.objects(CONFIGURATION) == ["office.json", "trust.json"]


def test_a_function_without_its_variable_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASES_TABLE", "cases")
    for name in ("WHATSAPP_URL", "WHATSAPP_PHONE_NUMBER_ID", "WHATSAPP_SECRET_ARN"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Misconfigured, match="environment variable WHATSAPP_URL"):
        inbox.Environment.from_environment()

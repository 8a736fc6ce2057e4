"""`make smoke` plays its request in the running office as it does where MENWA is deployed."""

import pytest

from deploy.played_phone import PlayedPhone
from deploy.smoke import Played, played
from local.demo.stage import Stage
from local.sample_office import PHONE_NUMBER_ID
from menwa.cases import CaseStore
from menwa.types import Status
from tests.office.table import table_of

pytestmark = pytest.mark.xdist_group("office")

NUMBER = "+6289900009999"


def request_by(stage: Stage, app_secret: str) -> Played:
    store = CaseStore(stage.office.engine.aws.client("dynamodb"), table_of(stage.office))
    return Played(stage.http, store, PlayedPhone(NUMBER, PHONE_NUMBER_ID, app_secret))


def test_a_request_is_played_to_its_end(stage: Stage, capsys: pytest.CaptureFixture[str]) -> None:
    request = request_by(stage, stage.office.engine.secrets.app_secret)
    assert played(request), capsys.readouterr().err
    assert stage.ended(request.case_id).case.status is Status.RETURNED  # SIAK has no such person
    assert request.case_id in capsys.readouterr().out


def test_with_another_secret_it_says_what_it_waited_for(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not played(request_by(stage, "another"))
    assert "its phone is proven: waited in vain for 200 of /webhook" in capsys.readouterr().err

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from local.whatsapp import SampleWhatsApp
from menwa.whatsapp import WhatsAppClient
from tests.unit.whatsapp.setting import Clock, a_client, a_sample, an_app


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sample(clock: Clock) -> SampleWhatsApp:
    return a_sample(clock)


@pytest.fixture
def app(sample: SampleWhatsApp) -> Flask:
    return an_app(sample)


@pytest.fixture
def http(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def client(app: Flask) -> Iterator[WhatsAppClient]:
    client = a_client(app)
    yield client
    client.close()

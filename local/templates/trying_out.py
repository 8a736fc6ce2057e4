"""An account at the sample Cloud API, for whoever has none at Meta."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from flask import Flask

from local.templates.account import TemplateAccount
from local.whatsapp import SampleWhatsApp, blueprint
from local.whatsapp.sample import ACCOUNT_ID

APP_ID = "670843887433847"


@contextmanager
def a_sample_account() -> Iterator[TemplateAccount]:
    token = secrets.token_urlsafe()
    sample = SampleWhatsApp(
        office_name="", number="+62811000714", phone_number_id="1", access_token=token
    )
    app = Flask("sample")
    app.register_blueprint(blueprint(sample))
    transport = httpx.WSGITransport(app=app)
    with TemplateAccount("http://sample/_meta/v26.0", ACCOUNT_ID, token, transport) as account:
        yield account

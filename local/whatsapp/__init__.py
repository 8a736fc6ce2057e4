"""A sample of WhatsApp: its Cloud API, its webhooks, and the phones, to look at in a browser."""

from flask import Blueprint

from local.whatsapp.api import CloudApi
from local.whatsapp.controls import Controls
from local.whatsapp.definitions import SampleTemplate, approved_templates
from local.whatsapp.phones import SamplePhone
from local.whatsapp.sample import SampleWhatsApp
from local.whatsapp.web import PhonePages

__all__ = ["SamplePhone", "SampleTemplate", "SampleWhatsApp", "approved_templates", "blueprint"]


def blueprint(sample: SampleWhatsApp) -> Blueprint:
    """`/_meta/v26.0/…`, `/_kantor/hp…`, `/_kantor/api/hp…` and `/_kantor/api/whatsapp/…`."""
    whatsapp = Blueprint("whatsapp", __name__)
    for part in (CloudApi(sample), Controls(sample), PhonePages(sample)):
        whatsapp.register_blueprint(part.blueprint())
    return whatsapp

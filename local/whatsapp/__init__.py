"""A sample of WhatsApp: its Cloud API, its webhooks, and the phones, to look at in a browser."""

from flask import Blueprint

from local.whatsapp.api import CloudApi
from local.whatsapp.controls import Controls
from local.whatsapp.definitions import SampleTemplate, approved_templates
from local.whatsapp.fault_controls import FaultControls
from local.whatsapp.phones import SamplePhone
from local.whatsapp.sample import SampleWhatsApp
from local.whatsapp.switch_pages import SwitchPages
from local.whatsapp.template_api import TemplateApi
from local.whatsapp.web import PhonePages

__all__ = ["SamplePhone", "SampleTemplate", "SampleWhatsApp", "approved_templates", "blueprint"]


def blueprint(sample: SampleWhatsApp) -> Blueprint:
    """`/_meta/v26.0/…`; below `/_kantor`: `hp…`, `whatsapp…`, `api/hp…`, `api/whatsapp/…`."""
    whatsapp = Blueprint("whatsapp", __name__)
    for part in (CloudApi, TemplateApi, Controls, FaultControls, PhonePages, SwitchPages):
        whatsapp.register_blueprint(part(sample).blueprint())
    return whatsapp

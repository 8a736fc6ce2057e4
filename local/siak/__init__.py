"""A sample of SIAK: its gateway, as an office's IT would serve it, and its desk in the browser."""

from flask import Blueprint

from local.siak.controls import Controls
from local.siak.gateway import Gateway
from local.siak.residents import invented_residents
from local.siak.sample import SampleSiak
from local.siak.web import SiakPages

__all__ = ["SampleSiak", "blueprint", "invented_residents"]


def blueprint(sample: SampleSiak) -> Blueprint:
    """`/_siak/v1/…`, `/_kantor/siak…` and `/_kantor/api/siak/…`."""
    siak = Blueprint("siak", __name__)
    for part in (Gateway(sample), Controls(sample), SiakPages(sample)):
        siak.register_blueprint(part.blueprint())
    return siak

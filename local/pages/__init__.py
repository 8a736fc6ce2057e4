"""What all sample pages share: `{% extends "base.html" %}`, with the blocks title and content."""

from flask import Blueprint


def blueprint() -> Blueprint:
    return Blueprint(
        "kantor_pages",
        __name__,
        template_folder=".",
        static_folder="static",
        static_url_path="/_kantor/gaya",
    )

"""`/_kantor`: one page that leads to everything in the sample office."""

from flask import Blueprint

from local.engine.office import LocalOffice
from local.kantor.cases import Cases
from local.kantor.mails import sent_mails
from local.kantor.web import KantorPages
from menwa.office import Office

__all__ = ["blueprint", "sent_mails"]


def blueprint(engine: LocalOffice, cases: Cases, office: Office) -> Blueprint:
    return KantorPages(engine, cases, office).blueprint()

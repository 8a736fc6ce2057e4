"""SIAK's desk in the browser: `/_kantor/siak` lists every document, and changes how it stands."""

from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from local.siak.entries import Change, Entry
from local.siak.faults import FAULTS
from local.siak.names import FAULT_NAMES, STANDINGS, TYPE_NAMES
from local.siak.sample import SampleSiak, draft


class SiakPages:
    def __init__(self, sample: SampleSiak) -> None:
        self._sample = sample

    def blueprint(self) -> Blueprint:
        pages = Blueprint(
            "siak_pages", __name__, url_prefix="/_kantor/siak", template_folder="pages"
        )
        pages.get("")(self.documents)
        pages.post("/gangguan")(self.switch_fault)
        pages.post("/<document_id>")(self.change)
        pages.get("/<document_id>.pdf")(self.pdf)
        return pages

    def documents(self) -> str:
        chosen = _filter()
        entries = [entry for entry in self._sample.entries() if _shown(entry, chosen)]
        return render_template(
            "siak.html",
            entries=entries,
            count=len(self._sample.entries()),
            chosen=chosen,
            types=TYPE_NAMES,
            standings=STANDINGS,
            faults=FAULT_NAMES,
            fault=self._sample.faults.everywhere,
        )

    def change(self, document_id: str) -> Response:
        try:
            change = Change.model_validate(
                {name: value or None for name, value in request.form.items()}
            )
        except ValidationError:
            abort(422)
        if self._sample.change(document_id, change) is None:
            abort(404)
        return redirect(f"{_list_again()}#{document_id}", 303)

    def switch_fault(self) -> Response:
        fault = next((one for one in FAULTS if one == request.form.get("fault")), None)
        if fault is None:
            abort(422)
        self._sample.faults.switch(fault)
        return redirect(_list_again(), 303)

    def pdf(self, document_id: str) -> Response:
        """What SIAK would serve; of an unsigned document, its draft."""
        entry = self._sample.entry(document_id)
        if entry is None:
            abort(404)
        pdf = self._sample.signed_pdf(document_id) or draft(entry)
        return Response(pdf, mimetype="application/pdf")


def _list_again() -> str:
    return f"{url_for('.documents')}?{urlencode(_filter())}"


def _filter() -> dict[str, str]:
    return {
        name: request.args[name]
        for name, known in (("jenis", TYPE_NAMES), ("keadaan", STANDINGS))
        if request.args.get(name) in known
    }


def _shown(entry: Entry, chosen: dict[str, str]) -> bool:
    fits = {
        "belum": not entry.signed,
        "sudah": entry.signed,
        "tidak-aktif": not entry.active,
        "salah-entri": entry.wrong_entry,
    }
    return chosen.get("jenis") in (None, entry.document.type) and fits.get(
        chosen.get("keadaan", ""), True
    )

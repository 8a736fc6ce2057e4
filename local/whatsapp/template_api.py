"""The Cloud API's templates: `/_meta/v26.0/{account}/message_templates`, and uploads of examples.

They come as PENDING; whoever plays Meta's reviewer decides at `/_kantor/whatsapp`, and the office
hears of it by webhook."""

import hmac
import secrets
from typing import Any

from flask import Blueprint, Response, jsonify, request

from local.whatsapp.api import VERSION, no_such_object, refused
from local.whatsapp.definitions import SampleTemplate
from local.whatsapp.graph_errors import GraphError, required
from local.whatsapp.sample import SampleWhatsApp
from local.whatsapp.submissions import MOST_TEMPLATES, already_there, template_in, too_many

LARGEST_PAGE = 100


class TemplateApi:
    def __init__(self, sample: SampleWhatsApp) -> None:
        self._sample = sample

    def blueprint(self) -> Blueprint:
        api = Blueprint("template_api", __name__, url_prefix=f"/_meta/{VERSION}")
        api.before_request(self.only_with_the_token)
        api.register_error_handler(GraphError, refused)
        api.get("/<account_id>/message_templates")(self.listed)
        api.post("/<account_id>/message_templates")(self.submit)
        api.post("/<template_id>")(self.change)
        api.post("/<app_id>/uploads")(self.begin_upload)
        api.post("/upload:<session>")(self.upload)
        return api

    def only_with_the_token(self) -> None:
        """Uploads of a file speak of OAuth where all else speaks of a bearer."""
        given = request.headers.get("Authorization", "").removeprefix("OAuth ")
        given = given.removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), self._sample.access_token.encode()):
            raise GraphError(190, message="Invalid OAuth access token - Cannot parse access token")

    def listed(self, account_id: str) -> Response:
        self._only_own(account_id)
        begin = int(request.args.get("after") or 0)
        limit = min(int(request.args.get("limit") or 25), LARGEST_PAGE)
        known = self._sample.templates.all()
        found = known[begin : begin + limit]
        cursors = {"before": str(begin), "after": str(begin + len(found))}
        paging: dict[str, Any] = {"cursors": cursors}
        if begin + limit < len(known):
            paging["next"] = f"{request.base_url}?after={cursors['after']}&limit={limit}"
        return jsonify(data=[_shown(one) for one in found], paging=paging)

    def submit(self, account_id: str) -> Response:
        self._only_own(account_id)
        template = template_in(request.get_json(silent=True))
        if self._sample.templates.has(template):
            raise already_there(template)
        if len(self._sample.templates.all()) >= MOST_TEMPLATES:
            raise too_many()
        self._sample.templates.keep(template)
        return jsonify(id=template.id, status=template.status, category=template.category)

    def change(self, template_id: str) -> Response:
        """What is changed is reviewed anew."""
        known = {one.id: one for one in self._sample.templates.all()}
        if template_id not in known:
            raise no_such_object()
        body = request.get_json(silent=True) or {}
        named = known[template_id].model_dump(include={"name", "language", "category"})
        self._sample.templates.keep(template_in({**named, **body}))
        return jsonify(success=True)

    def begin_upload(self, app_id: str) -> Response:
        if not app_id.isdecimal() or request.args.get("file_type") != "application/pdf":
            raise GraphError(100, message="(#100) Invalid parameter")
        return jsonify(id=f"upload:{secrets.token_urlsafe(24)}")

    def upload(self, session: str) -> Response:
        if request.headers.get("file_offset") != "0" or not request.get_data():
            raise required("file_offset")
        return jsonify(h=f"4::{session}")

    def _only_own(self, account_id: str) -> None:
        if account_id != self._sample.line.account_id:
            raise no_such_object()


def _shown(template: SampleTemplate) -> dict[str, Any]:
    return {
        "id": template.id,
        "name": template.name,
        "language": template.language,
        "status": template.status,
        "category": template.category,
        "components": template.listed,
        "rejected_reason": template.rejected_reason,
    }

"""The sample office's own pages: cases, mails, queues, schedules."""

from flask import Blueprint, jsonify, redirect, render_template
from werkzeug.wrappers import Response

from local.engine.office import LocalOffice
from local.kantor.cases import Cases
from local.kantor.dasbor import DasborPage
from local.kantor.mails import sent_mails
from menwa.office import Office

SWEEP = "NotifyOfficialsSweepFunction"
REPORT = "ReportScheduledFunction"
LOOK_AGAIN = "CheckSiakLookAgainFunction"
BOUNCES = "NotifyOfficialsBouncesFunction"


class KantorPages:
    def __init__(self, engine: LocalOffice, cases: Cases, office: Office) -> None:
        self._engine = engine
        self._cases = cases
        self._office = office
        self._dasbor = DasborPage(engine, office)

    def blueprint(self) -> Blueprint:
        kantor = Blueprint("kantor", __name__, template_folder="pages")
        kantor.get("/_kantor")(self.overview)
        kantor.get("/_kantor/dasbor")(self._dasbor.shown)
        kantor.get("/_kantor/surel")(self.mails)
        kantor.post("/_kantor/surel/<int:place>/pantul")(self.bounce)
        kantor.get("/_kantor/api/surel")(self.mails_as_json)
        kantor.post("/_kantor/jadwal/<function>")(self.run_now)
        return kantor

    def overview(self) -> str:
        return render_template(
            "ringkasan.html",
            office=self._office,
            rows=self._cases.rows(),
            mails=len(sent_mails()),
            dead_letters=self._dead_letters(),
            schedules=(SWEEP, REPORT, LOOK_AGAIN),
        )

    def mails(self) -> str:
        return render_template("surel.html", mails=list(enumerate(sent_mails()))[::-1])

    def bounce(self, place: int) -> Response:
        """As if the mailbox did not exist."""
        mails = sent_mails()
        if place >= len(mails) or not mails[place].tags:
            return Response("Surel itu tidak ada, atau tidak ada yang menunggu kabarnya.", 404)
        self._engine.functions.invoke(BOUNCES, mails[place].bounced())
        return redirect("/_kantor/surel", 303)

    def mails_as_json(self) -> Response:
        return jsonify(
            mails=[
                {"to": mail.to, "subject": mail.subject, "body": mail.body, "link": mail.link}
                for mail in sent_mails()
            ]
        )

    def run_now(self, function: str) -> Response:
        if function not in {SWEEP, REPORT, LOOK_AGAIN}:
            return Response("Jadwal itu tidak ada.", 404)
        self._engine.schedules.run_now(function)
        return redirect("/_kantor", 303)

    def _dead_letters(self) -> int:
        sqs = self._engine.aws.client("sqs")
        urls = sqs.list_queues().get("QueueUrls", [])
        counts = (
            sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
            for url in urls
            if "DeadLetters" in url
        )
        return sum(int(one["Attributes"]["ApproximateNumberOfMessages"]) for one in counts)

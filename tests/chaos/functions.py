"""The functions that take part, by their names in the template."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from sys import modules
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import BaseRouter

from check_siak import ask_desk, desk, gate_pdf, look_again
from check_siak import step as check_siak
from intake import inbox, webhook
from notify_officials import decision, sweep
from notify_officials import step as notify_officials
from send_pdf import receipts
from send_pdf import step as send_pdf

Handler = Callable[[dict[str, Any], Any], Any]
HANDLERS: dict[str, Handler] = {
    "IntakeWebhookFunction": webhook.handler,
    "IntakeInboxFunction": inbox.handler,
    "CheckSiakFunction": check_siak.handler,
    "CheckSiakLookAgainFunction": look_again.handler,
    "CheckSiakGatePdfFunction": gate_pdf.handler,
    "CheckSiakAskDeskFunction": ask_desk.handler,
    "CheckSiakDeskFunction": desk.handler,
    "NotifyOfficialsFunction": notify_officials.handler,
    "NotifyOfficialsDecisionFunction": decision.handler,
    "NotifyOfficialsSweepFunction": sweep.handler,
    "SendPdfFunction": send_pdf.handler,
    "SendPdfReceiptsFunction": receipts.handler,
}


@contextmanager
def apart(function: str) -> Iterator[None]:
    """Lambda never calls a process that is at work: one called meanwhile is another, and what
    Powertools keeps of the first one's event is as it was afterwards."""
    module = modules[HANDLERS[function].__module__]
    router = {name: getattr(BaseRouter, name, None) for name in ("current_event", "lambda_context")}
    holders = [vars(one) for name in ("app", "processor") if (one := getattr(module, name, None))]
    kept = [{name: copy(value) for name, value in each.items()} for each in holders]
    try:
        yield
    finally:
        for name, value in router.items():
            setattr(BaseRouter, name, value)
        for holder, before in zip(holders, kept, strict=True):
            holder.update(before)

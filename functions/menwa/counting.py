"""What happens is counted for those who keep it running: by name and kind, never by person.

Each metric stands here once; infra/template.yaml's dashboard and alarms watch these and no others.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from aws_lambda_powertools.metrics import MetricUnit, single_metric

NAMESPACE = "MENWA"


@dataclass(frozen=True)
class Metric:
    """`by`: the one dimension beside the installation's; of few values, for each is paid for."""

    unit: MetricUnit = MetricUnit.Count
    by: str | None = None


METRICS: Mapping[str, Metric] = {
    # citizens
    "RequestsByType": Metric(by="document_type"),
    "RequestsByChannel": Metric(by="channel"),
    "Outcomes": Metric(by="outcome"),
    "DeliveredAfter": Metric(MetricUnit.Seconds),
    "Ratings": Metric(MetricUnit.NoUnit),
    "SurveysFilled": Metric(),
    "NotTheirDocument": Metric(),
    "WordsNotDelivered": Metric(),
    # officers and officials
    "StepWaiting": Metric(MetricUnit.Seconds, by="step"),
    "StepTouch": Metric(MetricUnit.Seconds, by="step"),
    "DeskWaiting": Metric(),
    "DeskOldest": Metric(MetricUnit.Seconds),
    "LetterNotDelivered": Metric(),
    "DocumentsStalled": Metric(),
    "CalendarNotEntered": Metric(),
    # deliveries
    "GateVerdicts": Metric(by="verdict"),
    "SecurityVerdict": Metric(),
    "RevocationUnknown": Metric(),
    "WhatsAppErrors": Metric(by="class"),
    "WhatsAppAccountTrouble": Metric(),
    "WebhookLatency": Metric(MetricUnit.Milliseconds),
    "SendsUnsettled": Metric(),
    # failures, limits, cost
    "SiakUnavailable": Metric(),
    "SweepFault": Metric(),
    "DailyLimitUsed": Metric(MetricUnit.Percent),
    "TemplatesSent": Metric(),
}


def count(metric: str, kind: str | None = None) -> None:
    """One more of these, for this installation (`POWERTOOLS_SERVICE_NAME`)."""
    measure(metric, 1, kind)


def measure(metric: str, value: float, kind: str | None = None) -> None:
    """KeyError for what is not listed; `kind` where the metric is told by one."""
    known = METRICS[metric]
    with single_metric(name=metric, unit=known.unit, value=value, namespace=NAMESPACE) as counted:
        if known.by is not None:
            counted.add_dimension(known.by, str(kind))

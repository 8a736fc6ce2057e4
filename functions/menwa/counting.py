"""What happens is counted for the operators, by name alone: nothing of a person."""

from aws_lambda_powertools.metrics import MetricUnit, single_metric

NAMESPACE = "MENWA"


def count(event: str) -> None:
    """One more of these, for this installation (`POWERTOOLS_SERVICE_NAME`)."""
    with single_metric(name=event, unit=MetricUnit.Count, value=1, namespace=NAMESPACE):
        pass

"""One bad case, or one error of AWS, keeps nothing else in a sweep from being done."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError

from menwa.counting import count

logger = Logger(child=True)
AWS_IS_DOWN = 3  # errors in a row: the rest of the duty is the next sweep's


class GivenUp(Exception):
    """The rest of this duty."""


class Faults:
    """Of one sweep, which fails with them at its end, so that somebody hears of it."""

    def __init__(self) -> None:
        self.found: list[Exception] = []
        self._of_aws = 0

    @contextmanager
    def duty(self, name: str) -> Iterator[None]:
        self._of_aws = 0
        with suppress(GivenUp), self.apart(duty=name):
            yield

    @contextmanager
    def apart(self, **what: str) -> Iterator[None]:
        try:
            yield
        except GivenUp:
            raise
        # Of any kind: what nobody foresaw in one case must not keep a whole office waiting. Nothing
        # is hidden by it: the sweep raises it once all the rest is done.
        except Exception as error:
            logger.exception("left for the next sweep", extra=what)
            count("SweepFault")
            self.found.append(error)
            self._of_aws += 1
            if not isinstance(error, (BotoCoreError, ClientError)):
                self._of_aws = 0
            if self._of_aws == AWS_IS_DOWN:
                raise GivenUp from error
        else:
            self._of_aws = 0

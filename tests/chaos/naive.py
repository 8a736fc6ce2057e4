"""How one would send and decide without thinking of what may go wrong: what is wrong with them, the
runs must be able to see."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from menwa.answering import carry_on
from menwa.case import CaseFile
from menwa.cases import CaseStore
from notify_officials import one_question
from notify_officials.rules import Answering
from send_pdf import step
from tests.unit.sending.naive import SendsFirst


def told_first(store: CaseStore, procedure: Any, file: CaseFile, answering: Answering) -> CaseFile:
    """The procedure is told, then it is written down, over whatever stands there by now."""
    after = answering.decided(file)
    carry_on(procedure, after)
    newest = store.load(file.case.id)
    case = after.case.model_copy(update={"version": newest.case.version})
    return store.save(newest, replace(after, case=case))


@contextmanager
def sender() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(step, "Sending", SendsFirst)
        yield


@contextmanager
def decision() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(one_question, "recorded", told_first)
        yield

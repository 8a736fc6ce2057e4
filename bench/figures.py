"""A figure beside what it is compared with, and the table and the file of all of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """`budget` bounds the ratio where there is a baseline, else the value; None: nothing does.
    `clock`: it depends on how busy the machine is, so to miss its budget fails nothing."""

    name: str
    value: float
    unit: str
    baseline: float | None = None
    against: str = ""
    budget: float | None = None
    clock: bool = False

    @property
    def ratio(self) -> float | None:
        return round(self.value / self.baseline, 3) if self.baseline else None

    @property
    def ok(self) -> bool | None:
        bounded = self.value if self.ratio is None else self.ratio
        return None if self.budget is None else bounded <= self.budget

    @property
    def fails(self) -> bool:
        return self.ok is False and not self.clock

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "unit": self.unit,
            "baseline": self.baseline,
            "ratio": self.ratio,
            "budget": self.budget,
            "ok": self.ok,
        }

    def __str__(self) -> str:
        baseline = "" if self.baseline is None else f"{self.baseline:>15,g}"
        ratio = "" if self.ratio is None else f"{self.ratio:g}"
        budget = "" if self.budget is None else f"{self.budget:g}"
        held = {None: "", True: "ok", False: "MISSED"}[self.ok]
        found = f"{self.name:52}{self.value:>15,g} {self.unit:13}"
        return f"{found}{baseline:>15}{ratio:>8}{budget:>8} {held:7}{self.against}".rstrip()


HEAD = f"{'':52}{'value':>15} {'unit':13}{'baseline':>15}{'ratio':>8}{'budget':>8} {'':7}against"


def write(figures: Iterable[Figure], path: Path) -> None:
    told = {figure.name: figure.as_json() for figure in figures}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

"""`make bench`: one table, every figure beside its baseline of the same run, and
.local/bench.json. Exits 1 if a budget is missed that does not depend on the clock.
"""

import sys
from collections.abc import Iterator

from bench.cold_starts import ROOT, cold_starts
from bench.figures import HEAD, Figure, write
from bench.gate import gate
from bench.model.way import figures as model
from bench.operations import counted, operations, play
from bench.pages import MOST, pages
from bench.prices import priced
from bench.report import cost
from bench.routes import routes
from bench.webhook import webhook

WRITTEN = ROOT / ".local" / "bench.json"


def main() -> int:
    print(HEAD, flush=True)
    figures = []
    for figure in measured():
        print(figure, flush=True)
        figures.append(figure)
    write(figures, WRITTEN)
    missed = [figure.name for figure in figures if figure.fails]
    print(f"written to {WRITTEN.relative_to(ROOT)}; budgets missed: {', '.join(missed) or 'none'}")
    return int(bool(missed))


def measured() -> Iterator[Figure]:
    yield from cold_starts()
    yield from routes()
    yield from gate()
    yield from _webhook()
    yield from _report()
    for page in pages():
        yield Figure(f"page, {page.page}", page.bytes, "bytes", MOST, "the most", 1)
        yield Figure(f"page, {page.page}, sent", page.sent, "bytes", page.bytes, "unpacked")
    played = play()
    yield from operations(played)
    dollars = sum(priced(counted(played)).values()) / 1000
    yield from model(played.path, played.units, dollars)


def _webhook() -> Iterator[Figure]:
    for row in webhook():
        name = f"webhook, {row.updates:,} updates"
        yield Figure(name, row.cpu.ms, "ms", round(row.parse_us * row.updates / 1000, 2), "parsing")
        yield Figure(f"{name}, answered", row.answer_ms, "ms", 250, "Meta's wish", 1, clock=True)
        yield Figure(f"{name}, AWS calls", row.aws_calls, "calls")


def _report() -> Iterator[Figure]:
    made = cost()
    name = f"report of {made.cases:,} cases"
    seconds, reading = made.making.ms / 1000, made.reading.ms / 1000
    yield Figure(name, round(seconds, 1), "s", round(reading, 1), "reading them")
    yield Figure(
        f"{name}, memory", made.making.more_mb, "MB", made.making.peak_mb, "with the table"
    )
    yield Figure(f"{name}, reads", made.reads, "reads")


if __name__ == "__main__":
    sys.exit(main())

"""Where the marks of a chart's axis stand."""

STEPS = (1, 2, 5)


def marks(highest: int, at_most: int = 5) -> list[int]:
    """From 0 to the first round number that is not below the highest, in even steps."""
    step, power = 1, 1
    while True:
        for each in STEPS:
            step = each * power
            if step * at_most >= highest:
                return list(range(0, -(-max(highest, 1) // step) * step + 1, step))
        power *= 10

"""Opens the small stack as `make run` would, in a process that a test can end."""

import json
import sys
from pathlib import Path

from local.engine.office import LocalOffice, wait_for_the_end
from local.engine.plan import Plan


def main(logs: str) -> None:
    plan = Plan(
        template=Path(__file__).parent / "stack" / "template.yaml",
        logs=Path(logs),
        warm=False,
    )
    with LocalOffice(plan) as office:
        answer = office.functions.invoke("EchoFunction", b"{}")
        worker = json.loads(json.loads(answer.payload)["body"])["process"]
        sys.stdout.write(json.dumps({"url": office.url, "worker": worker}) + "\n")
        sys.stdout.flush()
        wait_for_the_end()


if __name__ == "__main__":
    main(sys.argv[1])

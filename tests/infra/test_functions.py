"""Each function of the template is a handler in the code, and gets just what it reads."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.infra.reading import FUNCTIONS, Source, deployed, sources, template

SCRIPT = Path(__file__).with_name("import_alone.py")
GATE = "check_siak.gate_pdf.handler"
HANDLERS = {name: properties["Handler"] for name, properties in deployed(template()).items()}


def camel(words: str) -> str:
    return "".join(word.capitalize() for word in words.split("_"))


def resource_for(handler: str) -> str:
    """`check_siak.step.handler` → CheckSiakFunction; another file adds its name."""
    folder, file, _ = handler.split(".")
    return f"{camel(folder)}{'' if file == 'step' else camel(file)}Function"


def misnamed(handlers: Mapping[str, str]) -> list[str]:
    return [name for name, handler in handlers.items() if name != resource_for(handler)]


def handlers_in(code: Iterable[Source]) -> set[str]:
    return {
        f"{source.module}.handler"
        for source in code
        if re.search(r"^def handler\(", source.text, re.MULTILINE)
    }


def environment_of(function: Mapping[str, Any]) -> set[str]:
    return set(function.get("Environment", {}).get("Variables", {}))


def given_otherwise(given: Mapping[str, set[str]], read: Mapping[str, set[str]]) -> dict[str, Any]:
    """Variables that a function reads and does not get, or gets and does not read."""
    differences = {name: given[name] ^ read[name] for name in given}
    return {name: sorted(each) for name, each in differences.items() if each}


def alone(names: Iterable[str], folder: Path = FUNCTIONS) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", str(SCRIPT), *names],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@cache
def imported() -> dict[str, dict[str, Any]]:
    done = alone(HANDLERS.values())
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {each["handler"]: each for each in told}


def test_a_function_has_its_handlers_name() -> None:
    assert misnamed(HANDLERS) == []


def test_another_name_is_found() -> None:
    handlers = {
        "CheckSiakFunction": "check_siak.desk.handler",
        "SendPdfFunction": "send_pdf.step.handler",
    }
    assert misnamed(handlers) == ["CheckSiakFunction"]


def test_every_handler_is_deployed_and_every_function_has_one() -> None:
    assert handlers_in(sources()) == set(HANDLERS.values())


def test_what_is_no_handler_is_not_taken_for_one() -> None:
    code = [Source("a.b", "def handler(event, context): ..."), Source("a.c", "def handled(): ...")]
    assert handlers_in(code) == {"a.b.handler"}


def test_every_handler_imports_in_an_empty_environment() -> None:
    assert set(imported()) == set(HANDLERS.values())


@pytest.mark.parametrize(
    "code",
    [
        "import os\nhere = os.environ['CASES_TABLE']\ndef handler(): ...",
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')\ndef handler(): ...",
        "def handle(): ...",
    ],
)
def test_an_import_that_needs_something_is_found(tmp_path: Path, code: str) -> None:
    (tmp_path / "needy").mkdir()
    (tmp_path / "needy" / "web.py").write_text(code)
    assert alone(["needy.web.handler"], tmp_path).returncode != 0


def test_only_the_gate_imports_pyhanko() -> None:
    with_it = [name for name, told in imported().items() if "pyhanko" in told["packages"]]
    assert with_it == [GATE]


def test_a_function_gets_the_variables_that_it_reads_and_no_others() -> None:
    given = {
        properties["Handler"]: environment_of(own)
        for (name, own), properties in zip(
            ((n, template()["Resources"][n]["Properties"]) for n in HANDLERS),
            deployed(template()).values(),
            strict=True,
        )
    }
    read = {name: set(told["reads"]) for name, told in imported().items()}
    assert given_otherwise(given, read) == {}


def test_a_variable_too_many_or_too_few_is_found() -> None:
    given = {"a": {"X", "Y"}, "b": {"X"}, "c": {"X"}}
    read = {"a": {"X"}, "b": {"X", "Z"}, "c": {"X"}}
    assert given_otherwise(given, read) == {"a": ["Y"], "b": ["Z"]}


def test_all_functions_get_only_what_powertools_reads() -> None:
    common = environment_of(template()["Globals"]["Function"])
    assert {name for name in common if not name.startswith("POWERTOOLS_")} == set()


def reads_environment(code: Iterable[Source]) -> set[str]:
    return {source.module for source in code if re.search(r"\bos\.(environ|getenv)", source.text)}


def test_the_environment_is_read_in_one_place() -> None:
    """Beside where it is asked whether this is Lambda at all, before anything is loaded."""
    assert reads_environment(sources()) == {"menwa.settings", "menwa.starting"}


def test_another_reader_of_the_environment_is_found() -> None:
    assert reads_environment([Source("a", "import os\nos.getenv('X')")]) == {"a"}


def test_this_process_itself_has_an_environment() -> None:
    """Else the imports above would prove nothing."""
    assert os.environ

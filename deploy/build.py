"""`make build`: what Lambda runs, for its own processor, written to build/functions.zip.

Exits with 1 if it does not fit, 2 if Lambda's Python is not on this machine.
"""

import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

from deploy.bytecode import compile_all, find_python
from deploy.dependencies import install, leave_out_other_services, services_called
from deploy.package import LIMIT, Package, packed

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "infra" / "template.yaml"
FUNCTIONS = ROOT / "functions"
PINS = ROOT / "requirements" / "functions.txt"
PACKAGE = ROOT / "build" / "functions.zip"
LARGEST = 8


class NoPython(Exception):
    """Lambda's Python is not here; the text says what can be done."""


@dataclass(frozen=True)
class Runtime:
    """As the template names it: `3.13` on `arm64`."""

    version: str
    architecture: str


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="python -m deploy.build", description=__doc__)
    parser.add_argument("--without-bytecode", action="store_true", help="colder starts, by half")
    try:
        package = build(with_bytecode=not parser.parse_args(arguments).without_bytecode)
    except NoPython as missing:
        print(missing, file=sys.stderr)
        return 2
    tell(package)
    return 0 if package.fits else 1


def build(destination: Path = PACKAGE, *, with_bytecode: bool = True) -> Package:
    """NoPython if bytecode is wanted and nobody here can make it."""
    runtime = runtime_of(TEMPLATE)
    python = find_python(runtime.version) if with_bytecode else None
    if with_bytecode and python is None:
        raise NoPython(
            f"Python {runtime.version}, which compiles what Lambda runs, was not found here. "
            "Install it, or build without bytecode, for slower cold starts: make build BYTECODE=no"
        )
    destination.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=destination.parent) as place:
        folder = Path(place)
        _gather(folder, runtime)
        if python is not None:
            compile_all(python, folder)
        return packed(folder, destination)


def runtime_of(template: Path) -> Runtime:
    shared = yaml_parse(template.read_text(encoding="utf-8"))["Globals"]["Function"]
    return Runtime(shared["Runtime"].removeprefix("python"), shared["Architectures"][0])


def tell(package: Package) -> None:
    print(f"{package.file.relative_to(ROOT)}  sha256 {package.sha256}")
    share = package.unpacked / LIMIT
    print(f"  unpacked {_mb(package.unpacked)} of Lambda's {_mb(LIMIT)} ({share:.0%})", end="")
    print(f", zipped {_mb(package.zipped)}")
    for name, size in sorted(package.parts.items(), key=lambda each: -each[1])[:LARGEST]:
        print(f"  {_mb(size):>9}  {name}")
    if not package.fits:
        print("Too large: Lambda would refuse it", file=sys.stderr)


def _gather(folder: Path, runtime: Runtime) -> None:
    install(PINS, folder, runtime.version, runtime.architecture)
    leave_out_other_services(folder / "botocore", services_called(FUNCTIONS / "menwa" / "aws.py"))
    unwanted = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(FUNCTIONS, folder, ignore=unwanted, dirs_exist_ok=True)


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as failed:
        sys.exit(f"The build failed: {failed.cmd[2]} says why, above")

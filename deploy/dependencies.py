"""What the functions stand on, for Lambda's processor, from hashed pins."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

PLATFORMS = {"arm64": "aarch64", "x86_64": "x86_64"}
OF_THE_INSTALLER = ("bin", "share", "*.dist-info/RECORD", "*.dist-info/INSTALLER")
"""What differs from machine to machine, and runs nowhere on Lambda."""
_VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def install(pins: Path, folder: Path, version: str, architecture: str) -> None:
    """Nothing is built here, and nothing is taken whose hash is not among the pins."""
    machine = PLATFORMS[architecture]
    platforms = (f"manylinux2014_{machine}", f"manylinux_2_28_{machine}")
    command = [sys.executable, "-m", "pip", "install", "-qq", "--no-deps", "--no-compile"]
    command += ["--only-binary=:all:", "--require-hashes", "--python-version", version]
    command += [word for each in platforms for word in ("--platform", each)]
    command += ["--implementation", "cp", "--target", str(folder), "--requirement", str(pins)]
    subprocess.run(command, check=True)
    for pattern in OF_THE_INSTALLER:
        for found in sorted(folder.glob(pattern)):
            shutil.rmtree(found) if found.is_dir() else found.unlink()


def services_called(clients: Path) -> frozenset[str]:
    """Those for which the one module that knows botocore builds a client. ValueError: none, so
    that it builds them otherwise by now."""
    nodes = ast.walk(ast.parse(clients.read_text(encoding="utf-8")))
    called = frozenset(
        str(call.args[0].value)
        for call in nodes
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("client")
        if call.args and isinstance(call.args[0], ast.Constant)
    )
    if not called:
        raise ValueError(f"{clients} builds no client")
    return called


def leave_out_other_services(botocore: Path, kept: frozenset[str]) -> None:
    """botocore describes four hundred services; a cold start looks through their folders."""
    data = botocore / "data"
    described = {each.name for each in data.iterdir() if _describes_a_service(each)}
    if missing := kept - described:
        raise ValueError(f"botocore does not describe {', '.join(sorted(missing))}")
    for name in described - kept:
        shutil.rmtree(data / name)


def _describes_a_service(folder: Path) -> bool:
    return folder.is_dir() and any(_VERSION.fullmatch(each.name) for each in folder.iterdir())

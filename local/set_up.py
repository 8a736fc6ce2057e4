"""Installs what a command needs (`set_up.py run dev checkov`), by the standard library alone."""

import fcntl
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = {
    "run": ".venv",
    "dev": ".venv",
    "checkov": ".venv-checkov",
    "audit": ".venv-audit",
    "rehearsal": ".venv-rehearsal",
}
PURPOSES = {
    "run": "the office on this machine",
    "dev": "tests and checks",
    "checkov": "the template's security check",
    "audit": "the look for known vulnerabilities",
    "rehearsal": "the rehearsal of a deployment",
}
PIP_OPTIONS = ("--no-deps", "--only-binary=:all:", "--require-hashes", "--progress-bar=off")
STEPS = ("Collecting", "Processing", "Ignoring", "Requirement already")
REMEMBERED_LINES = 15


def main(names: list[str]) -> None:
    with (ROOT / "requirements" / "dev.txt").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # two commands started at once take turns
        for name in names:
            set_up(name)


def set_up(name: str) -> None:
    wanted = ROOT / "requirements" / f"{name}.txt"
    environment = ROOT / ENVIRONMENTS[name]
    installed = environment / f"installed-{name}.txt"
    python = environment / "bin" / "python"
    if python.exists() and installed.exists() and installed.read_bytes() == wanted.read_bytes():
        return
    started = time.monotonic()
    pins = len(re.findall(r"^\S+==", wanted.read_text(), re.MULTILINE))
    say(f"Setting up {PURPOSES[name]}, once: {pins} packages, about a minute")
    if not python.exists():
        make_environment(environment)
    install(python, wanted, pins)
    shutil.copy(wanted, installed)
    say(f"  ready in {time.monotonic() - started:.0f} s")


def make_environment(environment: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        install_venv_module()
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=False)
    if made.returncode != 0:
        sys.exit(f"Set-up failed: {environment} could not be made.")


def install_venv_module() -> None:
    """Debian and Ubuntu ship Python without it."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"Python's venv module is missing. Install it with: apt install {package}")
    say(f"  {package}, by apt-get")
    for arguments in (["update"], ["-y", "install", package]):
        command = ["apt-get", "-qq", *arguments]
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)


def install(python: Path, wanted: Path, pins: int) -> None:
    command = [str(python), "-m", "pip", "install", *PIP_OPTIONS, "--requirement", str(wanted)]
    latest: deque[str] = deque(maxlen=REMEMBERED_LINES)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        fetched = 0
        for line in pip.stdout or ():
            latest.append(line)
            if line.startswith(STEPS):
                fetched += 1
                if fetched % 20 == 0:
                    say(f"  {fetched} of {pins} fetched")
            if line.startswith("Installing collected"):
                say("  all fetched; unpacking")
    if pip.returncode != 0:
        sys.exit(f"{''.join(latest)}Set-up failed; pip's last words are above.")


def say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

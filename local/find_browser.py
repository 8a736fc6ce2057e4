"""Prints the path of the browser that the office tests drive; installs Debian's where it may."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = "No browser for tests/office: set CHROMIUM to a Chromium's path, or: apt install chromium"


def main() -> None:
    found = find_browser() or install_browser()
    if found is None:
        sys.exit(ADVICE)
    print(found)


def find_browser() -> str | None:
    """The first that answers: Ubuntu's chromium-browser is but a pointer to a snap."""
    candidates = (os.environ.get("CHROMIUM"), *map(shutil.which, NAMES))
    return next((path for path in candidates if path and answers(path)), None)


def answers(path: str) -> bool:
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def install_browser() -> str | None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return None
    print("Installing Chromium for the office tests, once, about a minute", file=sys.stderr)
    packages = ["chromium", "fonts-liberation"]
    for arguments in (["update"], ["-y", "--no-install-recommends", "install", *packages]):
        command = ["apt-get", "-qq", *arguments]
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    return find_browser()


if __name__ == "__main__":
    main()

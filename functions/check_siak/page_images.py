"""The first pages of a PDF as pictures, for an officer to look at.

Also of files that nothing vouches for: they are drawn in a process of its own (page_drawing), which
may crash, and which has none of this one's environment.
"""

import struct
import subprocess
import sys
from collections.abc import Iterator

SECONDS = 6.0
COMMAND = (sys.executable, "-S", "-m", "check_siak.page_drawing")
LAMBDAS_OWN_LIBRARIES = "/var/lang/lib"  # its Python does not start without them


def page_images(pdf: bytes) -> tuple[bytes, ...]:
    """PNGs of five pages at most; none if the file cannot be drawn in time. Never raises."""
    environment = {"PYTHONPATH": ":".join(sys.path), "LD_LIBRARY_PATH": LAMBDAS_OWN_LIBRARIES}
    try:
        drawn = subprocess.run(  # noqa: S603  nothing in the command is from outside
            COMMAND,
            input=pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=SECONDS,
            check=True,
        )
        return tuple(_unpacked(drawn.stdout))
    except (subprocess.SubprocessError, OSError, struct.error):
        return ()


def packed(image: bytes) -> bytes:
    return struct.pack(">I", len(image)) + image


def _unpacked(images: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(images):
        (size,) = struct.unpack_from(">I", images, place)
        yield images[place + 4 : place + 4 + size]
        place += 4 + size

"""Does a signature cover all of its revision but its own value?

pyHanko compares lengths only: it does not look at what stands in the gap that /ByteRange leaves
out, so a page hidden there would pass as signed. Therefore this check, and it comes first.
"""

import binascii
from collections.abc import Sequence

from asn1crypto import parser


def leaves_out_only_the_signature(
    raw: bytes, byte_range: Sequence[object], contents: bytes
) -> bool:
    """`contents` is the decoded /Contents string, padding included."""
    bounds = _gap(byte_range, len(raw))
    if bounds is None:
        return False
    start, end = bounds
    if raw[start : start + 1] != b"<" or raw[end - 1 : end] != b">":
        return False
    return _decoded(raw[start + 1 : end - 1]) == contents and _only_zeros_after_der(contents)


def _gap(byte_range: Sequence[object], size: int) -> tuple[int, int] | None:
    if len(byte_range) != 4:
        return None
    numbers = [number for number in byte_range if isinstance(number, int) and number >= 0]
    if len(numbers) != 4:
        return None
    first, length, second, rest = numbers
    if first != 0 or second + rest > size:
        return None
    return length, second


def _decoded(digits: bytes) -> bytes | None:
    try:
        return binascii.unhexlify(digits)  # strict: an even number of hex digits, no blanks
    except binascii.Error:
        return None


def _only_zeros_after_der(contents: bytes) -> bool:
    try:
        length = parser.peek(contents)
    except ValueError:
        return False
    return not contents[length:].strip(b"\0")

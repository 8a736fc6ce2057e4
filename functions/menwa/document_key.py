"""The key under which is kept what is known of a document: its number by a hash alone."""

from menwa.links import hash_of
from menwa.types import bare_number


def document_key(document_type: str, number: str) -> str:
    return f"DOCUMENT#{hash_of(f'{document_type}:{bare_number(number)}')}"

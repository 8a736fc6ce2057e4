"""`python -m local.card verify FILE`: does the chain of a kartu kendali hold?"""

import argparse
import sys
from pathlib import Path

from pydantic import ValidationError

from menwa.card import Card

WHOLE, BROKEN, NO_CARD = 0, 1, 2


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m local.card", description=__doc__)
    commands = options.add_subparsers(required=True)
    verify = commands.add_parser("verify", help="a card that was taken along as JSON")
    verify.add_argument("file", type=Path)
    file: Path = options.parse_args().file
    try:
        card = Card.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        print(f"{file}: bukan kartu kendali ({type(error).__name__})", file=sys.stderr)
        return NO_CARD
    print(verdict(card))
    return WHOLE if card.broken_at is None else BROKEN


def verdict(card: Card) -> str:
    """Whoever forged all of it had to change the last seal: compare it with the printed card."""
    at = card.broken_at
    if at is None:
        return f"{card.case_id}: rantai utuh, {card.length} catatan, segel terakhir {card.head}"
    if at > len(card.entries):
        return f"{card.case_id}: rantai terputus pada nomor {at}: catatan itu hilang, atau lebih"
    entry = card.entries[at - 1]
    return (
        f"{card.case_id}: rantai terputus pada nomor {at}: "
        f"langkah {entry.step}, {entry.act}, oleh {entry.holder}, paraf {entry.paraf}"
    )


if __name__ == "__main__":
    sys.exit(main())

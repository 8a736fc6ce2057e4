"""Who stands on a record, and who of them may ask, as officers read it."""

from collections.abc import Sequence

WORDS = {"subjek": "orangnya sendiri", "famili": "famili lain", "lainnya": "anggota lain"}


def role_in_words(role: str | None) -> str:
    return WORDS.get(role, role.replace("_", " ")) if role else ""


def may_ask_in_words(roles: Sequence[str]) -> str:
    """All who stand on it, or each of those few."""
    if "lainnya" in roles:
        return "siapa pun yang tercantum di dokumen ini dan sudah 17 tahun"
    words = [role_in_words(role) for role in roles]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])}{',' if len(words) > 2 else ''} atau {words[-1]}"

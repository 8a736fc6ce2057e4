"""Drawings that look like the real documents, each marked as a sample; not yet signed."""

from collections.abc import Callable

from local.siak.pdfs.children import acknowledgement, adoption, legitimation
from local.siak.pdfs.couples import divorce, marriage
from local.siak.pdfs.family_card import family_card
from local.siak.pdfs.letters import biodata, moving_letter
from local.siak.pdfs.lives import birth, death
from local.siak.residents import Document, Residents

DRAWN_BY: dict[str, Callable[[Document, Residents], bytes]] = {
    "kk": family_card,
    "biodata": biodata,
    "skpwni": moving_letter,
    "akta_kelahiran": birth,
    "akta_kematian": death,
    "akta_perkawinan": marriage,
    "akta_perceraian": divorce,
    "akta_pengakuan_anak": acknowledgement,
    "akta_pengesahan_anak": legitimation,
    "akta_pengangkatan_anak": adoption,
}


def draw(document: Document, residents: Residents) -> bytes:
    return DRAWN_BY[document.type](document, residents)

"""What the card says of a request that came through a partner's system."""

from menwa.case import CaseFile


def brought(file: CaseFile) -> CaseFile:
    """It stands there before whoever proved the phone; who saw the KTP-el, in the entry's note."""
    partner = file.case.partner
    if partner is None:
        return file
    return file.handed_over(
        step=1,
        act="through_partner" if partner.seen_by is None else "seen_by_partner",
        holder=f"Mitra {partner.id}",
        paraf="-",
        to="Pemohon",
        now=file.case.created_at,
        occasion="partner",
        note=partner.seen_by and f"KTP-el dilihat oleh {partner.seen_by}",
    )

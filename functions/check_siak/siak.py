"""Whether this office has a gateway, and what it is asked."""

from functools import lru_cache

from check_siak.gateway import SiakGateway
from check_siak.gateway_access import Access, access_of
from check_siak.gateway_messages import FindDocument
from menwa.case import Case
from menwa.settings import Settings, secret


class WithSiak(Settings):
    siak_secret_arn: str
    siak_url: str

    def gateway(self) -> SiakGateway | None:
        """None: the office has none, its officers look documents up."""
        if not self.siak_url:
            return None
        return _gateway(self.siak_url, access_of(secret(self.siak_secret_arn)))


@lru_cache(maxsize=2)
def _gateway(url: str, access: Access) -> SiakGateway:
    """Kept for its connections; a rotated secret brings a new one."""
    return SiakGateway(url, access)


def question_about(case: Case) -> FindDocument:
    return FindDocument(
        document_type=case.document_type,
        number=case.number,
        nik=case.applicant.nik,
        name=case.applicant.name,
        birth_date=case.applicant.birth_date,
        phone=case.applicant.phone,
        receipt=case.receipt,
    )

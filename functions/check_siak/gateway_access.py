"""What opens the gateway: a bearer, a client certificate, or both, from Secrets Manager."""

import ssl
from tempfile import NamedTemporaryFile

from pydantic import BaseModel, ConfigDict, SecretStr

from menwa.errors import Misconfigured


class Access(BaseModel):
    """`certificate` (with its chain), `key` and `ca` are PEM; without `ca` the usual authorities
    vouch for the gateway."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True
    )

    bearer: SecretStr | None = None
    certificate: str | None = None
    key: SecretStr | None = None
    ca: str | None = None

    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.bearer.get_secret_value()}"} if self.bearer else {}

    def tls(self) -> ssl.SSLContext:
        """Misconfigured if a PEM cannot be read, or the key is not the certificate's."""
        try:
            return self._tls()
        except (ssl.SSLError, ValueError) as unreadable:
            raise Misconfigured(f"the SIAK secret: {type(unreadable).__name__}") from None

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cadata=self.ca)
        if self.certificate is not None and self.key is not None:
            # the ssl module reads keys from files only: this one is ours alone, and gone at once
            with NamedTemporaryFile("w", suffix=".pem") as file:
                file.write(f"{self.certificate}\n{self.key.get_secret_value()}\n")
                file.flush()
                context.load_cert_chain(file.name)
        return context


def access_of(secret: dict[str, str]) -> Access:
    """Misconfigured if the secret opens nothing; a field that is not used may be left empty."""
    access = Access.model_validate({name: value for name, value in secret.items() if value})
    if (access.certificate is None) != (access.key is None):
        raise Misconfigured("the SIAK secret: certificate and key go together")
    if access.bearer is None and access.certificate is None:
        raise Misconfigured("the SIAK secret: neither a bearer nor a client certificate")
    return access

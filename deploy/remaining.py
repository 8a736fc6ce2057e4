"""What a deployment leaves to people: the addresses, and the screens that no script can fill in."""

from collections.abc import Iterable, Iterator, Mapping


def addresses(outputs: Mapping[str, str], parameters: Mapping[str, str]) -> Iterator[str]:
    public = parameters["PublicUrl"]
    yield f"citizens    {public}/"
    yield f"officers    {public}/masuk"
    yield f"Meta        {public}/webhook/whatsapp"
    if public != outputs["Url"]:
        yield f"the API     {outputs['Url']} (the name {public} has to lead there)"


def by_hand(left: Iterable[str], parameters: Mapping[str, str]) -> Iterator[str]:
    public = parameters["PublicUrl"]
    yield from left
    yield (
        f"Meta, App dashboard, WhatsApp, Configuration: callback {public}/webhook/whatsapp with "
        "the verify token, field messages and the others of docs/deploying.md"
    )
    yield f"Meta: the message templates (PUBLIC_URL={public} make templates)"
    if "execute-api" in public:
        yield "DNS: a name of the office's own for the API, then PublicUrl in stages.toml"
    yield f"then: make smoke STAGE={parameters['Stage']} PHONE=+62…"

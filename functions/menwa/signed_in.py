"""Who sits at the desk: an officer who has signed in on an enrolled device."""

from dataclasses import dataclass

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver


@dataclass(frozen=True)
class SignedIn:
    """`csrf` stands in every form of theirs."""

    key: str
    name: str
    paraf: str
    administrator: bool
    csrf: str


def officer_of(app: APIGatewayHttpResolver) -> SignedIn:
    """Whoever the request's session belongs to."""
    authorizer = app.current_event.raw_event["requestContext"]["authorizer"]
    key = str(authorizer["iam"]["userArn"]).rpartition("/")[2]
    initials = "".join(word[0] for word in key.split(".") if word)
    return SignedIn(key, key, initials.upper(), administrator=False, csrf="")

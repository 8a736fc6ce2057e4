"""Who may answer on this device: it was enrolled by the official who is asked, by whoever stands in
for them today, or by the assistant of one of these."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response

from menwa import aws
from menwa.cases import Link, link_key
from menwa.cookies import DOOR, new_token, token_for_forms, token_in
from menwa.office import Office
from menwa.table import Item, Table
from menwa.types import LEVELS
from notify_officials.enrolled import Cookie, Key, cookies_of, enrolled
from notify_officials.enrolment_pages import EnrolmentPages, with_door


class DoorEnvironment(Protocol):
    @property
    def cases_table(self) -> str: ...

    def office(self, *, afresh: bool = False) -> Office: ...


@dataclass(frozen=True)
class SignedInOfficial:
    """Who answers for `post` on this device; `own` is the post that they hold themselves.

    `title` is theirs for this post ("Plh. Kepala Dinas"), `key` that of their devices, `csrf`
    stands in every form. An assistant's `name` and `paraf` are on behalf of that title.
    """

    post: str
    own: str
    key: str
    name: str
    title: str
    paraf: str
    assistant: bool
    csrf: str

    @property
    def on_card(self) -> str:
        """As the kartu kendali names who handed over."""
        return f"{self.name} a.n. {self.title}" if self.assistant else f"{self.title} ({self.name})"


def link_on(
    app: APIGatewayHttpResolver, environment: DoorEnvironment, token: str, now: datetime
) -> tuple[Link | None, SignedInOfficial | None]:
    """A link, and who may answer it on this device: both in one read.

    Without an official, `enrol_first` is what to show.
    """
    office = environment.office()
    cookies = cookies_of(app.current_event.cookies, office)
    items = _read(environment, [link_key(token), *(each.device for each in cookies)])
    found = items.get(link_key(token))
    link = Link.model_validate(found) if found else None
    if link is None or link.is_gone(now):
        return None, None
    here = enrolled(cookies, items, now)
    return link, _answering(here, link.official, office, office.day_of(now))


def official_on(
    app: APIGatewayHttpResolver, environment: DoorEnvironment, post: str, now: datetime
) -> SignedInOfficial | None:
    """Who answers for that post on this device today; one read."""
    office = environment.office()
    return _answering(devices_here(app, environment, now), post, office, office.day_of(now))


def official_here(
    app: APIGatewayHttpResolver, environment: DoorEnvironment, now: datetime
) -> SignedInOfficial | None:
    """Whose device this is, in the post that they hold themselves; one read."""
    office = environment.office()
    first = next(iter(devices_here(app, environment, now)), None)
    return _signed_in(first, first.bearer.post, office, office.day_of(now)) if first else None


def posts_answered(office: Office, official: SignedInOfficial, day: date) -> list[str]:
    """Their own post, and those in which they stand in for somebody that day."""
    return [
        post
        for post in (*office.officials, *office.vacant)
        if office.posts.may_answer(post, official.own, day)
    ]


def on_behalf(paraf: str, post: str, title: str, office: Office) -> str:
    """An assistant's paraf, as short as a card's column: "AN a.n. Kabid", "AN a.n. Plh. Kadis"."""
    kinds = office.documents.values()
    levels = (each for each in LEVELS if any(kind.post(each) == post for kind in kinds))
    acting = title.removesuffix(office.posts.title(post))
    return f"{paraf} a.n. {acting}{next(levels, post).capitalize()}"


def enrol_first(
    app: APIGatewayHttpResolver,
    environment: DoorEnvironment,
    link: Link,
    token: str,
    now: datetime,
) -> Response[str]:
    """What any other device shows of a link: the question's number, and how to enrol."""
    office, query = environment.office(), app.current_event.query_string_parameters or {}
    door = token_in(app.current_event.cookies, DOOR) or new_token()
    pages = EnrolmentPages(office, link, f"/k/{token}", token_for_forms(door))
    if "kode" in query:
        return with_door(pages.code(query["kode"], now), door)
    other = next((each.bearer.post for each in devices_here(app, environment, now)), None)
    return with_door(pages.offer(now, enrolled_as=office.posts.title(other) if other else ""), door)


def devices_here(
    app: APIGatewayHttpResolver, environment: DoorEnvironment, now: datetime
) -> list[Cookie]:
    cookies = cookies_of(app.current_event.cookies, environment.office())
    items = _read(environment, [each.device for each in cookies])
    return list(enrolled(cookies, items, now))


def _read(environment: DoorEnvironment, keys: list[Key]) -> dict[Key, Item]:
    """As they are this moment: a device that was revoked opens nothing from then on."""
    table = Table(aws.dynamodb(), environment.cases_table)
    return {(item["pk"], item["sk"]): item for item in table.get_all(keys, consistent=True)}


def _answering(
    here: Iterable[Cookie], post: str, office: Office, day: date
) -> SignedInOfficial | None:
    for cookie in here:
        if office.posts.may_answer(post, cookie.bearer.post, day):
            return _signed_in(cookie, post, office, day)
    return None


def _signed_in(cookie: Cookie, post: str, office: Office, day: date) -> SignedInOfficial:
    own, person, assistant = cookie.bearer.post, cookie.bearer.person, cookie.bearer.assistant
    title = office.posts.titled(post, own, day).title
    return SignedInOfficial(
        post=post,
        own=own,
        key=cookie.bearer.key,
        name=person.name,
        title=title,
        paraf=on_behalf(person.paraf, post, title, office) if assistant else person.paraf,
        assistant=assistant,
        csrf=token_for_forms(cookie.token),
    )

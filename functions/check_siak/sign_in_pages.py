"""The pages of signing in; for a name that nobody has they are the same."""

from dataclasses import dataclass

from aws_lambda_powertools.event_handler import Response

from check_siak.door import Opened
from menwa.cookies import (
    DEVICE_LIVES,
    DOOR,
    SESSION,
    device_of,
    dropped,
    kept,
    new_token,
    token_for_forms,
)
from menwa.office import Office
from menwa.pages import page, see_other

STATUSES = {"too_many": 429, "start_again": 403}


@dataclass(frozen=True)
class SignInPages:
    """`csrf` follows from the browser's own cookie; `ahead` is the page that comes after."""

    office: Office
    csrf: str

    def name(
        self,
        ahead: str,
        errors: dict[str, str] | None = None,
        name: str = "",
        *,
        notice: str = "",
    ) -> Response[str]:
        return page(
            "check_siak/sign_in.html",
            422 if errors else STATUSES.get(notice, 200),
            office=self.office,
            csrf=self.csrf,
            ahead=ahead,
            errors=errors or {},
            values={"nama": name},
            notice=notice,
        )

    def code(self, ahead: str, error: str = "") -> Response[str]:
        return page(
            "check_siak/code.html",
            422 if error else 200,
            office=self.office,
            csrf=self.csrf,
            ahead=ahead,
            errors={"kode": error} if error else {},
            spent=False,
        )

    def wrong(self, ahead: str, tries_left: int) -> Response[str]:
        if not tries_left:
            return self.spent(ahead)
        return self.code(
            ahead, f"Kode itu belum cocok. Anda masih dapat mencoba {tries_left} kali."
        )

    def spent(self, ahead: str) -> Response[str]:
        return page(
            "check_siak/code.html",
            422,
            office=self.office,
            csrf=self.csrf,
            ahead=ahead,
            errors={},
            spent=True,
        )


def with_door(answer: Response[str], door: str) -> Response[str]:
    answer.cookies.append(kept(DOOR, door))
    return answer


def start_again(office: Office, ahead: str) -> Response[str]:
    """Not our form, or a browser that has lost its cookie: nothing is done, but it may go on."""
    door = new_token()
    again = SignInPages(office, token_for_forms(door)).name(ahead, notice="start_again")
    return with_door(again, door)


def let_in(officer: str, opened: Opened, ahead: str) -> Response[str]:
    answer = see_other(ahead)
    answer.cookies += [kept(SESSION, opened.session), dropped(DOOR)]
    if opened.device is not None:
        answer.cookies.append(kept(device_of(officer), opened.device, DEVICE_LIVES))
    return answer


def let_out() -> Response[str]:
    answer = see_other("/masuk?keluar=1")
    answer.cookies.append(dropped(SESSION))
    return answer

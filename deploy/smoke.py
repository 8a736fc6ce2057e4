"""`make smoke`: plays one request where MENWA is deployed, from the form to its end.

The messages come from no phone: they are signed as Meta signs them, with a number of the office's
own for trying out. MENWA's answers do go there by Meta; for those to arrive, write anything to the
office's WhatsApp number from it first. No PDF is sent. Exits with 0 if all went well.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from time import time

import httpx
from botocore.exceptions import BotoCoreError, ClientError

from deploy.account import Account
from deploy.played_phone import WEBHOOK, PlayedPhone
from deploy.secrets import values_in
from deploy.stack import Stack
from local.demo.people import Citizen, Phone, Stuck, until
from menwa.case import DESK, CaseFile
from menwa.cases import CaseStore
from menwa.types import Status

KIND = "kk"
INVENTED = {"nik": "9971010101900001", "name": "Contoh Uji Coba", "birth_date": "1990-01-01"}
AN_HOUR = 3600
SIGN_IN = "/masuk"


class Played:
    """One request; each act raises `Stuck` where it does not come to what it should."""

    def __init__(self, http: httpx.Client, store: CaseStore, phone: PlayedPhone) -> None:
        self.http, self.store, self.phone = http, store, phone
        self.message = self.case_id = ""

    def acts(self) -> dict[str, Callable[[], None]]:
        return {
            "the form and the officers' door open": self.opens,
            "an unsigned message is refused": self.refuses_strangers,
            "a request is sent": self.asks,
            "its phone is proven": self.proves,
            "it waits for an officer, or SIAK does not know the document": self.is_looked_up,
            "what still waits is cancelled": self.cancels,
        }

    def opens(self) -> None:
        for path in ("/", SIGN_IN, "/lacak"):
            self._expect(self.http.get(path), httpx.codes.OK)

    def refuses_strangers(self) -> None:
        self._expect(self.http.post(WEBHOOK, content=b"{}"), httpx.codes.UNAUTHORIZED)

    def asks(self) -> None:
        citizen = Asking(self.http, INVENTED, Phone(self.http, self.phone.number))
        self.message = citizen.ask(KIND, None)
        code = self.store.code(self.message.removeprefix("MENWA ").replace("-", ""))
        if code is None:
            raise Stuck("the request in the table")
        self.case_id = code.case_id

    def proves(self) -> None:
        self._expect(self.phone.write(self.http, self.message), httpx.codes.OK)
        self._until("the proof", lambda file: file.case.status is not Status.UNPROVEN)

    def is_looked_up(self) -> None:
        self._until("the look into SIAK", lambda file: file.case.status.ended or _at_desk(file))

    def cancels(self) -> None:
        """Unless a gateway said that there is no such document: then it has been returned."""
        if self.store.load(self.case_id).case.status.ended:
            return
        self._expect(self.phone.cancel(self.http, self.case_id), httpx.codes.OK)
        self._until("the cancellation", lambda file: file.case.status.ended)

    def _until(self, what: str, so: Callable[[CaseFile], bool]) -> None:
        until(f"{what} of {self.case_id}", lambda: so(self.store.load(self.case_id)) or None)

    @staticmethod
    def _expect(answer: httpx.Response, status: int) -> None:
        if answer.status_code != status:
            raise Stuck(f"{status} of {answer.request.url.path}: it is {answer.status_code}")


def _at_desk(file: CaseFile) -> bool:
    return file.wait is not None and file.wait.waiting_for == DESK


class Asking(Citizen):
    """Who began an hour ago: nobody who fills in the form as fast as this is let through."""

    def answers(self, document_type: str, number: str | None) -> dict[str, str]:
        return super().answers(document_type, number) | {"begun": str(int(time()) - AN_HOUR)}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = ArgumentParser(prog="python -m deploy.smoke", description=__doc__)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--phone", required=True, help="a number of the office's own, +62…")
    asked = parser.parse_args(arguments)
    try:
        return 0 if played(_deployed(asked.stage, asked.phone)) else 1
    except (BotoCoreError, ClientError, KeyError) as error:
        print(f"menwa-{asked.stage} cannot be read: {error}", file=sys.stderr)
        return 1


def played(request: Played) -> bool:
    """Ends at the first act that does not come out; what was begun then stays as it is."""
    for what, act in request.acts().items():
        began = time()
        try:
            act()
        except (Stuck, httpx.TransportError) as error:
            print(f"  FAILED  {what}: waited in vain for {error}", file=sys.stderr)
            return False
        print(f"  {time() - began:5.1f} s  {what}")
    print(f"{request.case_id} has ended: {request.store.load(request.case_id).case.status}")
    return True


def _deployed(stage: str, phone: str) -> Played:
    account = Account()
    stack = Stack(account.client("cloudformation"), f"menwa-{stage}")
    names, parameters = stack.resources(), stack.parameters()
    secret = values_in(account.client("secretsmanager"), names["WebhookSecret"])["app_secret"]
    return Played(
        httpx.Client(base_url=parameters["PublicUrl"], timeout=30),
        CaseStore(account.client("dynamodb"), names["CasesTable"]),
        PlayedPhone(phone, parameters["WhatsAppPhoneNumberId"], secret),
    )


if __name__ == "__main__":
    sys.exit(main())

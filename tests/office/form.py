"""The citizen's form, filled in and sent in a browser as a thumb would."""

from playwright.sync_api import Page

from local.demo.stage import Scene


def fill_in(page: Page, scene: Scene, **other: str) -> None:
    """`other` is typed in place of what is true."""
    typed = what_is_true(scene) | other
    page.goto("/")
    choose(page, typed["document_type"])
    for field in ("number", "nik", "name", "birth_day", "birth_month", "birth_year", "phone"):
        page.locator(f"input[name={field}]").fill(typed[field])


def choose(page: Page, document_type: str) -> None:
    radio = page.locator(f"input[name=document_type][value={document_type}]")
    page.locator(f"label[for={radio.get_attribute('id')}]").click()


def send(page: Page) -> None:
    page.get_by_role("button", name="Lanjutkan").click()


def prove(page: Page, scene: Scene) -> None:
    """From the form's answer to the sample phone, where the message stands ready to be sent."""
    page.get_by_role("link", name="Lanjutkan di WhatsApp").click()
    page.get_by_role("link", name=scene.citizen.phone.number).click()
    page.get_by_role("button", name="Kirim").click()


def overflows(page: Page) -> bool:
    """A page that has to be pushed sideways on this screen."""
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return bool(wide)


def what_is_true(scene: Scene) -> dict[str, str]:
    person = scene.citizen.person
    year, month, day = person["birth_date"].split("-")
    return {
        "document_type": scene.document["document_type"],
        "number": scene.document["number"],
        "nik": person["nik"],
        "name": person["name"],
        "birth_day": day,
        "birth_month": month,
        "birth_year": year,
        "phone": scene.citizen.phone.number,
    }

"""The citizen's form, filled in and sent in a browser as a thumb would."""

from playwright.sync_api import Page

from local.demo.stage import Scene

HEADED = {"birth_date": ("birth_day", "birth_month", "birth_year")}


def fill_in(page: Page, scene: Scene, start: str = "/", **other: str) -> None:
    """Up to the page on which all answers are looked through; `other` is typed in place of what
    is true."""
    page.goto(start)
    answer_all(page, what_is_true(scene) | other)


def answer_all(page: Page, typed: dict[str, str]) -> None:
    """Each question as it comes."""
    while (step := step_of(page)) != "send":
        answer(page, step, typed)


def answer(page: Page, step: str, typed: dict[str, str]) -> None:
    if step == "document":
        choose(page, typed["document_type"])
        return
    if step == "whom":
        tick(page, "whom", typed["whom"])
    for name in HEADED.get(step, FIELDS.get(step, (step,))):
        if name in typed:
            page.locator(f"input[name={name}]:not([type=hidden])").fill(typed[name])
    button = "Ya, keduanya benar" if step == "sure" else "Lanjutkan"
    unknown = step == "number" and not typed.get("number")
    press(page, "Saya tidak tahu nomornya" if unknown else button)


FIELDS: dict[str, tuple[str, ...]] = {
    "whom": ("relation",),
    "subject": ("subject_name", "subject_nik"),
    "sure": (),
}


def step_of(page: Page) -> str:
    """Of the question that is asked; "" after the last."""
    found = page.locator("input[name=step]")
    return found.get_attribute("value") or "" if found.count() else ""


def choose(page: Page, document_type: str) -> None:
    page.locator(f"button[name=document_type][value={document_type}]").click()


def tick(page: Page, name: str, value: str) -> None:
    radio = page.locator(f"input[name={name}][value={value}]")
    page.locator(f"label[for={radio.get_attribute('id')}]").click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def send(page: Page) -> None:
    press(page, "Lanjut ke WhatsApp")


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
    return scene.citizen.answers(scene.document["document_type"], scene.document["number"])

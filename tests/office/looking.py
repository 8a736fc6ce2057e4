"""What nobody may meet on a page: a barrier that axe-core knows of, or a push sideways."""

from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

from tests.office.form import overflows

# Colours hang on the scheme, and room on the width: in two looks both are seen.
LOOKS: tuple[tuple[ViewportSize, Literal["light", "dark"]], ...] = (
    ({"width": 360, "height": 740}, "light"),
    ({"width": 1280, "height": 900}, "dark"),
)
RULES: dict[str, Any] = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2; axe-core leaves it out by itself
    "preload": False,
}


def faults_of(page: Page) -> list[str]:
    """As it stands now, on a phone in the light and on a wide screen in the dark; then it is as
    before. axe-core needs a browser with scripts, the page none."""
    size, found = page.viewport_size, list[str]()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    for look, scheme in LOOKS:
        page.set_viewport_size(look)
        page.emulate_media(color_scheme=scheme)
        seen = [*_barriers(page), *(["overflows"] if overflows(page) else [])]
        found += [f"{look['width']} {scheme}: {each}" for each in seen]
    page.emulate_media(color_scheme="null")
    if size is not None:
        page.set_viewport_size(size)
    return found


def _barriers(page: Page) -> list[str]:
    violations = page.evaluate("rules => axe.run(rules).then(found => found.violations)", RULES)
    return [
        f"{violation['id']} at {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]

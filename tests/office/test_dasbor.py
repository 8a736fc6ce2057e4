"""The sample office draws the deployed dashboard from what its functions have said."""

import re

import pytest

from local.demo.paths import signed
from local.demo.stage import Stage
from tests.infra.watching import alarms, widgets
from tests.office.looking import faults_of
from tests.office.watching import Watch

pytestmark = pytest.mark.xdist_group("office")


def test_every_widget_is_drawn_with_a_table_behind_it(stage: Stage, phone_browser: Watch) -> None:
    assert signed(stage).went_well
    page = stage.http.get("/_kantor/dasbor").text
    assert re.findall(r"<h3>(.*?)</h3>", page) == [one.title for one in widgets() if one.title]
    assert page.count("<svg") == page.count("Sebagai tabel") > 5
    delivered = sum(one.case.status == "delivered" for one in stage.office.cases.all())
    row = re.search(r'<td>delivered</td><td class="number">(\d+)</td>', page)
    assert row is not None
    assert int(row[1]) >= delivered
    assert all(f">{name}</td>" in page for name in alarms())
    shown = phone_browser.page()
    shown.goto("/_kantor/dasbor")
    assert faults_of(shown) == []

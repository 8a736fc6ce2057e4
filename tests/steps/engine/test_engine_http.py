"""The HTTP API: what a function is told of a request, and what becomes of its answer."""

import base64
import json
import time
from typing import Any

import httpx
import pytest
from werkzeug.test import Client

from local.engine.http_api import HttpApi
from local.engine.office import LocalOffice


@pytest.fixture
def browser(office: LocalOffice) -> httpx.Client:
    return httpx.Client(base_url=office.url, timeout=60, trust_env=False)


def told(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    event: dict[str, Any] = response.json()["event"]
    return event


def test_a_request_arrives_as_on_aws(browser: httpx.Client) -> None:
    headers = [("Cookie", "a=1; b=2"), ("X-Twice", "one"), ("X-Twice", "two")]
    event = told(browser.get("/k/a%20b?x=1&x=2&y=%C3%A9", headers=headers))
    assert event["version"] == "2.0"
    assert event["routeKey"] == "GET /k/{token}"
    assert event["pathParameters"] == {"token": "a b"}
    assert event["rawQueryString"] == "x=1&x=2&y=%C3%A9"
    assert event["queryStringParameters"] == {"x": "1,2", "y": "é"}
    assert event["cookies"] == ["a=1", "b=2"]
    assert "cookie" not in event["headers"]
    assert event["headers"]["x-twice"] == "one,two"
    assert event["requestContext"]["http"]["method"] == "GET"
    assert event["requestContext"]["stage"] == "$default"
    assert "body" not in event


def test_a_literal_path_goes_before_a_parameter(browser: httpx.Client) -> None:
    assert told(browser.get("/k/tetap"))["routeKey"] == "GET /k/tetap"


def test_json_comes_as_text_and_a_form_in_base64(browser: httpx.Client) -> None:
    as_json = told(browser.post("/k/x", json={"nama": "é"}))
    assert json.loads(as_json["body"]) == {"nama": "é"}
    assert as_json["isBase64Encoded"] is False
    form = told(browser.post("/k/x", data={"nama": "Siti"}))
    assert base64.b64decode(form["body"]) == b"nama=Siti"
    assert form["isBase64Encoded"] is True


def test_status_headers_and_cookies_reach_the_browser(browser: httpx.Client) -> None:
    response = browser.get("/k/x?wish=cookies")
    assert response.status_code == 303
    assert response.headers["location"] == "/k/lain"
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers.get_list("set-cookie") == ["a=1; HttpOnly", "b=2"]


def test_bytes_reach_the_browser(browser: httpx.Client) -> None:
    assert browser.get("/k/x?wish=bytes").content == b"%PDF-\xff"


@pytest.mark.parametrize("wish", ["raise", "large"])
def test_what_a_function_cannot_answer_says_nothing_of_the_reason(
    browser: httpx.Client, wish: str
) -> None:
    response = browser.get(f"/k/x?wish={wish}")
    assert (response.status_code, response.json()) == (500, {"message": "Internal Server Error"})


def test_a_function_that_takes_too_long_is_stopped(browser: httpx.Client) -> None:
    told(browser.get("/k/x"))
    begun = time.monotonic()
    assert browser.get("/k/x?wish=sleep").status_code == 500
    assert 1.9 < time.monotonic() - begun < 4


def test_there_is_nothing_where_no_route_leads(browser: httpx.Client) -> None:
    for response in (browser.get("/tidak-ada"), browser.put("/k/x"), browser.get("/k/x/y")):
        assert (response.status_code, response.json()) == (404, {"message": "Not Found"})


def test_a_request_of_eleven_megabytes_is_refused(browser: httpx.Client) -> None:
    response = browser.post("/k/x", content=b"x" * 11_000_000)
    assert response.status_code == 413


def test_a_missing_variable_shows(browser: httpx.Client, office: LocalOffice) -> None:
    assert browser.get("/lupa").status_code == 500
    log = (office.plan.logs / "ForgetfulFunction.log").read_text()
    assert "NOT_GIVEN" in log


def test_a_browser_waits_half_a_minute_at_most(office: LocalOffice) -> None:
    impatient = HttpApi(office.template.routes, office.functions, patience=0.2)
    response = Client(impatient).get("/k/x?wish=sleep")
    assert (response.status_code, response.get_json()) == (503, {"message": "Service Unavailable"})
    impatient.close()

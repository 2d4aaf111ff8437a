"""Addresses with a NUL are turned away, wherever it stands."""

import pytest


@pytest.mark.parametrize("path", ["/people/?q=a%00b", "/api/v1/people?q=%00", "/search?q=%00"])
def test_nul_is_a_bad_request(cast, client_as, path):
    assert client_as(cast.cdc_officer).get(path).status_code == 400


def test_ordinary_signs_pass(cast, client_as):
    assert client_as(cast.cdc_officer).get("/people/?q=%E1%BA%A1%25").status_code == 200

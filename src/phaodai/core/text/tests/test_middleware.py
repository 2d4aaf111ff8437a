"""A NUL in a question is left out, wherever it stands."""

import pytest


@pytest.mark.parametrize("path", ["/people/?q=B%00%C3%ACnh", "/people/suggest?q=B%00%C3%ACnh"])
def test_the_rest_is_searched_for(cast, client_as, path):
    assert "Trần Thị Bình" in client_as(cast.cdc_officer).get(path).content.decode()


@pytest.mark.parametrize("path", ["/api/v1/people?q=%00", "/cases/?q=%00&sort=%00", "/dashboard?sort=%00"])
def test_nothing_breaks(cast, client_as, path):
    assert client_as(cast.cdc_officer).get(path).status_code == 200

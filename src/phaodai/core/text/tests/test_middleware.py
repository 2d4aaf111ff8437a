"""A NUL in a question is left out, wherever it stands."""

import pytest


def test_the_rest_is_searched_for(cast, client_as):
    page = client_as(cast.cdc_officer).get("/people/?q=Th%E1%BB%8B%00+B%C3%ACnh").content.decode()
    assert "Trần Thị Bình" in page
    assert "Lê Thị Chi" not in page


@pytest.mark.parametrize("path", ["/api/v1/people?q=%00", "/cases/?q=%00&sort=%00", "/dashboard?sort=%00"])
def test_nothing_breaks(cast, client_as, path):
    assert client_as(cast.cdc_officer).get(path).status_code == 200

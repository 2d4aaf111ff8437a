import pytest

from phaodai.core.ui.devices import device_text


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/120 Safari/537 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 11) Chrome/96 Mobile Safari/537", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) Version/15 Safari/604", "Safari · iPhone"),
        ("curl/8.1", "curl/8.1"),
        ("", "–"),
    ],
)
def test_a_browser_has_a_name_people_know(agent: str, words: str) -> None:
    assert device_text(agent) == words

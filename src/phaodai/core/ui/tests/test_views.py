from types import SimpleNamespace

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils.translation import override

from phaodai.core.ui import views


def test_the_components_page_wants_a_signed_in_user() -> None:
    request = RequestFactory().get("/ui/")
    request.user = AnonymousUser()
    assert views.components_page(request).status_code == 302


def test_every_component_draws_itself_in_both_languages() -> None:
    for language, word in (("vi", "Thành phần giao diện"), ("en", "Components")):
        with override(language):
            # as a partial, so that the shell's context stays out
            request = RequestFactory().get("/ui/", headers={"HX-Request": "true"})
            vars(request)["user"] = SimpleNamespace(is_authenticated=True)
            html = views.components_page(request).content.decode()
        assert word in html


def test_the_contrast_is_kept_on_the_device_and_one_comes_back() -> None:
    request = RequestFactory().post("/ui/theme", {"theme": "hc", "next": "/cases/"})
    response = views.theme(request)
    assert response["Location"] == "/cases/"
    assert response.cookies["phaodai_theme"].value == "hc"


def test_one_is_never_sent_to_a_stranger() -> None:
    request = RequestFactory().post("/ui/theme", {"theme": "x", "next": "https://example.org/"})
    response = views.theme(request)
    assert response["Location"] == "/"
    assert "phaodai_theme" not in response.cookies

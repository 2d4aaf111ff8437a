"""Sign-in through a provider, against a small provider of our own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from config.oidc import OidcUnreadable, origins, read_providers
from phaodai.city.accounts import services
from phaodai.city.accounts.models import User
from phaodai.city.accounts.oidc import pending
from phaodai.city.accounts.oidc.adapter import KnownSubjectsAdapter
from phaodai.city.accounts.tests.fake_provider import CLIENT, ISSUER, SECRET, FakeProvider
from phaodai.core.audit.queries import actions_on
from tests.cast import Cast

FILE = f"""
[[provider]]
id = "so-tttt"
name = "Sở TT&TT"
server = "{ISSUER}"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
"""
PASSWORD = "demo-password-1"
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOGIN = "/account/oidc/so-tttt/login/"


@pytest.fixture
def provider(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeProvider]:
    path = tmp_path / "oidc.toml"
    path.write_text(FILE, encoding="utf-8")
    apps = read_providers(str(path))
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}
    fake = FakeProvider()
    monkeypatch.setattr(KnownSubjectsAdapter, "get_requests_session", lambda self: fake.session())
    yield fake
    fake.close()


def go(client: Client, provider: FakeProvider) -> Any:
    """Press the button, sign in there, come back."""
    there = client.post(LOGIN)
    assert there.status_code == 302, there.content
    return client.get(provider.authorize(there.headers["Location"]))


def bound(user: User, subject: str = "vn-1") -> None:
    services.bind_provider(user=user, provider="so-tttt", subject=subject, by=user)


def signed_in(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


def test_a_new_subject_opens_nothing_until_its_owner_confirms_it_here(
    cast: Cast, provider: FakeProvider
) -> None:
    user, client = cast.place_keeper, Client()
    User.objects.filter(pk=user.pk).update(email="an@example.vn")
    provider.claims |= {"email": "an@example.vn", "email_verified": True}
    back = go(client, provider)
    assert back.headers["Location"] == reverse("account_login")
    assert not signed_in(client), "an address, verified or not, finds nobody"
    assert "chưa biết cách đăng nhập này" in client.get(reverse("account_login")).content.decode()
    there = client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    assert there.headers["Location"] == reverse("accounts:bind")
    assert "an.nguyen" in client.get(reverse("accounts:bind")).content.decode()
    client.post(reverse("accounts:bind"), {"answer": "yes"})
    assert SocialAccount.objects.get().user == user
    assert "provider.bound" in [deed.action for deed in actions_on("user", user.uuid)]
    again = Client()
    assert go(again, provider).status_code == 302
    assert signed_in(again) == str(user.pk)
    kept = SocialAccount.objects.get().extra_data["id_token"]
    assert set(kept) == {"sub", "acr", "amr", "preferred_username"}, "no more is kept than decides something"
    out = again.post(reverse("account_logout")).headers["Location"]
    assert out.startswith(f"{ISSUER}/logout?post_logout_redirect_uri=http%3A%2F%2Ftestserver")
    assert not signed_in(again)


def test_who_says_no_binds_nothing(cast: Cast, provider: FakeProvider, client_as: Any) -> None:
    client = client_as(cast.place_keeper)
    assert go(client, provider).headers["Location"] == reverse("accounts:bind"), "signed in already"
    client.post(reverse("accounts:bind"), {"answer": "no"})
    assert not SocialAccount.objects.exists()
    assert client.post(reverse("accounts:bind"), {"answer": "yes"}).headers["Location"] == reverse(
        "accounts:me"
    )
    assert not SocialAccount.objects.exists(), "what was left does not wait any more"


def test_a_confirmation_does_not_wait_for_ever(cast: Cast, provider: FakeProvider, monkeypatch: Any) -> None:
    client = Client()
    monkeypatch.setattr(pending, "MINUTES", -1)
    go(client, provider)
    there = client.post(reverse("account_login"), {"login": "place_keeper", "password": PASSWORD})
    assert there.headers["Location"] == reverse("home")


def test_the_second_step_is_asked_unless_the_providers_own_counts(cast: Cast, provider: FakeProvider) -> None:
    user = cast.ward_clerk_a
    bound(user)
    TOTP.activate(user, SEED)
    client = Client()
    assert go(client, provider).headers["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    code = format_hotp_value(hotp_value(SEED, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert signed_in(client) == str(user.pk)
    provider.claims["amr"] = ["pwd", "otp"]
    strong = Client()
    go(strong, provider)
    assert signed_in(strong) == str(user.pk)
    assert strong.get("/").status_code == 200
    Authenticator.objects.all().delete()
    assert strong.get("/").status_code == 200, "the provider's second factor counts for the session"
    provider.claims["amr"] = ["pwd"]
    weak = Client()
    go(weak, provider)
    assert weak.get("/").headers["Location"] == reverse("mfa_activate_totp")
    strong.logout()
    strong.force_login(cast.investigator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert strong.get("/").headers["Location"] == reverse("mfa_activate_totp"), "for nobody else"


def test_a_suspended_account_stays_outside(cast: Cast, provider: FakeProvider) -> None:
    bound(cast.place_keeper)
    services.deactivate_user(user=cast.place_keeper, by=cast.admin, reason="Nghỉ")
    client = Client()
    assert go(client, provider).headers["Location"] == reverse("account_inactive")
    assert not signed_in(client)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda fake: fake.changes.update(aud="somebody-else"),
        lambda fake: fake.changes.update(iss="https://evil.example"),
        lambda fake: fake.changes.update(exp=1_000_000),
        lambda fake: fake.changes.update(nonce="another"),
        lambda fake: fake.changes.update(nonce=None),
        lambda fake: fake.sign_with_another_key(),
    ],
    ids=["audience", "issuer", "expired", "nonce", "no-nonce", "signature"],
)
def test_a_token_that_is_not_ours_opens_nothing(cast: Cast, provider: FakeProvider, spoil: Any) -> None:
    bound(cast.place_keeper)
    spoil(provider)
    client = Client()
    assert go(client, provider).headers["Location"] == reverse("account_login")
    assert not signed_in(client)
    assert "Không tin được" in client.get(reverse("account_login")).content.decode()


def test_what_goes_wrong_is_said_in_one_sentence(cast: Cast, provider: FakeProvider) -> None:
    bound(cast.place_keeper)
    client = Client()
    address = client.post(LOGIN).headers["Location"]
    back = provider.authorize(address)
    cancelled = back.split("?")[0] + "?error=access_denied&state=" + provider.asked["state"]
    for path, sentence in ((cancelled, "hủy đăng nhập"), (back, "bắt đầu lại")):
        assert client.get(path).headers["Location"] == reverse("account_login")
        assert sentence in client.get(reverse("account_login")).content.decode()
    other = Client()
    assert other.get(back).headers["Location"] == reverse("account_login"), "begun in another browser"
    assert not signed_in(other)
    provider.is_silent = True
    client.post(LOGIN)
    assert "không trả lời" in client.get(reverse("account_login")).content.decode()
    assert client.post("/account/oidc/unknown/login/").status_code == 404


def test_the_button_stands_on_the_sign_in_page_only_where_there_is_a_provider(
    cast: Cast, provider: FakeProvider, settings: Any
) -> None:
    assert "Đăng nhập qua Sở TT&amp;TT" in Client().get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "oidc" not in Client().get(reverse("account_login")).content.decode()


def test_a_subject_belongs_to_one_account(cast: Cast, provider: FakeProvider, client_as: Any) -> None:
    bound(cast.place_keeper)
    with pytest.raises(ValidationError):
        bound(cast.checkpoint)
    with pytest.raises(ValidationError):
        bound(cast.place_keeper, "another")
    with pytest.raises(PermissionDenied):
        services.bind_provider(user=cast.checkpoint, provider="so-tttt", subject="x", by=cast.admin)
    page = client_as(cast.admin).get(reverse("accounts:user", args=[cast.place_keeper.uuid])).content.decode()
    assert "Đăng nhập qua so-tttt" in page
    client_as(cast.admin).post(
        reverse("accounts:unbind", args=[cast.place_keeper.uuid, "so-tttt"]), {"reason": "Đổi người"}
    )
    bound(cast.checkpoint)
    client_as(cast.checkpoint).post(reverse("accounts:unbind_own", args=["so-tttt"]))
    assert not SocialAccount.objects.exists()


def test_the_file_of_providers(tmp_path: Path) -> None:
    assert read_providers("") == []
    path = tmp_path / "oidc.toml"
    with pytest.raises(OidcUnreadable, match="cannot be read"):
        read_providers(str(path))
    path.write_text('[[provider]]\nid = "x"\n', encoding="utf-8")
    with pytest.raises(OidcUnreadable, match="name, server, client_id"):
        read_providers(str(path))
    path.write_text(FILE, encoding="utf-8")
    assert origins(read_providers(str(path))) == [ISSUER]

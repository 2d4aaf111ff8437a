"""A small identity provider in this process: discovery, authorization code with PKCE, signed id_tokens, keys.

It is strict where a good provider is: a code serves once, to the redirect address and the verifier it was made for.
"""

import base64
import hashlib
import io
import json
import secrets
import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from requests.adapters import BaseAdapter

ISSUER = "https://id.example.vn"
CLIENT, SECRET = "phaodai", "client-secret"


class FakeProvider(BaseAdapter):
    """Mounted on its address in a `requests` session; `authorize` plays the browser's visit."""

    def __init__(self) -> None:
        super().__init__()
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.published = self.key.public_key()
        self.codes: dict[str, dict[str, Any]] = {}
        self.claims: dict[str, Any] = {"sub": "vn-1", "preferred_username": "an.nguyen"}
        self.changes: dict[str, Any] = {}
        self.is_silent = False
        self.asked: dict[str, str] = {}

    def session(self) -> requests.Session:
        session = requests.Session()
        session.mount(ISSUER, self)
        return session

    def authorize(self, address: str) -> str:
        """Somebody signs in there: returns the address they are sent back to."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{ISSUER}/authorize"
        self.asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert self.asked["code_challenge_method"] == "S256"
        assert self.asked["client_id"] == CLIENT
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**self.asked, **self.claims}
        back = urlsplit(self.asked["redirect_uri"])
        return f"{back.path}?{urlencode({'code': code, 'state': self.asked['state']})}"

    def send(self, request: Any, **kwargs: Any) -> requests.Response:
        if self.is_silent:
            raise requests.ConnectionError("silent")
        path = urlsplit(request.url).path
        body = {
            "/.well-known/openid-configuration": self.discovery, "/keys": self.keys,
            "/token": lambda: self.token(parse_qs(request.body)),
        }[path]()  # fmt: skip
        return self.answered(request, body)

    def answered(self, request: Any, body: Any) -> requests.Response:
        response = requests.Response()
        response.status_code = 200 if body is not None else 400
        response.headers["content-type"] = "application/json"
        response.raw = io.BytesIO(json.dumps(body or {"error": "invalid_grant"}).encode())
        response.url, response.request = request.url, request
        return response

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys", "userinfo_endpoint": f"{ISSUER}/userinfo",
            "end_session_endpoint": f"{ISSUER}/logout",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def keys(self) -> dict[str, Any]:
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.published))
        return {"keys": [{**jwk, "kid": "k1", "alg": "RS256", "use": "sig"}]}

    def token(self, form: dict[str, list[str]]) -> dict[str, Any] | None:
        kept = self.codes.pop(form.get("code", [""])[0], None)
        verifier = form.get("code_verifier", [""])[0]
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if (
            kept is None
            or kept["code_challenge"] != digest
            or form["redirect_uri"][0] != kept["redirect_uri"]
        ):
            return None
        if form["client_secret"][0] != SECRET:
            return None
        claims = {
            "iss": ISSUER, "aud": CLIENT, "iat": int(time.time()), "exp": int(time.time()) + 300,
            "nonce": kept["nonce"], **self.claims, **self.changes,
        }  # fmt: skip
        signed = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "k1"})
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}

    def close(self) -> None:
        """Nothing is open."""

    def sign_with_another_key(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

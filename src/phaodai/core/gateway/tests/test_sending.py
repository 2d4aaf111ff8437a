"""Where a message may go: public addresses, over TLS, to the address that was checked, once."""

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from phaodai.core.gateway import sending

PRIVATE = (
    "127.0.0.1", "0.0.0.0", "10.0.0.7", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
    "255.255.255.255", "192.0.2.4", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.7", "64:ff9b::a00:7", "64:ff9b::7f00:1", "2002:7f00:1::", "2002:a00:7::",
    "2001:db8::1", "fd00:ec2::254", "not an address", "",
)  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_in_any_dress(address):
    assert not sending.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.162.4.191", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_open_addresses(address):
    assert sending.is_public(address)


@pytest.fixture
def strict(settings):
    """As a real city is set up."""
    settings.PHAODAI_WEBHOOK_LOOPBACK = False


WRONG = (
    "", "http://vi-du.example/", "ftp://vi-du.example/", "https://", "https:///x", "https://a:b@vi-du.example/",
    "https://vi-du.example/#x", "https://vi-du.example:0/", "https://vi-du.example:99999/", "https://vi du.example/",
    "https://vi-du.example/\r\nX: y", "https://vi-du.example\\@10.0.0.1/", "https://ví-dụ.example/", "javascript:x",
    "https://" + "a" * 600,
)  # fmt: skip


@pytest.mark.parametrize("url", WRONG)
def test_addresses_that_are_none(strict, url):
    with pytest.raises(sending.Unreachable) as caught:
        sending.check_url(url)
    assert caught.value.code in ("bad_url", "not_https")


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Names resolve to these, one answer after the other; returns what was asked for."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    monkeypatch.setattr(sending, "addresses_of", resolve)
    return asked


@pytest.mark.parametrize("found", [["10.0.0.7"], ["8.8.8.8", "169.254.169.254"], ["127.0.0.1"]])
def test_one_private_address_of_a_name_is_enough_to_refuse(strict, monkeypatch, found):
    resolving(monkeypatch, found)
    with pytest.raises(sending.Unreachable, match="not_public"):
        sending.post("https://vi-du.example/", body=b"", headers={}, timeout_s=1)


def test_a_name_that_points_elsewhere_a_moment_later_gains_nothing(strict, monkeypatch):
    asked = resolving(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    connected: list[Any] = []

    def connect(address: Any, timeout: float) -> Any:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(sending.socket, "create_connection", connect)
    with pytest.raises(sending.Unreachable, match="refused"):
        sending.post("https://vi-du.example/x", body=b"", headers={}, timeout_s=1)
    assert connected == [("8.8.8.8", 443)]
    assert asked == ["vi-du.example"]


@pytest.mark.parametrize(
    "url", ["https://127.1/", "https://2130706433/", "https://[::1]/", "https://localhost/"]
)
def test_this_machine_under_other_names(strict, url):
    with pytest.raises(sending.Unreachable, match=r"not_public|unresolved"):
        sending.post(url, body=b"", headers={}, timeout_s=1)


def test_plain_http_is_for_this_machine_only(settings, monkeypatch):
    settings.PHAODAI_WEBHOOK_LOOPBACK = True
    resolving(monkeypatch, ["8.8.8.8"])
    with pytest.raises(sending.Unreachable, match="not_https"):
        sending.post("http://vi-du.example/", body=b"", headers={}, timeout_s=1)


class Server:
    """One connection: reads, answers what it is told, a byte at a time if asked."""

    def __init__(self, answer: bytes, context: ssl.SSLContext | None = None) -> None:
        self.answer, self.context = answer, context
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.release = threading.Event()
        self.got = b""
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        try:
            plain, _address = self.listening.accept()
            talk = self.context.wrap_socket(plain, server_side=True) if self.context else plain
            self.got = talk.recv(65536)
            talk.sendall(self.answer)
            self.release.wait(5)
            talk.close()
        except OSError:
            pass

    def close(self) -> None:
        self.release.set()
        self.listening.close()
        self.thread.join(5)


@pytest.fixture
def serve() -> Iterator[Any]:
    made: list[Server] = []

    def start(answer: bytes, context: ssl.SSLContext | None = None) -> Server:
        made.append(Server(answer, context))
        return made[-1]

    yield start
    for server in made:
        server.close()


def test_who_never_finishes_answering_is_cut_off(serve):
    server = serve(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    with pytest.raises(sending.Unreachable, match="timeout"):
        sending.post(f"http://127.0.0.1:{server.port}/", body=b"{}", headers={}, timeout_s=0.3)


def test_an_answer_that_is_none(serve):
    server = serve(b"xin chao\r\n\r\n")
    server.release.set()
    with pytest.raises(sending.Unreachable, match="broken"):
        sending.post(f"http://127.0.0.1:{server.port}/", body=b"{}", headers={}, timeout_s=2)


def certificate(name: str, folder: Any) -> tuple[ssl.SSLContext, Any]:
    """A server's context with a certificate for ``name``, and the file of the authority that vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = built.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(pem + private)
    (folder / "ca.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context, folder / "ca.pem"


@pytest.mark.parametrize(("name", "outcome"), [("vi-du.example", 204), ("ke-khac.example", "tls")])
def test_the_certificate_is_checked_for_the_name_though_we_connect_by_address(
    settings, serve, monkeypatch, tmp_path, name, outcome
):
    settings.PHAODAI_WEBHOOK_LOOPBACK = True
    context, authority = certificate(name, tmp_path)
    monkeypatch.setattr(sending, "tls_context", lambda: ssl.create_default_context(cafile=authority))
    server = serve(b"HTTP/1.1 204 No Content\r\n\r\n", context)
    resolving(monkeypatch, ["127.0.0.1"])
    url = f"https://vi-du.example:{server.port}/nhan?x=1"
    if outcome == "tls":
        with pytest.raises(sending.Unreachable, match="tls"):
            sending.post(url, body=b"{}", headers={"X": "y"}, timeout_s=3)
    else:
        assert sending.post(url, body=b"{}", headers={"X": "y"}, timeout_s=3) == 204
        assert server.got.startswith(b"POST /nhan?x=1 HTTP/1.1\r\n")
        assert f"Host: vi-du.example:{server.port}".encode() in server.got
    assert ipaddress.ip_address("127.0.0.1").is_loopback

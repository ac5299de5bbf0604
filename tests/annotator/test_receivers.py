"""Sending to a server that misbehaves, and never into our own network."""

import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from embrace3k.annotator.errors import DeliveryFailed, WebhookRefused
from embrace3k.annotator.receivers import Sender, networks
from embrace3k.tests.annotator import receiver as receivers
from embrace3k.tests.annotator.receiver import Answer, Receiver, receiver

LOOPBACK = networks("127.0.0.0/8, ::1/128")
TIMEOUT_S = 0.5
DAY = timedelta(days=1)


def send(url: str, timeout_s: float = TIMEOUT_S) -> None:
    Sender(LOOPBACK, timeout_s).post(url, b'{"a":1}', {"X-Test": "yes"})


def test_what_is_sent_arrives_as_it_is():
    with receiver(receivers.ok) as server:
        send(server.url)
    (got,) = server.received
    assert (got.path, got.body, got.headers["X-Test"]) == ("/hook?a=1", b'{"a":1}', "yes")
    assert got.headers["Host"] == f"127.0.0.1:{server.server_port}"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (receivers.broken, "127.0.0.1: answered 500"),
        (receivers.status(302, Location="/other"), "answered 302"),
        (receivers.status(304), "answered 304"),
        (receivers.hang, "no answer within 0.5 s"),
        (receivers.drip, "no answer within 0.5 s"),
        (receivers.hang_up, "no answer: "),
        (receivers.nonsense, "no answer: "),
    ],
    ids=["500", "redirect", "304", "hangs", "drips", "hangs up", "no HTTP"],
)
def test_whatever_is_not_2xx_in_time_has_failed(answer: Answer, says: str):
    with receiver(answer) as server:
        began = time.monotonic()
        with pytest.raises(DeliveryFailed, match=says):
            send(server.url)
        assert time.monotonic() - began < 5
    assert len(server.received) == 1


def test_a_huge_answer_is_not_read():
    with receiver(receivers.huge_body) as server:
        send(server.url, timeout_s=5)


def test_nobody_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(DeliveryFailed, match="no answer: Connection refused"):
            send(f"http://127.0.0.1:{free.getsockname()[1]}/")


def test_a_server_that_never_ends_its_tls_handshake_is_left():
    with receiver(receivers.ok) as server, pytest.raises(DeliveryFailed, match="no answer"):
        send(server.url.replace("http:", "https:"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For `localhost`, signed by itself; its key is in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - DAY, now + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(plain + signed.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def secure(certificate: Path) -> Iterator[Receiver]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with receiver(receivers.ok, tls=context) as server:
        yield server


def test_over_tls_the_certificate_must_be_that_of_the_name(secure: Receiver, certificate: Path):
    trusting = ssl.create_default_context(cafile=str(certificate))
    url = secure.url.replace("http:", "https:")
    Sender(LOOPBACK, 5.0, trusting).post(url.replace("127.0.0.1", "localhost"), b"{}", {})
    with pytest.raises(DeliveryFailed, match="no answer: .*certificate"):
        Sender(LOOPBACK, 5.0, trusting).post(url, b"{}", {})
    with pytest.raises(DeliveryFailed, match="no answer: .*certificate"):
        Sender(LOOPBACK, 5.0).post(url.replace("127.0.0.1", "localhost"), b"{}", {})
    assert [each.body for each in secure.received] == [b"{}"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "0.0.0.0", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "2130706433", "0x7f.1", "017700000001",
    ],
)  # fmt: skip
def test_our_own_network_is_not_reached(host: str):
    with pytest.raises(WebhookRefused, match="no address of the public internet. .*EMBRACE3K_WEBHOOK_NETWORKS"):
        Sender().check(f"https://{host}/")


def test_only_the_networks_that_the_operator_allows_are_reached():
    sender = Sender(networks("127.0.0.0/8"))
    sender.check("http://127.9.9.9:8080/")
    with pytest.raises(WebhookRefused):
        sender.check("http://10.0.0.1/")


def test_every_address_of_a_name_must_be_allowed_and_the_connection_goes_to_one_that_was_checked(monkeypatch):
    answers = [["93.184.216.34", "127.0.0.1"], ["127.0.0.1"]]

    def resolve(host: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(WebhookRefused, match="two-faced.example: leads to 127.0.0.1"):
        Sender().post("https://two-faced.example/", b"", {})
    assert len(answers) == 1


def test_a_name_is_resolved_once(monkeypatch):
    asked, resolve = [], socket.getaddrinfo
    with receiver(receivers.ok) as server:

        def count(host, *rest, **more):
            if host == "localhost":
                asked.append(host)
            return resolve("127.0.0.1", *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", count)
        send(server.url.replace("127.0.0.1", "localhost"))
    assert asked == ["localhost"] and server.received[0].headers["Host"].startswith("localhost:")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://example.org/", "not an https or http URL"), ("https:///path", "not an https or http URL"),
        ("https://me:secret@example.org/", "holds a user name"), ("https://example.org/#part", "or a fragment"),
        ("https://example.org:99999/", "not a URL"), ("https://exämple.org/", "printable ASCII"),
        ("https://example.org/a b", "printable ASCII"), ("https://example.org/\r\nX: y", "printable ASCII"),
        ("https://[zz]/", "not a URL"), ("http://93.184.216.34/", "plain http would show events"),
        ("https://no-such-name.invalid/", "cannot be resolved"),
    ],
)  # fmt: skip
def test_a_url_that_is_not_one_of_a_receiver_is_refused(url: str, says: str):
    with pytest.raises(WebhookRefused, match=says) as caught:
        Sender().check(url)
    assert "secret" not in str(caught.value)


def test_what_is_no_network_is_named():
    with pytest.raises(WebhookRefused, match="10.0.0.1/8: not a network: .* has host bits set. list networks like"):
        networks("10.0.0.1/8")

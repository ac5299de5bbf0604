"""Where a simulator is, as people write it."""

import pytest

from embrace3k.simulator.addresses import endpoints, is_address, unreal_socket
from embrace3k.simulator.errors import SimulatorError


@pytest.mark.parametrize(
    ("url", "tried"),
    [
        ("unrealcv://127.0.0.1:9000", [("127.0.0.1", 9000)]),
        ("unrealcv:///tmp/a.socket", ["/tmp/a.socket"]),
        ("unrealcv+unix://localhost:9001", [("localhost", 9001), str(unreal_socket(9001))]),
        ("unrealcv+unix://localhost:9001/run/b.socket", [("localhost", 9001), "/run/b.socket"]),
    ],
)
def test_a_unix_socket_is_tried_only_where_the_address_asks_for_it(url, tried):
    assert is_address(url) and list(endpoints(url)) == tried


@pytest.mark.parametrize(
    "url",
    ["", "9000", "http://h:1", "unrealcv://h", "unrealcv://h:99999", "unrealcv://h:1/x", "unrealcv+unix:///x", "unrealcv://"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(SimulatorError, match="unrealcv://127.0.0.1:9000"):
        endpoints(url)

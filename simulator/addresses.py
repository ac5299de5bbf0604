"""Where a simulator is: one URL, and the endpoints that it stands for.

    unrealcv://HOST:PORT                TCP
    unrealcv:///PATH                    the Unix socket PATH
    unrealcv+unix://HOST:PORT           TCP, and then the Unix socket that Unreal opens for that port
    unrealcv+unix://HOST:PORT/PATH      TCP, and then the Unix socket PATH

A Linux build of Unreal serves TCP to its first client only, and from then on `unrealcv_PORT.socket` in the temporary
folder. That file may also belong to another engine, of today or of last week, so it is used only where the URL asks.
"""

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from embrace3k.simulator.errors import SimulatorError

Endpoint = tuple[str, int] | str
"""(host, port), or the path of a Unix socket."""
_SCHEMES = ("unrealcv", "unrealcv+unix")


def is_address(text: str) -> bool:
    return text.split("://")[0] in _SCHEMES and "://" in text


def endpoints(url: str) -> tuple[Endpoint, ...]:
    """What to try, in this order. Raises SimulatorError for what is no address."""
    address = urlsplit(url)
    try:
        host, port = address.hostname, address.port
    except ValueError:
        host, port = None, None
    tcp = (host, port) if host and port else None
    if address.scheme == "unrealcv" and tcp and address.path in ("", "/"):
        return (tcp,)
    if address.scheme == "unrealcv" and not address.netloc and len(address.path) > 1:
        return (address.path,)
    if address.scheme == "unrealcv+unix" and tcp:
        return tcp, address.path if len(address.path) > 1 else str(unreal_socket(tcp[1]))
    raise SimulatorError(f"no simulator address: {url!r}", hint="it looks like unrealcv://127.0.0.1:9000")


def unreal_socket(port: int) -> Path:
    return Path(tempfile.gettempdir()) / f"unrealcv_{port}.socket"

"""`embrace3k serve`: the HTTP application, for annotators' browsers and for programs."""

import ipaddress
import socket
from typing import TYPE_CHECKING

import click

from embrace3k.cli.output import talk
from embrace3k.cli.settings import OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, PUBLIC_URL, Settings
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.errors import EmbraceError

if TYPE_CHECKING:
    from embrace3k.annotator.api.context import Context
    from embrace3k.annotator.sso import SingleSignOn

_BACKLOG = 2048
_LAST_WORDS_S = 10
"""So long requests may take to end after Ctrl-C or SIGTERM."""
_KEPT_OPEN_S = 75
"""So long a connection is kept between two requests: longer than annotators look at a step, and than nginx keeps its
own to us, which would else send a request down one that we are just closing."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option(
    "--tls-ends-elsewhere", is_flag=True,
    help="Allow a HOST beyond loopback: something in front of it speaks https with the world.",
)  # fmt: skip
@click.option(
    "--trust-proxy", "proxies", metavar="ADDRESS", multiple=True,
    help="Believe X-Forwarded-For from this address or network, as in 10.0.0.0/8; may be repeated.",
)  # fmt: skip
@click.pass_obj
def serve(workspace: Workspace, host: str, port: int, tls_ends_elsewhere: bool, proxies: tuple[str, ...]) -> None:
    """Serve the annotation service until interrupted, and deliver what webhooks are owed.

    As long as nobody can sign in, it prints a one-time link for the first administrator.
    """
    import uvicorn

    from embrace3k.annotator.api.context import Context
    from embrace3k.annotator.deliveries import delivering
    from embrace3k.annotator.receivers import Sender, networks
    from embrace3k.web.app import create_app
    from embrace3k.web.logs import log_config
    from embrace3k.web.server import Server

    if not tls_ends_elsewhere and not _is_loopback(host):
        hint = "put a proxy that speaks https in front of it, and say so with --tls-ends-elsewhere"
        raise EmbraceError("passwords would cross the network in the clear", where=f"--host {host}", hint=hint)
    with _listen(host, port) as listening:
        url = workspace.settings.public_url or f"http://{host}:{listening.getsockname()[1]}"
        sender = Sender(networks(workspace.settings.webhook_networks))
        sso = _single_sign_on(workspace.settings)
        context = Context(workspace.database, workspace.store, url, sso=sso, sender=sender)
        app = create_app(context)
        config = uvicorn.Config(
            app, log_config=log_config(), access_log=False, server_header=False, ws="none", lifespan="off",
            proxy_headers=bool(proxies), forwarded_allow_ips=list(proxies),
            timeout_graceful_shutdown=_LAST_WORDS_S, timeout_keep_alive=_KEPT_OPEN_S,
        )  # fmt: skip
        _welcome(context)
        talk.print(f"serving {url}; stop with Ctrl-C")
        with delivering(context.database, sender):
            Server(config).run(sockets=[listening])


def _single_sign_on(settings: Settings) -> "SingleSignOn | None":
    from embrace3k.annotator.accounts import known_roles
    from embrace3k.annotator.sso import SingleSignOn

    if not settings.oidc_issuer:
        return None
    if not (settings.oidc_client_id and settings.oidc_client_secret):
        hint = f"set {OIDC_CLIENT_ID.variable} and {OIDC_CLIENT_SECRET.variable}"
        raise EmbraceError("single sign-on needs a client", where=settings.oidc_issuer, hint=hint)
    new_roles = known_roles(settings.oidc_new_roles) if settings.oidc_new_roles else ()
    return SingleSignOn(
        settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, tuple(sorted(new_roles))
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        # From now on callers wait instead of being refused, so that `serving` may be said before uvicorn has started.
        listening.listen(_BACKLOG)
    except OSError as error:
        hint = "choose another --port, or 0 for a free one"
        raise EmbraceError(f"cannot listen: {error.strerror}", where=f"{host}:{port}", hint=hint) from error
    return listening


def _welcome(context: "Context") -> None:
    from embrace3k.annotator.accounts import first_link
    from embrace3k.annotator.api.users import link_url

    with context.database.session() as session:
        found = first_link(session, now=context.clock())
    if found:
        user, secret, expires_at = found
        talk.print(f"nobody can sign in yet. This link sets the password of {user.name!r}, an administrator, once:")
        talk.print(f"  {link_url(context.public_url, secret)}")
        talk.print(f"It ends at {expires_at:%Y-%m-%d %H:%M} UTC. {PUBLIC_URL.variable} decides how it begins.")

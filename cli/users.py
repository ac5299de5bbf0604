"""`embrace3k users`: who may use the annotation service. Whoever can run this has the database anyway."""

import sys
from datetime import UTC, datetime

import click

from embrace3k.annotator.events import OPERATOR
from embrace3k.annotator.roles import Role
from embrace3k.cli.output import json_option, print_json, print_table, talk
from embrace3k.cli.settings import OIDC_ISSUER
from embrace3k.cli.workspace import Workspace
from embrace3k.schema.errors import EmbraceError

role_option = click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]),
    help="May be repeated.",
)  # fmt: skip


@click.group()
def users() -> None:
    """People who may use the annotation service."""


@users.command("add")
@click.argument("name")
@role_option
@click.option("--password-stdin", is_flag=True, help="Read the password from stdin instead of printing a link.")
@click.option("--sso", "subject", help="Subject at the provider of single sign-on: no password, and no link.")
@click.pass_obj
def add(workspace: Workspace, name: str, roles: tuple[str, ...], password_stdin: bool, subject: str | None) -> None:
    """Add the user NAME, and print the one-time link with which they set their password."""
    from embrace3k.annotator.accounts import create_user, set_password
    from embrace3k.annotator.passwords import Passwords

    issuer = workspace.settings.oidc_issuer
    if subject and not issuer:
        raise EmbraceError("whose subject?", where="--sso", hint=f"set {OIDC_ISSUER.variable} to the provider's")
    password = _password() if password_stdin else None
    with workspace.database.session() as session:
        user = create_user(session, name, roles, who=OPERATOR, now=_now(), sso=(issuer, subject) if subject else None)
        if password is not None:
            set_password(session, Passwords(), user, password, who=OPERATOR, now=_now())
    talk.print(f"added {user.name}: {', '.join(sorted(user.roles))}")
    if password is None and not subject:
        _print_link(workspace, user.name)


@users.command("list")
@json_option
@click.pass_obj
def list_all(workspace: Workspace, as_json: bool) -> None:
    """Everybody, disabled people too."""
    from embrace3k.storage.accounts import list_users

    with workspace.database.snapshot() as session:
        found = list_users(session)
    if as_json:
        print_json(found)
        return
    rows = [
        (
            user.name,
            ", ".join(sorted(user.roles)),
            "yes" if user.has_password else "no",
            "yes" if user.has_sso else "no",
            "disabled" if user.disabled else "",
        )
        for user in found
    ]
    print_table(["name", "roles", "password", "single sign-on", "state"], rows)


@users.command("roles")
@click.argument("name")
@role_option
@click.pass_obj
def roles_of(workspace: Workspace, name: str, roles: tuple[str, ...]) -> None:
    """Give the user NAME these roles and no others."""
    from embrace3k.annotator.accounts import change_roles

    with workspace.database.session() as session:
        user = change_roles(session, name, roles, who=OPERATOR, now=_now())
    talk.print(f"{user.name}: {', '.join(sorted(user.roles))}")


@users.command("disable")
@click.argument("name")
@click.pass_obj
def disable(workspace: Workspace, name: str) -> None:
    """Keep the user NAME out: sessions end at once, tokens stop. What they wrote stays."""
    from embrace3k.annotator import accounts

    with workspace.database.session() as session:
        user = accounts.disable(session, name, who=OPERATOR, now=_now())
    talk.print(f"{user.name} is disabled")


@users.command("enable")
@click.argument("name")
@click.pass_obj
def enable(workspace: Workspace, name: str) -> None:
    """Let the user NAME in again, with the password and the tokens of before."""
    from embrace3k.annotator import accounts

    with workspace.database.session() as session:
        user = accounts.enable(session, name, who=OPERATOR, now=_now())
    talk.print(f"{user.name} is enabled")


@users.command("link")
@click.argument("name")
@click.pass_obj
def link(workspace: Workspace, name: str) -> None:
    """Print a one-time link with which the user NAME sets a new password. It ends the earlier links."""
    _print_link(workspace, name)


def _print_link(workspace: Workspace, name: str) -> None:
    """The link on stdout; it begins with EMBRACE3K_PUBLIC_URL, or where `serve` listens by default."""
    from embrace3k.annotator.accounts import make_link
    from embrace3k.annotator.api.users import link_url

    with workspace.database.session() as session:
        secret, expires_at = make_link(session, name, who=OPERATOR, now=_now())
    click.echo(link_url(workspace.settings.public_url or "http://127.0.0.1:8000", secret))
    talk.print(f"it sets a password once, until {expires_at:%Y-%m-%d %H:%M} UTC")


def _password() -> str:
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise EmbraceError("no password came", where="stdin", hint="write it there in one line")
    return line


def _now() -> datetime:
    return datetime.now(UTC)

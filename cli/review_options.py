"""What `tasks review` and `trajectories review` have in common."""

import click

from embrace3k.annotator.people import Person
from embrace3k.annotator.roles import Role


def _somebody(context: click.Context, parameter: click.Parameter, name: str) -> Person:
    """Whoever can run commands has the database anyway: their word is taken for it that this person may check."""
    if not name.strip():
        raise click.BadParameter("it names nobody")
    return Person(name.strip(), frozenset({Role.REVIEWER}))


by_option = click.option(
    "--by", "person", required=True, callback=_somebody, help="Name of the person who looked at it."
)  # fmt: skip
over_option = click.option(
    "--over", default=0, show_default=True, type=click.IntRange(0),
    help="Revision of the decision that this one replaces, as `list` shows it; 0: nobody has decided yet.",
)  # fmt: skip
note_option = click.option("--note", help="A few words for whoever reads it later.")

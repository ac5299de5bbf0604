"""Who is asking. Accounts are kept elsewhere; the services get a name and a set of roles."""

from msgspec import Struct

from embrace3k.annotator.errors import NotAllowed
from embrace3k.annotator.roles import Role
from embrace3k.schema.authors import Author, AuthorKind


class Person(Struct, frozen=True):
    name: str
    roles: frozenset[Role]

    @property
    def author(self) -> Author:
        return Author(kind=AuthorKind.HUMAN, name=self.name)

    def require(self, roles: frozenset[Role], what: str, where: str) -> None:
        """Raises NotAllowed unless the person has one of the roles."""
        if not self.roles & roles:
            wanted = " or ".join(sorted(roles))
            raise NotAllowed(f"{self.name} may not {what}", where=where, hint=f"that takes the role {wanted}")

"""Errors of the exporters room.

ExportError
├── RecordRefused           a record or frame of the database breaks its schema or is damaged: nothing was built
├── ShardRefused            a member cannot be written as asked (name too long, key out of order)
├── ArchiveDamaged          a shard is not an archive of ours
├── SplitLeak               one world, task or picture would be in two splits
├── VersionInvalid          not a semantic version
├── NothingToRelease        no episode is left after the exclusions
├── NotBuilt                publish before build, or a staging folder that was changed by hand
├── ReleaseIncomplete       the store holds something else than the manifest says; nothing was published
├── ReleaseConflict         the version is already published with another content
├── ReleaseNotFound         no manifest of this version
└── OutputRefused           an export folder that is not empty, or an unknown format
"""

from embrace3k.schema.errors import EmbraceError


class ExportError(EmbraceError):
    """A release or an export could not be made; what was there before is untouched."""


class RecordRefused(ExportError):
    """A record breaks its schema, or a frame is not the picture that its record describes."""


class ShardRefused(ExportError):
    """A member cannot be stored in a plain ustar shard."""


class ArchiveDamaged(ExportError):
    """The bytes are not a whole archive as our writer makes them."""


class SplitLeak(ExportError):
    """Something that must stay in one split is in two."""


class VersionInvalid(ExportError):
    """Not a semantic version."""


class NothingToRelease(ExportError):
    """The database holds no episode that the selection and the rules let through."""


class NotBuilt(ExportError):
    """There is no complete build of this version to publish."""


class ReleaseIncomplete(ExportError):
    """The object store lacks, or holds differently, what the manifest says."""


class ReleaseConflict(ExportError):
    """This version is already published with another content; published versions never change."""


class ReleaseNotFound(ExportError):
    """Nothing is published under this version."""


class OutputRefused(ExportError):
    """The format is unknown or the output folder is not free."""

"""Errors of the storage room."""

from embrace3k.schema.errors import EmbraceError


class StorageError(EmbraceError):
    """The database or the object store could not do what was asked."""


class ObjectNotFound(StorageError):
    """No object has this key."""


class ObjectExists(StorageError):
    """A create-only write met an object that is already there."""


class PreconditionFailed(StorageError):
    """A compare-and-swap found another content than the caller had read."""


class StoreUnsafe(StorageError):
    """The object store ignores preconditions, so a safe publish is impossible on it."""


class BlobDamaged(StorageError):
    """A blob's bytes do not have the sha256 that is its name."""


class RecordNotFound(StorageError):
    """No record has this id."""


class RevisionConflict(StorageError):
    """An annotation was written over a revision that is no longer the newest."""

"""Errors of the storage room:

StorageError
├── DatabaseBusy, MigrationNeeded, DatabaseTooNew          the database as a whole
├── RecordNotFound, RecordConflict, RevisionConflict,      one record
│   ReviewRefused
├── ObjectNotFound, ObjectExists, PreconditionFailed       one object
└── InvalidKey, StoreUnsafe, BlobDamaged
"""

from embrace3k.schema.errors import EmbraceError


class StorageError(EmbraceError):
    """The database or the object store could not do what was asked."""


class DatabaseBusy(StorageError):
    """Another connection held the write lock for longer than we wait."""


class MigrationNeeded(StorageError):
    """The database has no tables yet, or those of an older version."""


class DatabaseTooNew(StorageError):
    """The database was migrated by a newer version of embrace3k than this one."""


class RecordNotFound(StorageError):
    """No record has this id."""


class RecordConflict(StorageError):
    """A record with this id but other content is already there. Records are never changed."""


class RevisionConflict(StorageError):
    """An annotation or a review was written over a revision that is no longer the newest."""


class ReviewRefused(StorageError):
    """A review that says too little or too much."""


class ObjectNotFound(StorageError):
    """No object has this key."""


class ObjectExists(StorageError):
    """A create-only write met an object that is already there."""


class PreconditionFailed(StorageError):
    """A compare-and-swap found another content than the caller had read."""


class InvalidKey(StorageError):
    """A key that could climb out of the store, or that not every store can hold."""


class StoreUnsafe(StorageError):
    """The object store ignores preconditions, so a safe publish is impossible on it."""


class BlobDamaged(StorageError):
    """A blob's bytes do not have the sha256 that is its name."""

"""Frames out of the object store, checked on the way."""

from embrace3k.exporters.errors import RecordRefused
from embrace3k.exporters.pictures import check_picture
from embrace3k.schema.trajectories import Frame
from embrace3k.storage.blobs import read_blob
from embrace3k.storage.errors import BlobDamaged, ObjectNotFound
from embrace3k.storage.interfaces import ObjectStore


def read_frame(store: ObjectStore, frame: Frame, where: str) -> bytes:
    """The picture's bytes: their sha256, size and header are those of the record. Raises RecordRefused."""
    try:
        data = read_blob(store, frame.sha256)
    except (ObjectNotFound, BlobDamaged) as error:
        hint = "`embrace3k check` lists all damage"
        raise RecordRefused(f"frame {frame.sha256[:12]}: {error.what}", where=where, hint=hint) from error
    check_picture(data, frame, where)
    return data

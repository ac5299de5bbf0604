"""Published manifests, and the channel that names one of them."""

from embrace3k.exporters.errors import ReleaseNotFound
from embrace3k.exporters.versions import check_version
from embrace3k.schema.codec import decode
from embrace3k.schema.releases import Channel
from embrace3k.storage.errors import ObjectNotFound
from embrace3k.storage.interfaces import ObjectStore
from embrace3k.storage.keys import LATEST, manifest_key


def read_published(store: ObjectStore, version: str) -> bytes:
    """The bytes of a published manifest. Raises VersionInvalid, ReleaseNotFound."""
    key = manifest_key(check_version(version))
    try:
        return store.read(key)
    except ObjectNotFound:
        hint = "`embrace3k release list` shows those there are"
        raise ReleaseNotFound(f"version {version} is not published", where=f"{store.url}/{key}", hint=hint) from None


def read_latest(store: ObjectStore) -> tuple[Channel | None, str | None]:
    """What `latest` names, and the etag to swap it by. The etag is read first, so a change in between is noticed."""
    try:
        etag = store.stat(LATEST).etag
        return decode(store.read(LATEST), Channel, where=f"{store.url}/{LATEST}"), etag
    except ObjectNotFound:
        return None, None

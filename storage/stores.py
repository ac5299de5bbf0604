"""From a URL to an object store."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from embrace3k.storage.errors import StorageError
from embrace3k.storage.folder_store import FolderStore
from embrace3k.storage.interfaces import ObjectStore


def open_store(url: str) -> ObjectStore:
    """`file:///folder`, a plain path, or `s3://bucket/prefix`. Nothing is connected to before the first use.

    S3 takes endpoint and credentials as boto3 does: AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, ~/.aws/config and so on.
    """
    parts = urlsplit(url)
    if parts.scheme == "s3" and parts.netloc:
        from embrace3k.storage.s3_store import S3Store, make_client

        return S3Store(parts.netloc, parts.path.strip("/"), client=make_client())
    if parts.scheme == "file" and parts.netloc in ("", "localhost"):
        return FolderStore(Path(unquote(parts.path)))
    if "://" not in url and url:
        return FolderStore(Path(url))
    raise StorageError("not a place for objects", where=url, hint="use a folder, file:///FOLDER or s3://BUCKET/PREFIX")

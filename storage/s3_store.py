"""The object store in an S3 bucket, by conditional PUTs whose bytes the server verifies.

A PUT that got no verdict may have been carried out or not. Then the object is read back and compared with what was
sent. For that reason requests are repeated here and not inside boto3, where a repeated PUT would lose against itself.
"""

import base64
import hashlib
import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from http import HTTPStatus
from io import SEEK_END, BufferedIOBase, BytesIO
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from embrace3k.storage.errors import ObjectExists, ObjectNotFound, PreconditionFailed, StorageError, StoreUnsafe
from embrace3k.storage.interfaces import ObjectInfo
from embrace3k.storage.keys import check_key
from embrace3k.storage.preconditions import prove_preconditions
from embrace3k.storage.s3_errors import (
    S3_ERRORS,
    code_of,
    explain,
    got_no_verdict,
    may_pass,
    missing_bucket,
    status_of,
    was_repeated,
)

Answer = TypeVar("Answer")
_Page = list[dict[str, Any]]
_ATTEMPTS = 4
_FIRST_WAIT_S = 0.2
_LARGEST_PUT_BYTES = 5 << 30


def make_client(*, connect_timeout_s: float = 10.0, read_timeout_s: float = 60.0) -> Any:
    """A boto3 client for S3Store; endpoint, region and credentials come from the environment or ~/.aws."""
    import boto3
    import botocore.session
    from botocore.config import Config

    # Host names of self-made servers seldom have one address per bucket, so the bucket goes into the path, unless
    # ~/.aws/config says otherwise. Checksums of boto3's own would end up inside the object on some servers.
    core = botocore.session.get_session()
    style = core.get_scoped_config().get("s3", {}).get("addressing_style", "path")
    config = Config(
        connect_timeout=connect_timeout_s, read_timeout=read_timeout_s, retries={"total_max_attempts": 1},
        max_pool_connections=32, s3={"addressing_style": style}, request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )  # fmt: skip
    return boto3.Session(botocore_session=core).client("s3", config=config)


class S3Store:
    """Objects of one bucket, below `prefix`. Safe for several threads; every process makes its own client."""

    def __init__(self, bucket: str, prefix: str = "", *, client: Any) -> None:
        self._bucket, self._client = bucket, client
        self._prefix = "/".join(check_key(prefix)) + "/" if prefix else ""
        self._bucket_seen = self._proved = False

    @property
    def url(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}".rstrip("/")

    def create(self, key: str, source: bytes | Path) -> ObjectInfo:
        if (created := self._put(key, _Content(source), if_match=None)) is None:
            hint = "objects are never overwritten"
            raise ObjectExists("an object with this key is already there", where=key, hint=hint)
        return created

    def replace(self, key: str, data: bytes, *, if_match: str | None) -> ObjectInfo:
        if (replaced := self._put(key, _Content(data), if_match=if_match)) is not None:
            return replaced
        raise PreconditionFailed("another object is there than was read, or none", where=key, hint="read it again")

    def read(self, key: str, start: int = 0, end: int | None = None) -> bytes:
        if end is not None and end <= start:
            self.stat(key)
            return b""
        whole = start == 0 and end is None
        return self._repeated(key, lambda: self._get(key, None if whole else (start, end)))

    def stat(self, key: str) -> ObjectInfo:
        head = self._repeated(key, partial(self._client.head_object, **self._address(key)))
        return ObjectInfo(key=key, size_bytes=head["ContentLength"], etag=head["ETag"])

    def list(self, prefix: str = "") -> Iterator[ObjectInfo]:
        # SeaweedFS lists folder by folder and not by the whole key, so the order is ours. Keys that end in a slash are
        # what some tools leave behind to make an empty folder visible.
        found = [each for page in self._pages(prefix) for each in page if not each["Key"].endswith("/")]
        for each in sorted(found, key=itemgetter("Key")):
            key = each["Key"].removeprefix(self._prefix)
            yield ObjectInfo(key=key, size_bytes=each["Size"], etag=each["ETag"])

    def delete(self, key: str) -> None:
        self._repeated(key, partial(self._client.delete_object, **self._address(key)))

    def require_preconditions(self) -> None:
        if self._proved:
            return
        prove_preconditions(self)
        self._prove_digests()
        self._proved = True

    def _address(self, key: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + "/".join(check_key(key))}

    def _pages(self, prefix: str) -> Iterator[_Page]:
        request = {"Bucket": self._bucket, "Prefix": self._prefix + prefix}
        while True:
            page = self._repeated(prefix, partial(self._client.list_objects_v2, **request))
            yield page.get("Contents", [])
            if not page.get("IsTruncated"):
                return
            request["ContinuationToken"] = page["NextContinuationToken"]

    def _get(self, key: str, extent: tuple[int, int | None] | None) -> bytes:
        options = {} if extent is None else {"Range": f"bytes={extent[0]}-{'' if extent[1] is None else extent[1] - 1}"}
        try:
            with closing(self._client.get_object(**self._address(key), **options)["Body"]) as body:
                data: bytes = body.read()
                return data
        except S3_ERRORS as error:
            if status_of(error) == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:  # It begins after the object's end.
                return b""
            raise

    def _put(self, key: str, content: "_Content", *, if_match: str | None) -> ObjectInfo | None:
        """The object as written, or None if the condition did not hold and nothing was changed."""
        condition = {"IfNoneMatch": "*"} if if_match is None else {"IfMatch": if_match}
        doubtful = False  # An earlier attempt may have been carried out without our hearing of it.
        for wait_s in _waits():
            try:
                with content.opened() as body:
                    answer = self._client.put_object(
                        **self._address(key), Body=body, ContentLength=content.size_bytes,
                        ChecksumSHA256=content.sha256_base64, **condition,
                    )  # fmt: skip
                return ObjectInfo(key=key, size_bytes=content.size_bytes, etag=answer["ETag"])
            except S3_ERRORS as error:
                doubtful = doubtful or got_no_verdict(error) or was_repeated(error)
                refused = status_of(error) == HTTPStatus.PRECONDITION_FAILED or (
                    if_match is not None and code_of(error) == "NoSuchKey"
                )
                if doubtful and (settled := self._settled(key, content)):
                    return settled
                if refused:
                    return None
                if not may_pass(error) or wait_s is None:
                    raise self._explained(key, error) from error
                time.sleep(wait_s)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _settled(self, key: str, content: "_Content") -> ObjectInfo | None:
        """After a write of unknown outcome: the object, if it has exactly the bytes we sent."""
        try:
            found = self.stat(key)
            same = found.size_bytes == content.size_bytes and self._sha256(key) == content.sha256
        except ObjectNotFound:
            return None
        return found if same else None

    def _sha256(self, key: str) -> bytes:
        def digest() -> bytes:
            with closing(self._client.get_object(**self._address(key))["Body"]) as body:
                sha256 = hashlib.sha256()
                for chunk in body.iter_chunks(1 << 20):
                    sha256.update(chunk)
                return sha256.digest()

        return self._repeated(key, digest)

    def _repeated(self, key: str, request: Callable[[], Answer]) -> Answer:
        """Send a request that may be sent twice without harm, a bounded number of times."""
        for wait_s in _waits():
            try:
                return request()
            except S3_ERRORS as error:
                if wait_s is None or not may_pass(error):
                    raise self._explained(key, error) from error
                time.sleep(wait_s)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _explained(self, key: str, error: Exception) -> StorageError:
        """The reply to a HEAD does not say whether the object or the bucket is missing, so that is asked, once."""
        where = f"{self.url}/{key}"
        if code_of(error) == "404" and not self._bucket_seen:
            try:
                self._client.head_bucket(Bucket=self._bucket)
            except S3_ERRORS as about_bucket:
                bucket_is_missing = status_of(about_bucket) == HTTPStatus.NOT_FOUND
                return missing_bucket(where, self._bucket) if bucket_is_missing else self._in_words(about_bucket, where)
            self._bucket_seen = True
        return self._in_words(error, where)

    def _in_words(self, error: Exception, where: str) -> StorageError:
        return explain(error, where, bucket=self._bucket, endpoint=self._client.meta.endpoint_url)

    def _prove_digests(self) -> None:
        key = f"probes/{uuid.uuid4().hex}"
        wrong = base64.b64encode(hashlib.sha256(b"other bytes").digest()).decode()
        try:
            self._client.put_object(**self._address(key), Body=b"some bytes", ChecksumSHA256=wrong)
        except S3_ERRORS as error:
            if status_of(error) == HTTPStatus.BAD_REQUEST:
                return
            raise self._explained(key, error) from error
        with suppress(StorageError):
            self.delete(key)
        hint = "publish to a store that verifies ChecksumSHA256, such as AWS S3 or SeaweedFS"
        raise StoreUnsafe("a write was accepted whose sha256 is not the announced one", where=self.url, hint=hint)


class _Content:
    """What a PUT sends, and its digest; a file is read twice and never held in memory."""

    def __init__(self, source: bytes | Path) -> None:
        self._source = source
        with self.opened() as file:
            self.sha256 = hashlib.file_digest(file, "sha256").digest()
            self.size_bytes = file.seek(0, SEEK_END)
        self.sha256_base64 = base64.b64encode(self.sha256).decode()
        if self.size_bytes > _LARGEST_PUT_BYTES:
            hint = "split it: S3 takes at most 5 GiB in one piece"
            raise StorageError(f"{self.size_bytes} bytes are too many for one object", where=str(source), hint=hint)

    def opened(self) -> BufferedIOBase:
        return self._source.open("rb") if isinstance(self._source, Path) else BytesIO(self._source)


def _waits() -> Iterator[float | None]:
    """Seconds to wait after each failed attempt, growing and never the same for two clients; None after the last."""
    for attempt in range(_ATTEMPTS - 1):
        yield _FIRST_WAIT_S * 2**attempt * random.uniform(0.5, 1.5)
    yield None

"""What boto3's exceptions mean, and what a person can do about them."""

from typing import Any

from embrace3k.storage.errors import ObjectNotFound, StorageError

try:
    from botocore.exceptions import (
        BotoCoreError,
        ClientError,
        ConnectTimeoutError,
        EndpointConnectionError,
        HTTPClientError,
        NoCredentialsError,
        PartialCredentialsError,
        ResponseStreamingError,
    )
except ModuleNotFoundError as error:
    raise StorageError("S3 needs the package boto3", hint="run: pip install 'embrace3k[s3]'") from error

S3_ERRORS = (BotoCoreError, ClientError)
"""Everything that a request can raise."""

_NEVER_SENT = (EndpointConnectionError, ConnectTimeoutError)
_REFUSED = {"AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "403"}


def status_of(error: Exception) -> int:
    """The HTTP status of an error reply; 0 where there was no reply."""
    if not isinstance(error, ClientError):
        return 0
    status: int = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status


def code_of(error: Exception) -> str:
    code: str = error.response.get("Error", {}).get("Code", "") if isinstance(error, ClientError) else ""
    return code


def was_repeated(error: Exception) -> bool:
    """Whether boto3 had sent the request before: a client with retries may have refused itself."""
    return isinstance(error, ClientError) and bool(error.response.get("ResponseMetadata", {}).get("RetryAttempts"))


def got_no_verdict(error: Exception) -> bool:
    """Silence, a broken connection or a server error: whether the request was carried out is unknown."""
    if isinstance(error, _NEVER_SENT):
        return False
    return isinstance(error, (HTTPClientError, ResponseStreamingError)) or status_of(error) >= 500


def may_pass(error: Exception) -> bool:
    """Whether the same request may succeed a moment later."""
    return got_no_verdict(error) or status_of(error) in (409, 429)


def explain(error: Exception, where: str, *, bucket: str, endpoint: str) -> StorageError:
    """The error of ours that stands for one of boto3's."""
    if code_of(error) in ("NoSuchKey", "404"):
        return ObjectNotFound("no such object", where=where)
    if code_of(error) == "NoSuchBucket":
        return missing_bucket(where, bucket)
    what, hint = _what_and_hint(error, endpoint)
    return StorageError(what, where=where, hint=hint)


def missing_bucket(where: str, bucket: str) -> StorageError:
    hint = f"make it (aws s3 mb s3://{bucket}) or correct the URL"
    return StorageError(f"the bucket {bucket} does not exist", where=where, hint=hint)


def _what_and_hint(error: Exception, endpoint: str) -> tuple[str, str | None]:
    if isinstance(error, (NoCredentialsError, PartialCredentialsError)):
        return "no S3 credentials were found", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
    if isinstance(error, _NEVER_SENT):
        return f"cannot connect to {endpoint}", "see that the server runs and that AWS_ENDPOINT_URL is its address"
    if got_no_verdict(error):
        return f"{endpoint} does not answer as it should ({_text(error)})", "try again; see the server's log"
    if code_of(error) in _REFUSED:
        hint = "check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what this key may do in the bucket"
        return f"{endpoint} refused access ({code_of(error)})", hint
    return _text(error), None


def _text(error: Exception) -> str:
    if not isinstance(error, ClientError):
        return str(error)
    reply: dict[str, Any] = error.response.get("Error", {})
    return f"{reply.get('Code', 'error')}: {reply.get('Message', '')}".rstrip(": ")

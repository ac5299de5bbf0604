"""What is said when an optional package is missing."""

import subprocess
import sys

import pytest

OPEN_S3 = "from embrace3k.storage.stores import open_store; open_store('s3://bucket')"
OPEN_POSTGRES = "from embrace3k.storage.database import Database; Database('postgresql://host/name')"


@pytest.mark.parametrize(
    ("missing", "code", "message"),
    [
        ("botocore", OPEN_S3, "S3 needs the package boto3. run: pip install 'embrace3k[s3]'"),
        ("psycopg", OPEN_POSTGRES, "PostgreSQL needs the package psycopg. run: pip install 'embrace3k[postgres]'"),
    ],
)
def test_a_missing_package_is_named_with_the_line_that_installs_it(missing: str, code: str, message: str):
    without = f"import sys; sys.modules[{missing!r}] = None; {code}"
    found = subprocess.run([sys.executable, "-c", without], capture_output=True, text=True, timeout=60)
    assert found.stderr.strip().endswith(message)

"""The installed command in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "embrace3k"


def embrace3k(
    *arguments: object, home: Path, cache: Path | None = None, timeout_s: float = 800
) -> subprocess.CompletedProcess[str]:
    """Runs the command to its end; nothing of the test's own settings reaches it but the cache of baked light."""
    variables = {"PATH": os.environ["PATH"], "HOME": str(home), "COLUMNS": "120"}
    if cache:
        variables["EMBRACE3K_CACHE_DIR"] = str(cache)
    command = [str(PROGRAM), "--home", str(home), *map(str, arguments)]
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=timeout_s, check=False)

"""Label Studio as a peer: one annotator who asks for the next task and saves it, on a real server.

Each request opens a connection of its own, which is the faster way with Label Studio's server.
"""

import http.client
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from embrace3k.tests.servers import free_ports

_STARTS_WITHIN_S = 300
_STEPS = 8
_TASKS = 1000
_CONFIG = """
<View><Text name="instruction" value="$instruction"/>
 <Repeater on="$steps" indexFlag="{{idx}}" mode="pagination">
  <Image name="frame_{{idx}}" value="$steps[{{idx}}].image"/>
  <Text name="action_{{idx}}" value="$steps[{{idx}}].action"/>
  <TextArea name="rationale_{{idx}}" toName="frame_{{idx}}" rows="4" maxSubmissions="1" editable="true"/>
  <Choices name="grounding_{{idx}}" toName="frame_{{idx}}" choice="single" showInline="true">
   <Choice value="grounded"/><Choice value="not_grounded"/><Choice value="unsure"/></Choices></Repeater></View>
"""


class LabelStudio:
    def __init__(self, port: int, token: str, user: str, password: str) -> None:
        self.url, self.user, self.password = f"http://127.0.0.1:{port}", user, password
        self._port, self._headers = port, {"Authorization": f"Token {token}", "Content-Type": "application/json"}

    def project(self, tasks: list[dict[str, Any]]) -> int:
        project: int = self.ask("POST", "/api/projects", {"title": "load", "label_config": _CONFIG})["id"]
        self.ask("POST", f"/api/projects/{project}/import", tasks)
        return project

    def ask(self, method: str, path: str, body: object = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            data = None if body is None else json.dumps(body).encode()
            connection.request(method, path, data, self._headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status >= 300:
            sys.exit(f"Label Studio: {method} {path}: {answer.status} {text.decode()[:500]}")
        return json.loads(text)


def label_studio_times(program: Path, seconds: float) -> dict[str, list[float]]:
    """Kind of request -> how long each took. A save is the whole task: Label Studio keeps no single step."""
    with running(program) as peer:
        project = peer.project([walk([f"/frames/{index}.jpg" for index in range(_STEPS)])] * _TASKS)
        found: dict[str, list[float]] = {"save": [], "next": []}
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            began = time.perf_counter()
            task = peer.ask("POST", f"/api/dm/actions?id=next_task&project={project}", {})["id"]
            asked = time.perf_counter()
            peer.ask("POST", f"/api/tasks/{task}/annotations", {"result": _said(), "lead_time": 1.0})
            found["next"].append(asked - began)
            found["save"].append(time.perf_counter() - asked)
        return found


def walk(pictures: list[str]) -> dict[str, Any]:
    """A task with a step for each address of a picture."""
    steps = [{"image": each, "action": "MoveForward"} for each in pictures]
    return {"data": {"instruction": "Find the red car.", "steps": steps}}


def _said() -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    for index in range(_STEPS):
        on = {"to_name": f"frame_{index}"}
        text = {"text": ["I see the red car ahead of me, so I go on."]}
        parts.append({**on, "from_name": f"rationale_{index}", "type": "textarea", "value": text})
        parts.append({**on, "from_name": f"grounding_{index}", "type": "choices", "value": {"choices": ["grounded"]}})
    return parts


@contextmanager
def running(program: Path) -> Iterator[LabelStudio]:
    """With an empty data folder."""
    (port,), token, user, password = free_ports(1), secrets.token_hex(20), "admin@example.com", secrets.token_hex(8)
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "LABEL_STUDIO_BASE_DATA_DIR": folder, "LABEL_STUDIO_USERNAME": user,
            "LABEL_STUDIO_PASSWORD": password, "LABEL_STUDIO_USER_TOKEN": token,
            "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true", "LABEL_STUDIO_COLLECT_ANALYTICS": "0",
            "LABEL_STUDIO_LATEST_VERSION_CHECK": "0", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": "", "HOME": folder,
        }  # fmt: skip
        command = [str(program), "start", "--no-browser", "--internal-host", "127.0.0.1", "-p", str(port)]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            command, env=os.environ | settings, stdout=quiet, stderr=quiet, cwd=folder, start_new_session=True
        )
        try:
            _wait_for(port, process)
            yield LabelStudio(port, token, user, password)
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.5)
        finally:
            connection.close()
    sys.exit("Label Studio did not start")

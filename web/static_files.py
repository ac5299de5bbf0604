"""The browser UI's files, read once. They lie below an address that changes with them, so that browsers keep them for
good, and a page never gets files of two versions.
"""

import base64
import gzip
import hashlib
import json
import mimetypes
import posixpath
import re
from pathlib import Path

from msgspec import Struct

FOLDER = Path(__file__).parent / "static"
_IMPORT = re.compile(r"^(?:import|export)\b[^;]*?\bfrom \"([^\"]+)\"", re.MULTILINE)
_INLINE = re.compile(r"<script type=\"importmap\">(.*?)</script>", re.DOTALL)
_TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class File(Struct, frozen=True):
    data: bytes
    gzipped: bytes
    media_type: str


class StaticFiles:
    def __init__(self, folder: Path = FOLDER) -> None:
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        self.files = {path.relative_to(folder).as_posix(): _file(path) for path in paths}
        everything = hashlib.sha256()
        for name, file in self.files.items():
            everything.update(f"{name} {len(file.data)} ".encode() + file.data)
        self.version = everything.hexdigest()[:16]
        self._pages: dict[tuple[object, ...], tuple[str, str]] = {}

    def page(self, name: str, *modules: str, **values: str) -> tuple[str, str]:
        """A page with its values put in, and the CSP source of its import map, the one thing in it that is inline.

        It asks for `modules` and all that they import at once; a browser would else find them one after the other.
        """
        asked = (name, modules, *sorted(values.items()))
        if asked not in self._pages:
            self._pages[asked] = self._made(name, modules, values)
        return self._pages[asked]

    def _made(self, name: str, modules: tuple[str, ...], values: dict[str, str]) -> tuple[str, str]:
        text = self.files[name].data.decode()
        links = [f'<link rel="modulepreload" href="{{static}}/{each}">' for each in self._with_imports(text, modules)]
        for key, value in {"preload": "\n".join(links), "static": f"/static/{self.version}", **values}.items():
            text = text.replace(f"{{{key}}}", value)
        maps = [hashlib.sha256(found.encode()).digest() for found in _INLINE.findall(text)]
        return text, " ".join(f"'sha256-{base64.b64encode(each).decode()}'" for each in maps)

    def _with_imports(self, page: str, modules: tuple[str, ...]) -> list[str]:
        """`modules` before what they import, and that before what it imports."""
        names: dict[str, str] = {
            key: where for found in _INLINE.findall(page) for key, where in json.loads(found)["imports"].items()
        }
        found = list(modules)
        for module in found:
            for each in _IMPORT.findall(self.files[module].data.decode()):
                path = (
                    names[each].removeprefix("{static}/")
                    if each in names
                    else posixpath.normpath(posixpath.join(posixpath.dirname(module), each))
                )
                if path not in found:
                    found.append(path)
        return found


def _file(path: Path) -> File:
    data = path.read_bytes()
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return File(data, gzip.compress(data, mtime=0), media_type)

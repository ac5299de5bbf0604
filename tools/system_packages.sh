#!/bin/sh
# Sees that this machine has what pip cannot bring, and installs it where it may (root or sudo without a password).
#   python3-venv   Debian's Python cannot make environments without it
#   libx11-6       Panda3D's software renderer is linked to it, though no display is ever opened
# and with the argument `dev`:
#   chromium       the tests of the browser UI drive it
set -eu
PYTHON=${PYTHON:-python3}
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "embrace3k needs Python 3.11 or newer; say which: make PYTHON=/path/to/python3 …" >&2
    exit 1
}
missing=
"$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
"$PYTHON" -c 'import ctypes; ctypes.CDLL("libX11.so.6")' 2>/dev/null || missing="$missing libx11-6"
[ "${1:-}" != dev ] || command -v chromium >/dev/null || missing="$missing chromium"
[ -n "$missing" ] || exit 0
install="apt-get install -y --no-install-recommends$missing"
command -v apt-get >/dev/null || { echo "embrace3k needs the packages$missing of this system" >&2; exit 1; }
if [ "$(id -u)" = 0 ]; then
    apt-get update -q && $install
elif sudo -n true 2>/dev/null; then
    sudo apt-get update -q && sudo $install
else
    echo "embrace3k needs$missing. Run this, then make again: sudo $install" >&2
    exit 1
fi

#!/bin/sh
# Makes .venv from PYTHON, or from the first Python >= 3.11 on the PATH, with pinned uv in it.
set -eu

fail() { printf 'samspill: %s\n' "$1" >&2; exit 1; }
can() { "$python" -c "import $1, venv" 2>/dev/null; }
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
if [ -n "${PYTHON:-}" ]; then
    command -v "$PYTHON" >/dev/null 2>&1 || fail "PYTHON=$PYTHON is not there."
    new_enough "$PYTHON" ||
        fail "PYTHON=$PYTHON is not Python 3.11 or newer ($("$PYTHON" -V 2>&1 | head -n 1))."
    python=$PYTHON
else
    for name in python3 python python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && new_enough "$name"; then python=$name; break; fi
    done
    [ -n "$python" ] ||
        fail "needs Python 3.11 or newer (found: $({ python3 -V; } 2>/dev/null || echo none)). Install it, or point to it: make PYTHON=/path/to/python3.11"
fi

# Debian and Ubuntu keep a part of their Python in a package of its own.
if [ "$(command -v "$python")" = /usr/bin/python3 ] && [ "$(id -u)" = 0 ] &&
    command -v apt-get >/dev/null 2>&1 && ! can ensurepip && ! can pip; then
    echo "samspill: installing Debian's python3-venv"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get -qq update && apt-get -qq -o=Dpkg::Use-Pty=0 install --no-install-recommends -y python3-venv; } >/dev/null 2>&1 || true
fi
can ensurepip || can pip ||
    fail "this Python cannot make a virtual environment (no ensurepip). On Debian and Ubuntu, as root: apt-get install python3-venv"

echo "samspill: making .venv with $("$python" -V)"
rm -rf .venv
if can ensurepip; then
    "$python" -m venv .venv
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt
else
    "$python" -m venv --without-pip .venv
    "$python" -m pip --python .venv/bin/python install -q --disable-pip-version-check --require-hashes -r requirements-uv.txt
fi

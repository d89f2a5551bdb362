#!/bin/sh
# Runs a command with Node >= 20 and npm on the PATH: the machine's own, else PyPI's in .venv.
set -eu

major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
if [ "$major" -lt 20 ] || ! command -v npm >/dev/null 2>&1; then
    if ! [ -x .venv/bin/npm ]; then
        echo "samspill: no Node 20 or newer with npm here, so taking it from PyPI" >&2
        .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r requirements-node.txt
    fi
    PATH=$PWD/.venv/bin:$PATH
    export PATH
fi
# Trust what the machine trusts, as behind a municipality's own proxy.
for file in /etc/ssl/certs/ca-certificates.crt /etc/ssl/cert.pem /etc/pki/tls/certs/ca-bundle.crt; do
    if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -e "$file" ]; then
        export NODE_EXTRA_CA_CERTS="$file"
    fi
done
exec "$@"

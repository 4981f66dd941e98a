#!/bin/sh
# Compares training steps with those of JAX and PyTorch: peers.sh BENCHMARK-STEPS [--pairs N] [--only TEXT].
# The first run installs both, in the versions of requirements.txt, into .venv/peers of the repository: 1 GB, or several
# where pip chooses a PyTorch with libraries for graphics processors.
# PYTHON names the interpreter, 3.11 or newer (python3 if it is not set).
# Exit codes: 0 compared, 1 a program stopped, 64 called wrongly, 69 the packages cannot be installed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
environment=$here/../../.venv/peers
installed=$environment/requirements.txt

if [ $# -eq 0 ]; then
  echo "peers.sh: no program given; call it as peers.sh BENCHMARK-STEPS" >&2
  exit 64
fi

if ! cmp -s "$here/requirements.txt" "$installed"; then
  echo "peers.sh: installing JAX and PyTorch into .venv/peers" >&2
  if ! { "${PYTHON:-python3}" -m venv "$environment" &&
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"; }; then
    echo "peers.sh: cannot install JAX and PyTorch into .venv/peers; check the network and PYTHON" >&2
    exit 69
  fi
  cp "$here/requirements.txt" "$installed"
fi

exec "$environment/bin/python" "$here/compare.py" "$@"

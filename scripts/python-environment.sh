#!/bin/sh
# Makes the virtual environment .venv/NAME with the packages of a requirements.txt: python-environment.sh NAME FILE.
# Does nothing if it is there in these versions. PYTHON names the interpreter, 3.11 or newer (python3 if it is not set).
# Exit codes: 0 it is there, 64 called wrongly, 69 the packages cannot be installed.
set -eu

if [ $# -ne 2 ]; then
  echo "python-environment.sh: call it as python-environment.sh NAME REQUIREMENTS" >&2
  exit 64
fi
environment=$(cd "$(dirname "$0")/.." && pwd)/.venv/$1
cmp -s "$2" "$environment/requirements.txt" && exit 0
echo "installing the packages of $2 into .venv/$1" >&2
if ! { "${PYTHON:-python3}" -m venv "$environment" &&
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check -r "$2"; }; then
  echo "cannot install the packages of $2 into .venv/$1; check the network and PYTHON" >&2
  exit 69
fi
cp "$2" "$environment/requirements.txt"

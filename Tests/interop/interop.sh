#!/bin/sh
# Opens result files with xarray, netCDF4 and h5py and compares what they see: interop.sh FILE...
# The first run installs those packages, in the versions of requirements.txt, into .venv/interop of the repository.
# PYTHON names the interpreter, 3.11 or newer (python3 if it is not set).
# Exit codes: 0 all checks passed, 1 some failed, 64 no file given, 69 the packages cannot be installed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
environment=$here/../../.venv/interop
installed=$environment/requirements.txt

if [ $# -eq 0 ]; then
  echo "interop.sh: no file given; call it as interop.sh FILE..." >&2
  exit 64
fi

if ! cmp -s "$here/requirements.txt" "$installed"; then
  if ! { "${PYTHON:-python3}" -m venv "$environment" &&
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"; }; then
    echo "interop.sh: cannot install xarray, netCDF4 and h5py into .venv/interop; check the network and PYTHON" >&2
    exit 69
  fi
  cp "$here/requirements.txt" "$installed"
fi

exec "$environment/bin/python" "$here/interop.py" "$@"

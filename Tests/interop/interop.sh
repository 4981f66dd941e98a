#!/bin/sh
# Opens result files with xarray, netCDF4 and h5py and compares what they see: interop.sh FILE...
# The first run installs those packages, in the versions of requirements.txt, into .venv/interop of the repository.
# Exit codes: 0 all checks passed, 1 some failed, 64 no file given, 69 the packages cannot be installed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -eq 0 ]; then
  echo "interop.sh: no file given; call it as interop.sh FILE..." >&2
  exit 64
fi
"$here/../../scripts/python-environment.sh" interop "$here/requirements.txt"
exec "$here/../../.venv/interop/bin/python" "$here/interop.py" "$@"

#!/bin/sh
# Compares training steps with those of JAX and PyTorch: peers.sh BENCHMARK-STEPS [--pairs N] [--only TEXT].
# The first run installs both, in the versions of requirements.txt, into .venv/peers of the repository: 1 GB, or several
# where pip chooses a PyTorch with libraries for graphics processors.
# Exit codes: 0 compared, 1 a program stopped, 64 called wrongly, 69 the packages cannot be installed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -eq 0 ]; then
  echo "peers.sh: no program given; call it as peers.sh BENCHMARK-STEPS" >&2
  exit 64
fi
"$here/../../scripts/python-environment.sh" peers "$here/requirements.txt"
exec "$here/../../.venv/peers/bin/python" "$here/compare.py" "$@"

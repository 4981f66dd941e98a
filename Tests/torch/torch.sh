#!/bin/sh
# Imports trajectories that PyTorch saves and compares them with what was saved: torch.sh PROGRAM.
# The first run installs PyTorch and safetensors, in the versions of requirements.txt, into .venv/torch of the repository.
# Exit codes: 0 all checks passed, 1 some failed, 64 no program given, 69 the packages cannot be installed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -ne 1 ]; then
  echo "torch.sh: no program given; call it as torch.sh PROGRAM" >&2
  exit 64
fi
"$here/../../scripts/python-environment.sh" torch "$here/requirements.txt"
exec "$here/../../.venv/torch/bin/python" "$here/trajectories.py" "$1"

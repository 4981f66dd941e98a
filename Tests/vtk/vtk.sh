#!/bin/sh
# Exports a small slice and reads it with VTK and h5py: vtk.sh PROGRAM FOLDER, which holds the files then.
# The first run installs VTK and h5py, in the versions of requirements.txt, into .venv/vtk of the repository.
# Exit codes: 0 all checks passed, 1 some failed, 64 called wrongly, 69 the packages cannot be installed.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
if [ $# -ne 2 ]; then
  echo "vtk.sh: call it as vtk.sh PROGRAM FOLDER" >&2
  exit 64
fi
"$here/../../scripts/python-environment.sh" vtk "$here/requirements.txt"
mkdir -p "$2"
"$1" slice "$here/../../studies/teacher-student/study.yaml" --quick --set steps=100 -o "$2/slice.h5" --x=-1:1:7 --y=-2:2:5
"$1" surface export "$2/slice.h5" -o "$2/slice.vtp" --log height
"$1" surface export "$2/slice.h5" -o "$2/surface.h5"
"$1" surface import "$2/surface.h5" -o "$2/imported.h5"
exec "$here/../../.venv/vtk/bin/python" "$here/surface.py" "$2/slice.h5" "$2/slice.vtp" "$2/surface.h5" "$2/imported.h5"

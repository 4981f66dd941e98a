#!/usr/bin/env bash
# Makes a page from small runs of studies and drives it in a browser: page.sh PROGRAM FOLDER
set -euo pipefail

program=$1 folder=$2
mkdir -p "$folder"

# run NAME SETTING...: the study's quick form with these settings, afresh.
run() {
  local name=$1 settings=()
  shift
  for setting in "$@"; do settings+=(--set "$setting"); done
  rm -rf "${folder:?}/$name"
  "$program" run "studies/$name/study.yaml" --quick --quiet -o "$folder/$name" "${settings[@]}" > /dev/null
}

run teacher-student steps=500
run teacher-student-data-size steps=300
run teacher-student-dynamics steps=1000
"$program" report "$folder"/teacher-student* -o "$folder/report.html" > /dev/null
.venv/page/bin/python Tests/page/page.py "$folder/report.html" "$folder"

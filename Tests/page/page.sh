#!/usr/bin/env bash
# Makes a page from small runs of studies and drives it in a browser: page.sh PROGRAM FOLDER
set -euo pipefail

program=$1 folder=$2
mkdir -p "$folder"

# run NAME STUDY SETTING...: the study's quick form with these settings, afresh, into FOLDER/NAME.
run() {
  local name=$1 study=$2 settings=()
  shift 2
  for setting in "$@"; do settings+=(--set "$setting"); done
  rm -rf "${folder:?}/$name"
  "$program" run "studies/$study/study.yaml" --quick --quiet -o "$folder/$name" "${settings[@]}" > /dev/null
}

# Every kind of result file: curves with seeds, a map of sizes, runs and their principal components, a line and a plane
# of the loss, a spectrum, phases, paths, and a landscape of one point.
run landscape teacher-student steps=500 store_parameters=true
run data-size teacher-student-data-size steps=300
run training teacher-student-dynamics steps=1000 'seed=[0,1]' 'weight_decay=[0.3,1]' 'accuracy_thresholds=0.01' \
  'checkpoints={log: 60, megabytes: 60}'
run phases teacher-student-phases steps=3000 'alpha=[0.5,2,4]' 'weight_decay=[0,0.3,3]'
run addition toy-addition steps=300
run single teacher-student steps=100 seed=0 alpha=1
study=studies/teacher-student-dynamics/study.yaml trajectory=$folder/training/trajectory.h5
"$program" trajectory pca "$trajectory" --grid 15 -o "$folder/training/pca.h5" > /dev/null
"$program" slice "$study" --trajectory "$trajectory" --path 0,-1 --x=-0.25:1.25:13 -o "$folder/training/slice.h5" > /dev/null
mkdir -p "$folder/plane"
"$program" slice "$study" --trajectory "$trajectory" --directions "$folder/training/pca.h5" --x=-9:3:9 --y=-5:5:7 \
  -o "$folder/plane/slice.h5" > /dev/null
"$program" hessian "$folder/landscape/landscape.h5" --point 5 --density 2 --density-steps 30 --per-layer \
  -o "$folder/landscape/hessian.h5" > /dev/null
"$program" path "$folder/addition/landscape.h5" --eta-d 0.1 --eta-r 0.01 --weight-decay 0.01 --weight-decay 0.1 \
  --start 3.5,0.05 --start 3,0.09 -o "$folder/addition/path.h5" > /dev/null 2>&1
"$program" phases "$folder/phases/dynamics.h5" --json > "$folder/phases.json"
"$program" report "$folder"/{landscape,data-size,training,plane,phases,addition,single} -o "$folder/report.html" > /dev/null
.venv/page/bin/python Tests/page/page.py "$folder/report.html" "$folder"

#!/usr/bin/env bash
# Runs one study into its folder of results and draws what it holds: study.sh PROGRAM NAME FORM [option of run]...
# FORM is quick, full or a preset. What is there already is neither computed nor drawn again.
set -euo pipefail

program=$1 name=$2 form=$3
shift 3
study=studies/$name/study.yaml
results=results/$name
case $form in
  quick) options=(--quick) ;;
  full) options=() results+=-full ;;
  *) options=(--set "preset=$form") results+=-$form ;;
esac

"$program" run "$study" -o "$results" --renew --quiet "${options[@]}" "$@" > /dev/null
for file in "$results"/*.h5; do
  figure=${file%.h5}.svg
  if [[ ! $figure -nt $file ]]; then
    "$program" plot "$file" -o "$figure"
  fi
done

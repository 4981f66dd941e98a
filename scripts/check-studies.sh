#!/usr/bin/env bash
# Holds all results that are there against what their studies are expected to show: check-studies.sh PROGRAM [option of
# check]... Ends with exit code 1 if a claim does not hold, or if there are no results.
set -euo pipefail

program=$1
shift
checked=0 missed=()
for expected in studies/*/expected.yaml; do
  study=$(dirname "$expected")
  name=$(basename "$study")
  for form in $(sed -nE 's/^([A-Za-z0-9_-]+):.*/\1/p' "$expected"); do
    case $form in
      quick) results=results/$name ;;
      *) results=results/$name-$form ;;
    esac
    for file in "$results"/landscape.h5 "$results"/dynamics.h5; do
      [[ -f $file ]] || continue
      checked=$((checked + 1))
      code=0
      "$program" check "$study" "$file" --form "$form" "$@" || code=$?
      case $code in
        0) ;;
        3) missed+=("$name ($form)") ;;
        *) exit "$code" ;;
      esac
    done
  done
done
if ((checked == 0)); then
  echo "check-studies: there are no results; call make studies first" >&2
  exit 1
fi
if ((${#missed[@]} > 0)); then
  printf '%d of %d results miss a claim:' "${#missed[@]}" "$checked"
  printf ' %s' "${missed[@]}"
  echo
  exit 1
fi
echo "all claims hold in $checked results"

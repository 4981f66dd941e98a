#!/usr/bin/env bash
# Runs one study into its folder of results and draws what it holds: study.sh PROGRAM NAME FORM [option of run]...
# FORM is quick, full or a preset. What is there already is neither computed nor drawn again: while the program and the
# study are not newer than the last run, nothing is even asked; else `run --renew` finds out what is missing. The first
# figure is that which suits the file; studies/NAME/plots says what else a reader of the study wants to see.
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
done=$results/done drawn=$results/drawn

results_of() { find "$results" -maxdepth 1 \( -name landscape.h5 -o -name dynamics.h5 \) | sort; }

if [[ ! $done -nt $study || ! $done -nt $program || ! -s $done ]] || ! cmp -s "$done" <(results_of); then
  # Only the collections that the study is on, which take seconds to check.
  for data in $(sed -nE 's/^ *data: *([a-z-]+) *$/\1/p' "$study"); do
    scripts/deps.sh --with data
    "$program" data get "$data" > /dev/null
  done
  echo "== $name ($form)"
  started=$SECONDS
  "$program" run "$study" -o "$results" --renew --quiet "${options[@]}" "$@" > /dev/null
  results_of > "$done"
  echo "   $((SECONDS - started)) s"
fi

# A figure of a result file: draw FILE NAME [option of plot]...
draw() {
  local file=$1 figure=$2
  shift 2
  "$program" plot "$file" -o "$results/$figure.svg" "$@" > /dev/null
}

# By content, because a run without anything to do composes the same file again.
plots=studies/$name/plots
sums() {
  xargs sha256sum < "$done"
  [[ ! -f $plots ]] || sha256sum "$plots"
}
if [[ $(sums) != "$(cat "$drawn" 2> /dev/null)" ]]; then
  while read -r file; do
    # Runs that differ in more than initial norm and decay do not fit into one figure of accuracies.
    draw "$file" "$(basename "$file" .h5)" 2> /dev/null || draw "$file" "$(basename "$file" .h5)" --figure times
    [[ -f $plots ]] || continue
    while read -r figure options; do
      [[ $figure && $figure != \#* ]] || continue
      code=0
      # The options are several words. Not every figure suits every form of a study, which plot says.
      # shellcheck disable=SC2086
      draw "$file" "$figure" $options || code=$?
      ((code == 0 || code == 64)) || exit "$code"
    done < "$plots"
  done < "$done"
  sums > "$drawn"
fi

#!/usr/bin/env bash
# Checks what a formatter cannot see: lint-text.sh. Exit codes: 0 nothing found, 1 something found.
#
# - no file names a folder of somebody's home;
# - no tab in Swift code;
# - no Swift file of Sources above 400 lines;
# - every script that says how it is interpreted may be executed;
# - CHANGELOG.md has a section for what is not released yet.
set -euo pipefail
cd "$(dirname "$0")/.."

most_lines=400
found=0
report() {
  [ -n "$2" ] || return 0
  printf '%s:\n%s\n' "$1" "$2" >&2
  found=1
}

mapfile -d '' -t files < <(git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  if [ -f "$file" ]; then printf '%s\0' "$file"; fi
done)
swift_files() { printf '%s\0' "${files[@]}" | grep -z '\.swift$'; }

report "names a folder of a home" \
  "$(printf '%s\0' "${files[@]}" | xargs -0 grep -nIE '(^|[^A-Za-z0-9_.])/(home|Users|root)/[A-Za-z0-9._]' || true)"
report "has a tab" "$(swift_files | xargs -0 grep -nI $'\t' || true)"
report "has more than $most_lines lines" \
  "$(swift_files | grep -z '^Sources/' | xargs -0 wc -l | awk -v most=$most_lines '$1 > most && $2 != "total"')"
report "is a script but may not be executed" "$(for file in "${files[@]}"; do
  case "$file" in
    *.sh | .ci/*) if [ ! -x "$file" ]; then echo "$file"; fi ;;
  esac
done)"
grep -q '^## \[Unreleased\]' CHANGELOG.md || report "has no section [Unreleased]" CHANGELOG.md
exit $found

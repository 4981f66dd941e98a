#!/usr/bin/env bash
# Checks that every Swift library has an article for DocC, Sources/NAME/NAME.docc/NAME.md: check-articles.sh.
# Exit codes: 0 all have one, 1 some have none.
set -euo pipefail
cd "$(dirname "$0")/../Sources"

missing=0 count=0
for folder in */; do
  name=${folder%/}
  # The program and what is in C or only maps a library has no Swift interface.
  if [ "$name" = grokscape ] || ! find "$name" -name '*.swift' -print -quit | grep -q .; then continue; fi
  count=$((count + 1))
  if ! grep -qsx "# \`\`$name\`\`" "$name/$name.docc/$name.md"; then
    echo "Sources/$name/$name.docc/$name.md is missing, or its title is not \`\`$name\`\`" >&2
    missing=1
  fi
done
echo "$count libraries checked for their article"
exit $missing

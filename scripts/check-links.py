"""Checks that relative links and images in the Markdown files lead to a file, and `#fragment`s to a heading of it.

Links to other sites are not followed. Exit codes: 0 all links hold, 1 some do not.
"""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)|<(?:img|a)\b[^>]*\b(?:src|href)=\"([^\"]+)\"")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def documents():
    """The Markdown files that git knows or would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in sorted(filter(None, names.split("\0"))) if (ROOT / name).is_file()]


def prose(path):
    """The numbered lines outside fenced code."""
    fenced = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, line


def anchors(path):
    """The fragments of a document's headings, as code hosts make them: lower case, no punctuation, hyphens, counted."""
    seen = {}
    result = set()
    for _, line in prose(path):
        heading = re.match(r"#{1,6}\s+(.*)", line)
        if heading:
            slug = re.sub(r"[^\w\- ]", "", heading.group(1).strip().lower()).replace(" ", "-")
            result.add(slug if slug not in seen else f"{slug}-{seen[slug]}")
            seen[slug] = seen.get(slug, 0) + 1
    return result


def fault(document, target):
    """What is wrong with a link, or None."""
    path, _, fragment = unquote(target).partition("#")
    destination = (document.parent / path).resolve() if path else document
    if not destination.is_relative_to(ROOT) or not destination.exists():
        return "leads nowhere"
    if fragment and destination.suffix == ".md" and fragment not in anchors(destination):
        return "leads to no heading"
    return None


def main():
    checked = failed = 0
    for document in documents():
        for number, line in prose(document):
            for match in LINK.finditer(re.sub(r"`[^`]*`", "", line)):
                target = match.group(1) or match.group(2)
                if ELSEWHERE.match(target):
                    continue
                checked += 1
                wrong = fault(document, target)
                if wrong:
                    failed += 1
                    print(f"{document.relative_to(ROOT)}:{number}: {target} {wrong}", file=sys.stderr)
    print(f"{checked} links checked, {failed} broken")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

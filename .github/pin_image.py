"""Make every action use a published image: `python3 .github/pin_image.py ghcr.io/owner/name@sha256:…`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What a checkout builds from its Dockerfile, and what stands in its place on a release's tag.
PLACES = {
    "action.yml": ("  image: Dockerfile\n", "  image: docker://{}\n"),
    "host/action.yml": ('        IMAGE: ""\n', '        IMAGE: "{}"\n'),
    "mock-twilio/action.yml": ('        IMAGE: ""\n', '        IMAGE: "{}"\n'),
}
_REFERENCE = re.compile(r"[a-z0-9.-]+(/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}")


def pinned(name: str, text: str, reference: str) -> str:
    """Return the action's text with `reference` as its image."""
    if not _REFERENCE.fullmatch(reference):
        raise SystemExit(f"{reference!r} is not an image by digest: registry/owner/name@sha256:…")
    built, pulled = PLACES[name]
    if text.count(built) != 1:
        raise SystemExit(f"{name} has not exactly one line {built.strip()!r}")
    return text.replace(built, pulled.format(reference))


def main() -> None:
    """Rewrite the files."""
    changed = {ROOT / name: pinned(name, (ROOT / name).read_text("utf-8"), sys.argv[1]) for name in PLACES}
    for path, text in changed.items():
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()

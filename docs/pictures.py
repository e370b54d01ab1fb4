"""Take the README's pictures of an HTML report with headless Chromium: `python docs/pictures.py report.html`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

IMAGES = Path(__file__).with_name("images")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
DARK = "--blink-settings=preferredColorScheme=0"
# A window is never narrower than 500 pixels, so the phone is a frame in one.
PHONE = """<!DOCTYPE html><body style="margin:0;background:#8a94a3;display:grid;place-items:center">
<iframe src="{page}" style="width:390px;height:1560px;border:10px solid #111;border-radius:28px"></iframe>"""
VIEWS = {
    "report-light": ("1280,1560", ()),
    "report-dark": ("1280,1560", (DARK,)),
    "report-phone": ("500,1600", ()),
}


def main(report: Path) -> None:
    """Write one picture for each view."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("No Chromium is installed; on Debian: apt-get install chromium")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        phone = Path(folder, "phone.html")
        phone.write_text(PHONE.format(page=report.resolve().as_uri()), "utf-8")
        for name, (size, flags) in VIEWS.items():
            page = phone if name.endswith("phone") else report.resolve()
            command = (
                *(chromium, *QUIET, *flags, f"--user-data-dir={folder}/{name}", f"--window-size={size}"),
                *(f"--screenshot={IMAGES / name}.png", page.as_uri()),
            )
            subprocess.run(command, check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""How a report opens and scrolls in Chromium: load, first paint, elements, the longest pause of ten screens.

python benchmarks/report/browser.py runs/large/report.html

Chromium is started without a window and spoken to over a pipe; nothing is installed and no port is opened.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SCREEN = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
OPENED = """new Promise(done => {
  const [load] = performance.getEntriesByType('navigation');
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  done({load: load.loadEventEnd, paint: paint ? paint.startTime : null,
        elements: document.querySelectorAll('*').length, height: document.documentElement.scrollHeight});
})"""
SCROLLED = """new Promise(done => {
  const gaps = []; let before = performance.now(), screens = 0;
  document.documentElement.style.scrollBehavior = 'auto';
  const step = now => {
    gaps.push(now - before); before = now;
    if (screens++ === 10) { done({longest: Math.max(...gaps)}); return; }
    window.scrollBy(0, innerHeight); requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""
JUMPED = """new Promise(done => {
  const started = performance.now(), links = document.querySelectorAll('main a[href^="#"]');
  location.hash = links[links.length - 1].getAttribute('href');
  requestAnimationFrame(() => requestAnimationFrame(() => done({jump: performance.now() - started})));
})"""


class Browser:
    """A Chromium without a window, spoken to in its debugging protocol over a pipe."""

    def __init__(self, folder: str) -> None:
        (to_browser, self.writing), (self.reading, from_browser) = os.pipe(), os.pipe()

        def connect() -> None:
            # Chromium expects the pipe at these two numbers.
            os.dup2(to_browser, 13)
            os.dup2(from_browser, 14)
            os.dup2(13, 3)
            os.dup2(14, 4)

        program = (
            shutil.which("chromium") or shutil.which("google-chrome") or sys.exit("Chromium is missing.")
        )
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-pipe"]
        self.process = subprocess.Popen(
            [program, *options, f"--user-data-dir={folder}"], preexec_fn=connect, close_fds=False,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.number, self.rest = 0, b""

    def ask(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Ask for something and give the answer; what the browser says meanwhile is passed over."""
        self.number += 1
        asked = {"id": self.number, "method": method, "params": parameters}
        os.write(
            self.writing, json.dumps(asked | ({"sessionId": session} if session else {})).encode() + b"\0"
        )
        while True:
            said = self.hear()
            if said.get("id") == self.number:
                if "error" in said:
                    sys.exit(f"{method}: {said['error']}")
                return said["result"]  # type: ignore[no-any-return]

    def wait_for(self, event: str) -> None:
        """Wait until the browser tells of an event."""
        while self.hear().get("method") != event:
            pass

    def hear(self) -> dict[str, Any]:
        """Give the next message."""
        while b"\0" not in self.rest:
            self.rest += os.read(self.reading, 1 << 20)
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)  # type: ignore[no-any-return]


def measure(page: Path) -> dict[str, float]:
    """Open a page in a new browser and give what it took, in milliseconds."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(folder)
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        browser.ask("Emulation.setDeviceMetricsOverride", session, **SCREEN)
        browser.ask("Page.enable", session)
        browser.ask("Page.navigate", session, url=page.resolve().as_uri())
        browser.wait_for("Page.loadEventFired")
        found: dict[str, float] = {}
        for script in (OPENED, SCROLLED, JUMPED):
            asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
            found |= browser.ask("Runtime.evaluate", session, **asked)["result"]["value"]
        browser.process.terminate()
        browser.process.wait()
        return found


def main() -> None:
    """Measure each page three times and print the best."""
    print(
        f"{'page':<40} {'MB':>6} {'load':>7} {'paint':>7} {'elements':>9} {'screens':>8} {'pause':>7} "
        f"{'jump':>7}"
    )
    for name in sys.argv[1:]:
        page = Path(name)
        tries = [measure(page) for _ in range(3)]
        best = {key: min(one[key] or 0 for one in tries) for key in tries[0]}
        print(
            f"{name[-40:]:<40} {page.stat().st_size / 1e6:6.2f} {best['load']:7.0f} {best['paint']:7.0f} "
            f"{best['elements']:9.0f} {best['height'] / 900:8.0f} {best['longest']:7.0f} {best['jump']:7.0f}"
        )


if __name__ == "__main__":
    main()

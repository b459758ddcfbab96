"""Chromium without a window, driven over two pipes by its DevTools protocol: no network, no package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROGRAM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        if (path := shutil.which(name))
    ),
    None,
)
_SECONDS = 60.0


class Page:
    """One page; what it reports on its console and what it tries to load is kept."""

    def __init__(self, commands: int, answers: int) -> None:
        self.commands, self.answers = commands, answers
        self.waiting = b""
        self.number = 0
        self.session = ""
        self.console: list[str] = []
        self.requests: list[str] = []

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send a command and give its result; what happens meanwhile is noted."""
        self.number += 1
        message: dict[str, object] = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.commands, json.dumps(message).encode() + b"\0")
        while True:
            told = self.receive()
            if told.get("id") == self.number:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']}")
                found: dict[str, Any] = told["result"]
                return found

    def receive(self) -> dict[str, Any]:
        until = time.monotonic() + _SECONDS
        while b"\0" not in self.waiting:
            if time.monotonic() > until:
                raise TimeoutError("the browser does not answer")
            self.waiting += os.read(self.answers, 1 << 20)
        first, _, self.waiting = self.waiting.partition(b"\0")
        told: dict[str, Any] = json.loads(first)
        self.note(told)
        return told

    def note(self, told: dict[str, Any]) -> None:
        details = told.get("params", {})
        if told.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
            self.console.append(json.dumps(details)[:300])
        if told.get("method") == "Network.requestWillBeSent":
            self.requests.append(details["request"]["url"][:100])

    def open(self, path: Path) -> None:
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")
        self.send("Emulation.setScriptExecutionDisabled", value=True)
        self.media()
        self.send("Page.navigate", url=path.as_uri())
        while self.receive().get("method") != "Page.loadEventFired":
            pass

    def value(self, expression: str) -> Any:
        """Evaluate an expression in the page, as its console would; the page's own scripts are off."""
        return self.send("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def size(self, width: int, height: int) -> None:
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def media(self, kind: str = "", scheme: str = "light") -> None:
        """Show the page as on paper, or in the dark; nothing moves by itself, so that clicks hit."""
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.send("Emulation.setEmulatedMedia", media=kind, features=features)

    def click(self, selector: str) -> None:
        """Click in the middle of an element with the mouse, as a person would."""
        place = self.value(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const r = e.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send(
                "Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1
            )

    def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=9)


@contextmanager
def browser(profile: Path) -> Iterator[Page]:
    """Start Chromium and give its page; it ends with the block."""
    assert PROGRAM is not None
    commands_in, commands_out = os.pipe()
    answers_in, answers_out = os.pipe()

    def as_three_and_four() -> None:
        first, second = os.dup(commands_in), os.dup(answers_out)
        os.dup2(first, 3)
        os.dup2(second, 4)

    switches = ("headless", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking",
                "disable-component-update", "hide-scrollbars", "disable-sync", "remote-debugging-pipe",
                f"user-data-dir={profile}")  # fmt: skip
    process = subprocess.Popen(
        [PROGRAM, *(f"--{switch}" for switch in switches)],
        preexec_fn=as_three_and_four,
        close_fds=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(commands_in)
    os.close(answers_out)
    try:
        yield Page(commands_out, answers_in)
    finally:
        os.close(commands_out)
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.close(answers_in)

"""Kills from outside, at moments that nobody chose."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.support import small
from tests.support.faults import ROOT, Ended, stage
from tests.support.verdicts import Rehearsal, differing, rehearse, tree

_LONGEST = 60.0


def soak(place: Path, times: int, luck: random.Random) -> list[str]:
    """What was wrong after each of so many kills, and after the undisturbed run that followed.

    Every second kill waits until outputs are being published: that is the shortest part of a run.
    """
    found: list[str] = []
    with stage({"THIDUA_NOW": small.CLOCK}) as played:
        scenes = small.Scenes(place / "scenes")
        staged = [rehearse(played, scenes[name], place) for name in ("consolidate", "accept")]
        length = _length(staged[0])
        for number in range(times):
            rehearsal = staged[number // 2 % 2]
            delay = luck.uniform(0, 0.15) if number % 2 else luck.uniform(0, length)
            told = f"kill {number} ({rehearsal.scene.name})"
            found += [f"{told}: {text}" for text in _kill(rehearsal, delay, late=bool(number % 2))]
    return found


def _start(rehearsal: Rehearsal, root: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "thidua_batch", *rehearsal.scene.words, "-w", str(root)],
        cwd=ROOT,
        env={**os.environ, "THIDUA_NOW": small.CLOCK},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _length(rehearsal: Rehearsal) -> float:
    """Seconds of one undisturbed process."""
    root = small.copied(rehearsal.scene, rehearsal.place / "w")
    start = time.monotonic()
    _start(rehearsal, root).communicate(timeout=_LONGEST)
    return time.monotonic() - start


def _kill(rehearsal: Rehearsal, delay: float, *, late: bool) -> list[str]:
    root = small.copied(rehearsal.scene, rehearsal.place / "w")
    process = _start(rehearsal, root)
    if late:
        while process.poll() is None and not (root / ".thidua/publish.json").exists():
            time.sleep(0.0005)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    _, err = process.communicate(timeout=_LONGEST)
    ended = Ended(code=process.returncode, out="", err=err.decode("utf-8", "replace"))
    return [*rehearsal.course.troubles(root, ended), *_again(rehearsal, root)]


def _again(rehearsal: Rehearsal, root: Path) -> list[str]:
    again = rehearsal.stage.run(rehearsal.scene.words, root)
    names = differing(tree(root), rehearsal.course.after)
    if names or again.code != rehearsal.course.code:
        return [f"the next run differs: code {again.code}, {names}"]
    return []

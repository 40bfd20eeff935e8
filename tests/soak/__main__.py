"""Hours of bad luck on purpose: `python -m tests.soak [kills|faults|files] …`, or `make soak`.

Each part prints what it found and ends with 1 if that is anything at all.
"""

import random
import sys
import tempfile
from pathlib import Path

import click

from tests.soak import files, kills, odd
from tests.support import small
from tests.support.faults import CHANGING, KILL, NUMBERS, Fault, stage
from tests.support.verdicts import rehearse

ENV = {"THIDUA_NOW": small.CLOCK}
_seed = click.option("--seed", default=1, show_default=True, help="Same seed, same bad luck.")


@click.group()
def soak() -> None:
    """Kills, faults and files that nobody would send."""


@soak.command("kills")
@click.option("--times", default=20, show_default=True)
@_seed
def kills_(times: int, seed: int) -> None:
    """SIGKILL at random moments of `consolidate`; then an undisturbed run."""
    with tempfile.TemporaryDirectory() as place:
        report(kills.soak(Path(place), times, random.Random(seed)), f"{times} kills")


@soak.command("faults")
def faults_() -> None:
    """Every error and the kill at every call of every command, once and lasting."""
    found, done = [], 0
    with tempfile.TemporaryDirectory() as text, stage(ENV) as played:
        place = Path(text)
        scenes = small.Scenes(place / "scenes")
        for scene in (scenes[name] for name in small.NAMES):
            rehearsal = rehearse(played, scene, place)
            for number, lasting in [
                (KILL, False),
                *((n, last) for n in NUMBERS for last in (0, 1)),
            ]:
                faults = [
                    Fault(kind=CHANGING, turn=turn, number=number, lasting=bool(lasting))
                    for turn in rehearsal.turns
                ]
                found += [f"{scene.name}: {text}" for text in rehearsal.troubles(faults)]
                done += len(faults)
            click.echo(f"{scene.name}: {len(found)} troubles so far")
    report(found, f"{done} faults")


@soak.command("files")
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--count", default=100, show_default=True, help="Files to make without a FOLDER.")
@click.option("--batch", default=20, show_default=True)
@_seed
def files_(folder: Path | None, count: int, batch: int, seed: int) -> None:
    """Any file in the inbox: named, told, and nobody else's points move."""
    with tempfile.TemporaryDirectory() as text, stage(ENV) as played:
        place = Path(text)
        chosen = sorted(p for p in folder.rglob("*") if p.is_file()) if folder else []
        if not folder:
            chosen = odd.make(place / "odd", count, random.Random(seed))
        trial = files.Trial.begin(played, place / "w")
        report(files.soak(trial, chosen, batch), f"{len(chosen)} files")


def report(found: list[str], what: str) -> None:
    """Print the end and leave."""
    for text in found:
        click.echo(text)
    click.echo(f"{what}: {len(found)} troubles")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    soak()

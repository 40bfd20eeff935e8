"""Any console: missing letters, closed pipes and full disks never break a finished run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HELP = [sys.executable, "-m", "thidua_batch", "--help"]


def run(encoding: str) -> str:
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(HELP, cwd=ROOT, env=env, capture_output=True, check=True)
    assert done.stderr == b""
    return done.stdout.decode(encoding)


def test_cp1258_keeps_every_letter_with_its_tone() -> None:
    import unicodedata

    shown = unicodedata.normalize("NFC", run("cp1258"))
    assert "Tổng hợp thi đua cho khối" in shown


def test_ascii_shows_the_nearest_letters() -> None:
    assert "Tong hop thi dua cho khoi" in run("ascii")


@pytest.mark.skipif(sys.platform == "win32", reason="no /dev/full there")
def test_full_standard_output_does_not_decide_the_exit_code() -> None:
    with Path("/dev/full").open("wb") as full:
        assert subprocess.run(HELP, cwd=ROOT, stdout=full, check=False).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_closed_pipe_does_not_decide_the_exit_code() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = subprocess.run(HELP, cwd=ROOT, stdout=write_end, stderr=subprocess.PIPE, check=False)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (0, b"")

"""What the kernel counts is what was spent, by children too."""

import os
import subprocess
import sys
from time import process_time

import pytest
from tests.benchmarks.costs import Meter, cpu_seconds

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's own count is read from /proc")
BURN = "import time\nwhile time.process_time() < {}: pass"


def test_cpu_seconds__own_and_those_of_children_that_have_ended() -> None:
    before, until = cpu_seconds(os.getpid()), process_time() + 0.1
    while process_time() < until:
        pass
    own = cpu_seconds(os.getpid())
    assert own - before >= 0.08
    subprocess.run([sys.executable, "-c", BURN.format(0.2)], check=True, timeout=60)
    assert cpu_seconds(os.getpid()) - own >= 0.18


def test_cpu_seconds__those_of_children_that_run() -> None:
    with subprocess.Popen([sys.executable, "-c", BURN.format(0.2) + "\nprint(flush=True)\ninput()"], stdin=-1, stdout=-1) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert cpu_seconds(child.pid) >= 0.18
        assert Meter((child.pid,), child.pid).memory() > 3
        child.communicate(b"\n")


def test_cpu_seconds__nothing_of_who_is_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
        assert cpu_seconds(child.pid) == 0


def test_round__per_unit() -> None:
    meter = Meter((os.getpid(),), os.getpid())
    found = meter.round([0.010] * 99 + [0.5], 2.0, (cpu_seconds(os.getpid()) - 1, cpu_seconds(os.getpid()) - 2))
    assert found.value == 50
    assert found.p50 == pytest.approx(10)
    assert found.p99 is not None
    assert found.p99 > 400
    assert found.app == pytest.approx(10, abs=0.5)
    assert found.postgres == pytest.approx(20, abs=0.5)

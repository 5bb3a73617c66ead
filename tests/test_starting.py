"""How other processes are begun."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

from index.starting import interrupts_held


def test_ctrl_c_does_not_end_a_process_that_is_just_being_made():
    """It comes while the new Python still starts, before anything of ours can ignore it there."""
    process = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(0,))
    with interrupts_held():
        process.start()
    assert process.pid
    os.kill(process.pid, signal.SIGINT)
    process.join(30)

    assert process.exitcode == 0
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())

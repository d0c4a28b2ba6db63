"""Waiting for a condition, never for a time."""

import time

PAUSE_S = 0.02  # between two looks; short enough to be no part of what is measured


def wait_until(condition, what, within=15.0):
    """What condition() says once it is true; AssertionError names `what` did not happen in time."""
    end = time.monotonic() + within
    while True:
        if value := condition():
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {within:g} s")
        time.sleep(PAUSE_S)

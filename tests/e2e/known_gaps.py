"""What the program cannot do yet, test by test, with the reason. Such a test still runs; its failure counts as skipped, not as passed,
and the day it passes for good its line here goes."""

GAPS = {}


def reason_for(file_name, test_name):
    """Why this test is known to fail, or None."""
    return GAPS.get((file_name, test_name))

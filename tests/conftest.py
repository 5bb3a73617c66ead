"""Options of the test run."""

import pytest


def pytest_addoption(parser):
    """Let a test run be made longer than the usual one."""
    parser.addoption("--kill-rounds", type=int, default=20, help="how often the crash test kills a writer")


@pytest.fixture
def kill_rounds(request):
    """Return how often the crash test kills a writer."""
    return request.config.getoption("--kill-rounds")

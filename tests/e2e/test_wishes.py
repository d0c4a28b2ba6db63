"""What people wish for on sites that the agent without a model was not made for comes true, or is refused: never answered wrongly.

The wishes stand in tests/sites/wishes; those marked `beyond` are known to be too much, and have to fail clearly.
"""

import contextlib

import pytest

import wishes

ALL = [(name, number) for name in wishes.names() for number in range(len(wishes.load(name)["wishes"]))]


@pytest.fixture(scope="module")
def asked(api, sites):
    """The wishes of a site, asked when the first of them is looked at."""
    with contextlib.ExitStack() as stack:
        made = {}

        def of(name):
            if name not in made:
                made[name] = wishes.Asked(api, sites, name)
                stack.callback(made[name].close)
            return made[name]

        yield of


@pytest.mark.parametrize("name,number", ALL, ids=[f"{name}-{number}" for name, number in ALL])
def test_a_wish_comes_true_or_is_refused(asked, name, number):
    wish = asked(name).site["wishes"][number]

    outcome = asked(name).outcomes[number].result()

    if wish.get("beyond") or wish.get("refused"):
        assert outcome.kind != "wrong", f"{wish['text']}: {outcome.why}: {outcome.said}"
    else:
        assert outcome.kind == "fulfilled", f"{wish['text']}: {outcome.why}: {outcome.said}"

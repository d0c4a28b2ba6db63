"""Which model gets which key: three providers on loopback, each at an address of its own."""

import contextlib
import json

import pytest

import provider as models
import rest
import server as program
from provider import done

REAL = {"OPENAI_API_KEY": "sk-real-of-the-environment"}
SCHEMA = {"type": "object", "properties": {"mood": {"type": "string"}}, "required": ["mood"]}


@pytest.fixture(scope="module")
def three():
    """Who acts, who extracts, who validates."""
    says = (lambda question: [done("120")], lambda question: '{"mood": "calm"}', lambda question: '{"good": true}')
    with contextlib.ExitStack() as all_of_them:
        yield [all_of_them.enter_context(models.Provider(script)) for script in says]


def keys_seen(three, sites, **variables):
    """What each of the three was shown in the course of one task and one extraction."""
    acting, extracting, validating = three
    for each in three:
        each.restart(each.script)
    seats = {
        "LISSOM_MODEL": models.NAME,
        "LISSOM_MODEL_BASE_URL": acting.address,
        "LISSOM_EXTRACTING_MODEL": f"openai-compatible:reader@{extracting.address}",
        "LISSOM_VALIDATING_MODEL": f"openai-compatible:checker@{validating.address}",
    }
    with program.Server(variables={**REAL, **seats, **variables}) as running:
        task = running.api.submit(task="Do it", url=f"{sites}/app/login", enable_recording=False)["id"]
        assert running.api.wait_final(task, within=60)["output"] == "120"
        with rest.Session(running.api) as session:
            session.goto(f"{sites}/app/login")
            assert session.output("extract", {"schema": SCHEMA, "prompt": "the page's mood"}) == {"mood": "calm"}
        said = running.said()
    assert all(each.keys for each in three), "each of them was asked"
    assert not any(key in said for key in [*REAL.values(), *(variables[name] for name in variables if name.endswith("_KEY"))])
    return [set(each.keys) for each in three]


def test_each_model_gets_its_own_key_and_no_other(three, sites):
    own = {"LISSOM_MODEL_KEY": "k-acts", "LISSOM_EXTRACTING_KEY": "k-reads", "LISSOM_VALIDATING_KEY": "k-checks"}

    seen = keys_seen(three, sites, **own)

    assert seen == [{"Bearer k-acts"}, {"Bearer k-reads"}, {"Bearer k-checks"}]


def test_strangers_get_neither_the_first_models_key_nor_that_of_the_environment(three, sites):
    assert keys_seen(three, sites, LISSOM_MODEL_KEY="k-acts") == [{"Bearer k-acts"}, {None}, {None}]


def test_the_environment_may_name_the_address_its_key_is_for(three, sites):
    _, extracting, _ = three

    seen = keys_seen(three, sites, OPENAI_BASE_URL=extracting.address)

    assert seen == [{None}, {f"Bearer {REAL['OPENAI_API_KEY']}"}, {None}]

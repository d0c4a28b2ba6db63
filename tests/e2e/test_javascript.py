"""evaluate_js takes every form of code people write."""

import pytest

FORMS = {
    "an expression": ("1 + 2", None, 3),
    "an expression with a semicolon": ("1 + 2;", None, 3),
    "text": ("'a' + 'b'", None, "ab"),
    "a member": ("document.title", None, "Harbour & Home"),
    "an object in braces": ("{a: 1, b: [true, null]}", None, {"a": 1, "b": [True, None]}),
    "an object in parentheses": ("({a: 1})", None, {"a": 1}),
    "a list": ("[1, 'two', {three: 3}]", None, [1, "two", {"three": 3}]),
    "a body with return": ("return 5", None, 5),
    "a body with several statements": ("const a = 2; const b = 3; return a * b;", None, 6),
    "a body over several lines": (
        "const names = [];\nfor (const e of document.querySelectorAll('nav a')) {\n  names.push(e.textContent);\n}\n"
        "return names.length;",
        None,
        8,
    ),
    "statements without return": ("const a = 20; a + 1", None, 21),
    "a conditional return": ("if (document.title) { return 'yes'; } return 'no';", None, "yes"),
    "an arrow function": ("() => 7", None, 7),
    "an arrow function with a body": ("() => { const a = 4; return a * 2; }", None, 8),
    "an arrow function with an argument": ("(args) => args.a + args.b", {"a": 1, "b": 2}, 3),
    "an arrow function that takes its argument apart": ("({a, b}) => a - b", {"a": 5, "b": 2}, 3),
    "an arrow function without parentheses": ("args => args.word.toUpperCase()", {"word": "hi"}, "HI"),
    "a function": ("function (args) { return args.a }", {"a": "x"}, "x"),
    "a named function": ("function twice(args) { return args.n * 2 }", {"n": 4}, 8),
    "an async arrow function": ("async () => (await fetch('/shop/api/suggest?q=mug')).status", None, 200),
    "an async function with an argument": (
        "async ({q}) => (await (await fetch('/shop/api/suggest?q=' + q)).json()).length",
        {"q": "mug"},
        6,
    ),
    "await at the top": ("const answer = await fetch('/shop/api/suggest?q=lamp'); return answer.ok", None, True),
    "await in an expression": ("await Promise.resolve(9)", None, 9),
    "a promise": ("Promise.resolve({done: true})", None, {"done": True}),
    "a called function": ("(() => 11)()", None, 11),
    "a called async function": ("(async () => { await null; return 12; })()", None, 12),
    "args by name in an expression": ("args.price * 2", {"price": 3}, 6),
    "args in a body": ("return args.list.length", {"list": [1, 2, 3]}, 3),
    "a comment before": ("// the answer\n42", None, 42),
    "a comment after": ("42 // the answer", None, 42),
    "a comment in front of a function": ("/* twice */ (args) => args.n * 2", {"n": 3}, 6),
    "space around": ("\n\n   8   \n", None, 8),
    "a template text": ("`${1 + 1} of ${'two'}`", None, "2 of two"),
    "a regular expression": ("'a-b-c'.split(/-/).length", None, 3),
    "quotes and backslashes": (r"""'it\'s "so" \\ \n'.length""", None, 13),
    "letters of all kinds": ("'ünï🙂'.length", None, 5),
    "undefined": ("undefined", None, None),
    "null": ("null", None, None),
    "nothing": ("let a = 1;", None, None),
    "false": ("false", None, False),
    "zero": ("0", None, 0),
    "a fraction": ("0.1 + 0.2", None, 0.1 + 0.2),
    "a date": ("new Date(0)", None, "1970-01-01T00:00:00.000Z"),
    "a deep object": (
        "({a: {b: {c: {d: {e: {f: {g: [1, [2, [3]]]}}}}}}})",
        None,
        {"a": {"b": {"c": {"d": {"e": {"f": {"g": [1, [2, [3]]]}}}}}}},
    ),
    "the word return in a text": ("'return home'", None, "return home"),
    "a class": ("class A { n() { return 3; } }\nreturn new A().n()", None, 3),
}


@pytest.mark.parametrize("code, args, expected", FORMS.values(), ids=FORMS.keys())
def test_form(shop_once, code, args, expected):
    assert shop_once.js(code, args) == expected


# What JSON cannot carry comes as text, or is refused with a sentence.


@pytest.mark.parametrize(
    "code",
    [
        "window",
        "document.body",
        "() => () => 1",
        "Symbol('a')",
        "10n ** 20n",
        "const a = {}; a.self = a; return a",
        "NaN",
        "1 / 0",
        "new Map([[1, 2]])",
        "new Error('as a value')",
    ],
)
def test_what_has_no_json_is_text_or_a_clear_400(shop_once, code):
    payload = shop_once.act("evaluate_js", {"js": code})

    if payload["code"] == 200:
        assert payload["output"]["output"] is None or isinstance(payload["output"]["output"], (str, dict, list))
    else:
        assert payload["code"] == 400
        assert len(payload["output"]) > 10


@pytest.mark.parametrize(
    "code, word",
    [
        ("throw new Error('on purpose')", "on purpose"),
        ("throw 'a text'", "a text"),
        ("() => { throw new TypeError('of this type') }", "of this type"),
        ("Promise.reject(new Error('later'))", "later"),
        ("async () => { await null; throw new Error('much later') }", "much later"),
        ("nowhere.at.all", "nowhere"),
        ("return (", "SyntaxError"),
        ("this is no code", "SyntaxError"),
    ],
)
def test_what_throws_is_a_400_with_the_page_s_own_words(shop_once, code, word):
    payload = shop_once.act("evaluate_js", {"js": code})

    assert payload["code"] == 400
    assert word in payload["output"]


def test_code_runs_in_the_page_s_own_world(shop_once):
    shop_once.js("window.ours = 1")

    assert shop_once.js("window.ours") == 1
    assert shop_once.js("typeof close") == "function"


def test_code_that_leaves_the_page_is_answered(shop_once, sites):
    payload = shop_once.act("evaluate_js", {"js": f"location.href = '{sites}/odd/landing'; return 'left'"})

    assert payload["code"] in (200, 400)
    assert shop_once.act("goto", {"url": f"{sites}/shop/"})["code"] == 200


def test_a_large_value_comes_whole(shop_once):
    assert len(shop_once.js("'x'.repeat(2_000_000)")) == 2_000_000


def test_a_page_that_opens_an_alert_does_not_hang(shop_once):
    payload = shop_once.act("evaluate_js", {"js": "alert('look'); return 'went on'"}, within=30)

    assert payload["code"] in (200, 400)
    assert shop_once.js("1 + 1") == 2


@pytest.fixture(scope="module")
def shop_once(api, sites):
    """One session for all forms: they do not depend on each other."""
    import rest

    with rest.Session(api) as session:
        session.goto(f"{sites}/shop/")
        yield session

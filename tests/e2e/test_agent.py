"""The agent without a model carries out plain instructions on sites that look and behave like real ones.

What is expected is computed from the sites' own data. Several phrasings of each wish: people do not write commands.
"""

import re

import pytest

import app_data
import news_data
import shop_data

LAMPS = shop_data.find("lamp")
RECORDS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "price": {"type": "number"}},
        "required": ["name", "price"],
    },
}
CHEAPEST_BLUE_MUG = min(
    (item for item in shop_data.PRODUCTS if item.category == "mugs" and item.colour == "blue"),
    key=lambda item: item.price,
)


def answer(session, task, **input):
    payload = session.run_task(task, **input)
    assert payload["code"] == 200, payload["output"]
    return payload["output"]["output"]


def numbers_in(text):
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\.?\d*", str(text))]


# The shop.


@pytest.mark.parametrize(
    "task",
    [
        "Go to {shop}, search for 'lamp', and return the name and price of the first three results",
        "Search {shop} for lamp and give me name and price of the first 3 results",
        'On {shop} please search for "lamp". Then tell me the names and prices of the top three products.',
    ],
)
def test_search_and_return_records(session, sites, task):
    found = answer(session, task.format(shop=f"{sites}/shop/"), response_model=RECORDS)

    assert found == [{"name": item.name, "price": item.price} for item in LAMPS[:3]]


def test_search_and_answer_in_words(session, sites):
    said = answer(
        session, f"Go to {sites}/shop/, search for 'lamp', and return the name and price of the first three results"
    )

    for item in LAMPS[:3]:
        assert item.name in str(said)
        assert item.price in numbers_in(said)


@pytest.mark.parametrize(
    "task",
    [
        "Add the cheapest blue mug to the cart",
        "Put the cheapest blue mug into the cart",
        "Find the cheapest blue mug and add it to my cart.",
    ],
)
def test_add_the_cheapest_to_the_cart(shop, sites, task):
    answer(shop, task)

    shop.goto(f"{sites}/shop/cart")
    assert shop.js("[...document.querySelectorAll('.cart-table tbody a')].map(a => a.textContent)") == [
        CHEAPEST_BLUE_MUG.name
    ]


@pytest.mark.parametrize(
    "task, expected",
    [
        (
            "How many chairs are there in the category Chairs?",
            lambda: sum(item.category == "chairs" for item in shop_data.PRODUCTS),
        ),
        ("Search for 'clock' and tell me how many products were found", lambda: len(shop_data.find("clock"))),
    ],
)
def test_count(shop, task, expected):
    assert expected() in numbers_in(answer(shop, task))


def test_filter_and_sort(shop, sites):
    answer(
        shop, "Go to the category Lamps, tick the colour Black, apply the filters and sort by price from low to high"
    )

    black = [item.name for item in shop_data.find(categories=["lamps"], colours=["black"], sort="price-asc")]
    assert shop.js("[...document.querySelectorAll('.card h3')].map(e => e.textContent)") == black


def test_the_next_page(shop, sites):
    shop.goto(f"{sites}/shop/search?sort=name")

    answer(shop, "Go to the next page")

    assert shop.js("document.querySelector('[aria-current=page]').textContent") == "2"


def test_facts_of_a_product(session, sites):
    item = next(item for item in shop_data.PRODUCTS if item.stock > 10)
    session.goto(f"{sites}/shop/product/{item.slug}")

    assert answer(
        session,
        "What is the price of this product?",
        response_model={"type": "object", "properties": {"price": {"type": "number"}}, "required": ["price"]},
    ) == {"price": item.price}
    assert item.sku in str(answer(session, "Open the tab Details and tell me the item number"))


def test_change_a_quantity(shop, sites):
    item = next(item for item in shop_data.PRODUCTS if item.stock >= 12)
    shop.goto(f"{sites}/shop/product/{item.slug}")

    answer(shop, "Select quantity 3 and add it to the cart")

    shop.goto(f"{sites}/shop/cart")
    assert shop.js("document.querySelector('.cart-table input').value") == "3"


def test_check_out(shop, sites):
    answer(shop, "Add the cheapest blue mug to the cart")

    said = answer(
        shop,
        "Go to the checkout, fill in full name 'Ada Lovelace', e-mail 'ada@example.com', street 'Mill Lane 1', postcode 'AB12 3CD', "
        "city 'Bath', choose the country United Kingdom, accept the terms and place the order. Return the order number.",
        url=f"{sites}/shop/cart",
    )

    assert "HH-20417" in str(said)


# The newspaper: a cookie banner covers it, a pop-up interrupts it.


@pytest.mark.parametrize(
    "task",
    [
        "Return the titles of the first 3 articles",
        "List the headlines of the first three articles",
        "What are the top 3 articles? Give me their titles.",
    ],
)
def test_headlines_behind_a_banner(session, sites, task):
    section = [article.title for article in news_data.ARTICLES if article.section == "world"]

    found = answer(
        session,
        task,
        url=f"{sites}/news/section/world",
        response_model={
            "type": "array",
            "items": {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]},
        },
    )

    assert [each["title"] for each in found] == section[:3]


def test_who_wrote_it(session, sites):
    article = news_data.ARTICLES[2]

    said = answer(session, f"Go to {sites}/news/, open the article '{article.title}' and tell me the author")

    assert news_data.AUTHORS[article.author][0] in str(said)


def test_reject_cookies(session, sites):
    session.goto(f"{sites}/news/")

    answer(session, "Reject all cookies")

    assert session.js("document.querySelector('.consent')") is None


def test_search_the_news(session, sites):
    answer(session, f"Go to {sites}/news/ and search for 'battery'")

    assert (
        session.js("document.querySelector('h1').textContent + document.querySelector('main p').textContent")
        == "Search1 result for “battery”"
    )


def test_write_a_comment(session, sites):
    article = news_data.ARTICLES[0]
    session.goto(f"{sites}/news/article/{article.slug}")

    answer(session, "Write a comment as 'Ida' saying 'Well reported' and post it")

    assert session.js(
        "[...document.querySelectorAll('.comments li')].some(e => /Ida/.test(e.textContent) && /Well reported/.test(e.textContent))"
    )


# The app behind a login.


@pytest.mark.parametrize(
    "task",
    [
        "Log in as demo with password secret and tell me the account balance",
        "Sign in with username demo and password secret. What is my account balance?",
        "Log in (user name: demo, password: secret), then return the balance of the account",
    ],
)
def test_log_in_and_tell_the_balance(session, sites, task):
    said = answer(session, task, url=f"{sites}/app/")

    assert app_data.BALANCE in numbers_in(said)


@pytest.fixture
def inside(session, sites):
    """A session that is signed in."""
    session.goto(f"{sites}/app/login")
    session.js(
        "fetch('/app/login', {method: 'POST', body: new URLSearchParams({username: 'demo', password: 'secret'})}).then(r => r.ok)"
    )
    session.goto(f"{sites}/app/dashboard")
    return session


def test_a_wrong_password_is_told(session, sites):
    payload = session.run_task(
        "Log in as demo with password wrong and tell me the account balance", url=f"{sites}/app/"
    )

    assert payload["code"] == 400
    assert str(app_data.BALANCE) not in str(payload["output"])


def test_fill_a_form_and_send_it(inside, sites):
    answer(
        inside, "Open 'New transfer' and send 25.50 to the recipient 'Northquay Ltd' with IBAN DE89370400440532013000"
    )

    assert inside.js("location.pathname") == "/app/dashboard"
    assert inside.js("document.getElementById('balance').textContent") == "€12,455.05"


def test_a_dialog(inside, sites):
    answer(
        inside,
        "Add a customer with name 'Zoe Quill', e-mail zoe@example.com, city Oslo and plan Team",
        url=f"{sites}/app/customers",
    )

    inside.goto(f"{sites}/app/customers?q=Quill")
    assert inside.js("[...document.querySelectorAll('tbody td')].slice(0, 4).map(e => e.textContent)") == [
        "Zoe Quill",
        "zoe@example.com",
        "Oslo",
        "Team",
    ]


def test_a_table(inside, sites):
    customer = sorted(app_data.CUSTOMERS, key=lambda customer: customer.name)[2]

    said = answer(inside, f"What is the city of {customer.name}?", url=f"{sites}/app/customers")

    assert customer.city in str(said)


def test_a_tab(inside, sites):
    overdue = [invoice for invoice in app_data.INVOICES if invoice.status == "overdue"]

    said = answer(
        inside, "Open the tab Overdue and return the number of the first invoice", url=f"{sites}/app/invoices"
    )

    assert overdue[0].number in str(said)


def test_settings(inside, sites):
    answer(inside, "Set the language to Deutsch and save the profile", url=f"{sites}/app/settings")

    assert inside.js("fetch('/app/settings.json').then(r => r.json()).then(s => s.language)") == "Deutsch"


def test_sign_out(inside):
    answer(inside, "Sign out")

    assert inside.js("location.pathname") == "/app/login"


# Honesty.


@pytest.mark.parametrize(
    "task",
    [
        "Return the phone number of the mayor of this town",
        "Click the button 'Launch the rocket'",
        "Choose the colour 'ultraviolet' in the filters",
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_invented(session, sites, task):
    payload = session.run_task(task, url=f"{sites}/shop/search?q=mug")

    assert payload["code"] == 400
    assert len(payload["output"]) > 20


def test_what_cannot_be_done_fails_a_task(api, sites):
    id = api.submit(task="Click the button 'Launch the rocket'", url=f"{sites}/shop/", enable_recording=False)["id"]

    final = api.wait_final(id)

    assert final["status"] == "failed"
    assert "rocket" in final["output"].lower()


def test_a_response_model_that_cannot_be_filled_fails(api, sites):
    id = api.submit(
        task="Return the blood type of the author",
        url=f"{sites}/odd/landing",
        enable_recording=False,
        response_model={
            "type": "object",
            "properties": {"blood_type": {"type": "string", "enum": ["A", "B", "AB", "0"]}},
            "required": ["blood_type"],
        },
    )["id"]

    assert api.wait_final(id)["status"] == "failed"


def test_too_few_steps_are_said(api, sites):
    id = api.submit(
        task=f"Go to {sites}/shop/, search for 'lamp', open the first result, open the tab Details, open the tab Delivery, "
        "add it to the cart and go to the checkout",
        max_steps=2,
        enable_recording=False,
    )["id"]

    final = api.wait_final(id)

    assert final["status"] == "failed"
    assert "step" in final["output"]


def test_steps_are_told_as_events(session, api, sites):
    answer(session, f"Go to {sites}/shop/ and search for 'lamp'")

    steps = [event for event in api.events(session.id) if event["name"] == "step"]

    assert len(steps) >= 2
    assert all(event["payload"].get("action") for event in steps)


def test_the_stand_in_for_a_missing_model_is_named(api, sites):
    id = api.submit(task="Return the title", url=f"{sites}/odd/landing", agent="smooth", enable_recording=False)["id"]

    final = api.wait_final(id)

    assert final["status"] == "done"
    assert final["agent"] == "smooth-lite"


# Any page.


@pytest.mark.parametrize(
    "task",
    ["Return the heading of the page", "What is the main heading?", "Tell me the heading of this page"],
)
@pytest.mark.parametrize("page", ["/news/", "/app/", "/"])
def test_the_heading_of_the_page(session, sites, task, page):
    session.goto(sites + page)
    heading = session.js("document.querySelector('h1').innerText.trim()")

    assert answer(session, task) == heading

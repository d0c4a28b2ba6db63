"""The fixture sites themselves: no broken link, the same data in every run, a state of its own for every visitor."""

import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

import shop_data

SLOW_OR_WRONG = ("/odd/never", "/odd/hang", "/odd/slow", "/odd/loop", "/odd/status", "/odd/private")


class Visitor:
    def __init__(self, sites):
        self.sites = sites
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def get(self, path, form=None):
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self.opener.open(self.sites + path, data, timeout=10) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")


@pytest.fixture
def visitor(sites):
    return Visitor(sites)


def test_no_link_is_broken(visitor):
    visitor.get("/app/login", {"username": "demo", "password": "secret"})
    seen, todo, broken = set(), ["/", "/app/dashboard", "/shop/search?q=lamp", "/news/search?q=ferry"], []
    while todo:
        path = todo.pop()
        if path in seen or path.startswith(SLOW_OR_WRONG):
            continue
        seen.add(path)
        status, text = visitor.get(path)
        if status != 200:
            broken.append((path, status))
        for link in re.findall(r'(?:href|src)="(/[^"#]*)', text):
            todo.append(link.replace("&amp;", "&"))

    assert broken == []
    assert len(seen) > 250


def test_every_visitor_has_a_cart_of_their_own(sites):
    first, second = Visitor(sites), Visitor(sites)
    slug = next(item.slug for item in shop_data.PRODUCTS if item.stock)

    first.get("/shop/cart/add", {"product": slug, "quantity": 2})

    assert slug in first.get("/shop/cart")[1]
    assert "Your cart is empty" in second.get("/shop/cart")[1]
    first.get("/shop/reset")
    assert "Your cart is empty" in first.get("/shop/cart")[1]


def test_the_app_needs_a_login(visitor):
    assert "Sign in to Ledgerline" in visitor.get("/app/transactions")[1]
    assert visitor.get("/app/login", {"username": "demo", "password": "wrong"})[0] == 401
    assert "Welcome back" in visitor.get("/app/login", {"username": "demo", "password": "secret"})[1]


def test_wrong_orders_are_refused(visitor):
    slug = next(item.slug for item in shop_data.PRODUCTS if item.stock)
    visitor.get("/shop/cart/add", {"product": slug})

    status, text = visitor.get("/shop/checkout", {"name": "Ada"})

    assert status == 422
    assert "Please enter a valid e-mail address." in text

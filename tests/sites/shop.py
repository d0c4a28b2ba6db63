"""Harbour & Home: a shop with search, filters, a cart and a checkout."""

import json
import re
import urllib.parse

import shop_data as data
import web

site = web.Site("shop", lambda: {"cart": {}, "promotion": "", "orders": []})
PAGE_SIZE = 12
REVIEWS_AT_ONCE = 3


def show(request, name, /, status=200, **values):
    count = sum(request.state["cart"].values())
    return site.page(name, status, data=data, cart_count=count, words=values.pop("words", ""), **values)


@site.get("/")
def home(request):
    newest = sorted(data.PRODUCTS, key=lambda product: product.added)
    offers = [product for product in data.PRODUCTS if product.old_price][:4]
    return show(request, "home", title="Harbour & Home", arrivals=newest[:8], offers=offers)


@site.get("/search")
def search(request):
    return listing(request, "", f"Results for “{request.get('q')}”" if request.get("q") else "All products")


@site.get("/category/<category>")
def category(request, category):
    if category not in data.CATEGORIES:
        return site.not_found(request)
    return listing(request, category, data.CATEGORIES[category][0])


def listing(request, category, heading):
    words = request.get("q").strip()
    chosen = {
        "categories": [category] if category else request.all("category"),
        "colours": request.all("colour"),
        "low": request.number("min", None, float),
        "high": request.number("max", None, float),
        "stars": request.number("rating", None, float),
        "in_stock": request.get("stock") == "1",
        "sort": request.get("sort", "relevance"),
    }
    found = data.find(words, **chosen)
    page = max(1, request.number("page", 1))
    shown, pages = web.pages_of(found, page, PAGE_SIZE)

    def link(number):
        query = {**request.query, "page": [str(number)]}
        return "?" + urllib.parse.urlencode(query, doseq=True)

    return show(
        request,
        "listing",
        title=heading,
        heading=heading,
        words=words,
        found=found,
        shown=shown,
        page=page,
        pages=pages,
        link=link,
        chosen=chosen,
        category=category,
    )


@site.get("/product/<slug>")
def product(request, slug):
    item = data.BY_SLUG.get(slug)
    if item is None:
        return site.not_found(request)
    structured = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": item.name,
        "sku": item.sku,
        "color": item.colour,
        "description": item.description,
        "brand": {"@type": "Brand", "name": item.brand},
        "image": f"http://{request.host}/shop/image/{item.slug}.svg",
        "offers": {
            "@type": "Offer",
            "price": f"{item.price:.2f}",
            "priceCurrency": "GBP",
            "availability": f"https://schema.org/{'InStock' if item.stock else 'OutOfStock'}",
        },
        "aggregateRating": {"@type": "AggregateRating", "ratingValue": item.rating, "reviewCount": len(item.reviews)},
    }
    related = [other for other in data.PRODUCTS if other.category == item.category and other != item][:4]
    return show(
        request,
        "product",
        title=item.name,
        item=item,
        related=related,
        structured=json.dumps(structured).replace("<", "\\u003c"),
    )


@site.get("/image/<name>")
def image(request, name):
    item = data.BY_SLUG.get(name.removesuffix(".svg"))
    if item is None:
        return site.not_found(request)
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 160"><rect width="200" height="160" '
        f'fill="#ece7df"/><circle cx="100" cy="80" r="46" fill="{data.COLOURS[item.colour]}"/>'
        f'<rect x="70" y="122" width="60" height="8" rx="4" fill="#00000022"/></svg>'
    )
    return web.Response(drawing.encode(), 200, [("Content-Type", "image/svg+xml"), ("Cache-Control", "max-age=3600")])


@site.get("/api/suggest")
def suggest(request):
    words = request.get("q").strip()
    found = data.find(words)[:6] if words else []
    return web.as_json(
        [
            {"name": item.name, "colour": item.colour, "price": item.price_text, "url": f"/shop/product/{item.slug}"}
            for item in found
        ]
    )


@site.get("/api/arrivals")
def arrivals(request):
    newest = sorted(data.PRODUCTS, key=lambda product: product.added)
    start = max(0, request.number("from", 0))
    return show_fragment("cards.html", items=newest[start : start + 8], more=start + 8 < len(newest))


@site.get("/api/reviews/<slug>")
def reviews(request, slug):
    item = data.BY_SLUG.get(slug)
    if item is None:
        return site.not_found(request)
    start = max(0, request.number("from", 0))
    rest = item.reviews[start : start + REVIEWS_AT_ONCE]
    return show_fragment("reviews.html", reviews=rest, more=start + REVIEWS_AT_ONCE < len(item.reviews))


def show_fragment(name, more, **values):
    text = web.template.render(f"shop/{name}", data=data, **values)
    return web.html(text).with_header("X-More", "yes" if more else "no")


# -- cart --


def lines_of(cart):
    return [(data.BY_SLUG[slug], count) for slug, count in cart.items()]


def totals(state, delivery="standard"):
    goods = sum(item.price * count for item, count in lines_of(state["cart"]))
    off = round(goods * data.PROMOTIONS.get(state["promotion"], 0) / 100, 2)
    carriage = data.DELIVERY[delivery][1]
    if delivery == "standard" and goods - off >= data.FREE_DELIVERY_FROM:
        carriage = 0.0
    return {"goods": goods, "off": off, "delivery": carriage, "total": goods - off + carriage}


@site.get("/cart")
def cart(request):
    return show(
        request,
        "cart",
        title="Your cart",
        lines=lines_of(request.state["cart"]),
        totals=totals(request.state),
        promotion=request.state["promotion"],
        message="",
    )


@site.post("/cart/add")
def add(request):
    slug, cart = request.form.get("product", ""), request.state["cart"]
    item = data.BY_SLUG.get(slug)
    if item is None:
        return site.not_found(request)
    wanted = cart.get(slug, 0) + max(1, whole(request.form.get("quantity"), 1))
    if wanted > item.stock:
        problem = f"Only {item.stock} left of {item.name}." if item.stock else f"{item.name} is sold out."
        return web.as_json({"error": problem}, 409) if request.wants_json else web.redirect(f"/shop/product/{slug}")
    cart[slug] = wanted
    if request.wants_json:
        return web.as_json({"count": sum(cart.values()), "name": item.name})
    return web.redirect("/shop/cart")


@site.post("/cart/update")
def update(request):
    cart = request.state["cart"]
    for name, value in request.form.items():
        if name.startswith("quantity:") and (slug := name.removeprefix("quantity:")) in cart:
            count = min(max(0, whole(value, cart[slug])), data.BY_SLUG[slug].stock)
            cart[slug] = count
            if not count:
                del cart[slug]
    if slug := request.form.get("remove"):
        cart.pop(slug, None)
    return web.redirect("/shop/cart")


@site.post("/cart/promotion")
def promotion(request):
    code = request.form.get("code", "").strip().upper()
    known = code in data.PROMOTIONS
    request.state["promotion"] = code if known else ""
    message = "" if known else f"The code “{code}” is not valid."
    return show(
        request,
        "cart",
        title="Your cart",
        lines=lines_of(request.state["cart"]),
        totals=totals(request.state),
        promotion=request.state["promotion"],
        message=message,
    )


def whole(text, otherwise):
    try:
        return int(text)
    except (TypeError, ValueError):
        return otherwise


# -- checkout --

FIELDS = ("name", "email", "street", "city", "postcode", "country", "delivery", "terms")


@site.get("/checkout")
def checkout(request):
    if not request.state["cart"]:
        return web.redirect("/shop/cart")
    return checkout_page(request, {"delivery": "standard"}, {})


def checkout_page(request, values, errors):
    sums = totals(request.state, values.get("delivery", "standard"))
    return show(
        request,
        "checkout",
        422 if errors else 200,
        title="Checkout",
        values=values,
        errors=errors,
        lines=lines_of(request.state["cart"]),
        totals=sums,
    )


@site.post("/checkout")
def order(request):
    if not request.state["cart"]:
        return web.redirect("/shop/cart")
    values = {field: request.form.get(field, "").strip() for field in FIELDS}
    errors = {}
    for field in ("name", "street", "city"):
        if not values[field]:
            errors[field] = f"Please enter your {field}."
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", values["email"]):
        errors["email"] = "Please enter a valid e-mail address."
    if not re.fullmatch(r"[A-Za-z0-9 -]{3,10}", values["postcode"]):
        errors["postcode"] = "Please enter a valid postcode."
    if values["country"] not in data.COUNTRIES:
        errors["country"] = "Please choose a country."
    if values["delivery"] not in data.DELIVERY:
        values["delivery"] = "standard"
    if not values["terms"]:
        errors["terms"] = "Please accept the terms of sale."
    if errors:
        return checkout_page(request, values, errors)

    number = f"HH-{20417 + len(request.state['orders'])}"
    done = {
        "number": number,
        "lines": lines_of(request.state["cart"]),
        **values,
        "totals": totals(request.state, values["delivery"]),
    }
    request.state["orders"].append(done)
    request.state["cart"].clear()
    request.state["promotion"] = ""
    return web.redirect(f"/shop/order/{number}")


@site.get("/order/<number>")
def receipt(request, number):
    for done in request.state["orders"]:
        if done["number"] == number:
            return show(request, "order", title=f"Order {number}", order=done)
    return site.not_found(request)


@site.get("/delivery")
def delivery(request):
    return show(request, "delivery", title="Delivery and returns")

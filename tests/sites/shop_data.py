"""The goods of the shop: 72 products in eight categories, the same in every run."""

import dataclasses
import random

CATEGORIES = {
    "mugs": ("Mugs", "Mug", (8, 26)),
    "lamps": ("Lamps", "Lamp", (29, 189)),
    "chairs": ("Chairs", "Chair", (59, 349)),
    "cushions": ("Cushions", "Cushion", (14, 59)),
    "clocks": ("Clocks", "Clock", (19, 119)),
    "blankets": ("Blankets", "Blanket", (24, 139)),
    "vases": ("Vases", "Vase", (12, 89)),
    "planters": ("Planters", "Planter", (9, 75)),
}
COLOURS = {
    "blue": "#2f6fb3",
    "white": "#f4f1ea",
    "black": "#26272b",
    "green": "#4d8a5b",
    "red": "#b8433a",
    "grey": "#8c9196",
    "yellow": "#e2b13c",
}
KINDS = {
    "mugs": ["Stoneware", "Enamel", "Porcelain", "Glazed", "Travel", "Espresso", "Camping", "Cappuccino", "Breakfast"],
    "lamps": ["Desk", "Floor", "Table", "Reading", "Bedside", "Pendant", "Clip", "Arc", "Paper"],
    "chairs": ["Dining", "Office", "Rocking", "Folding", "Lounge", "Bar", "Garden", "Spindle", "Kids'"],
    "cushions": ["Velvet", "Linen", "Wool", "Outdoor", "Floor", "Bolster", "Corduroy", "Cotton", "Striped"],
    "clocks": ["Wall", "Alarm", "Mantel", "Kitchen", "Travel", "Station", "Cuckoo", "Flip", "Pendulum"],
    "blankets": ["Wool", "Fleece", "Picnic", "Cotton", "Knitted", "Weighted", "Baby", "Mohair", "Quilted"],
    "vases": ["Bud", "Ceramic", "Glass", "Floor", "Terracotta", "Ribbed", "Tulip", "Recycled", "Porcelain"],
    "planters": ["Hanging", "Window", "Terracotta", "Concrete", "Self-watering", "Wicker", "Balcony", "Herb", "Tall"],
}
SERIES = [
    "Skagen",
    "Marlow",
    "Tarn",
    "Ostend",
    "Fenwick",
    "Lindau",
    "Harbour",
    "Brisa",
    "Calder",
    "Dunmore",
    "Elsdon",
    "Fjord",
    "Galway",
    "Hollis",
    "Isla",
    "Juno",
    "Kelso",
    "Lorne",
]
BRANDS = ["Northquay", "Atelier Brun", "Holt & Daughters", "Pinewright"]
MATERIALS = {
    "mugs": ["stoneware", "enamelled steel", "porcelain"],
    "lamps": ["powder-coated steel", "oak and linen", "brass"],
    "chairs": ["solid oak", "beech", "steel and canvas"],
    "cushions": ["linen", "cotton velvet", "wool"],
    "clocks": ["beech", "aluminium", "glass"],
    "blankets": ["merino wool", "recycled cotton", "fleece"],
    "vases": ["glass", "ceramic", "terracotta"],
    "planters": ["terracotta", "concrete", "woven willow"],
}
REVIEWERS = ["Ada", "Bruno", "Chiara", "Dmitri", "Esme", "Farid", "Greta", "Hugo", "Ines", "Jonas"]
OPINIONS = [
    (5, "Exactly what I hoped for", "Well made, arrived early, and looks better than in the pictures."),
    (4, "Good value", "Solid and pretty. The colour is a touch darker than on my screen."),
    (5, "A present that was loved", "Bought one as a present and came back for a second."),
    (3, "It is fine", "Does what it should. The packaging was damaged but nothing broke."),
    (2, "Not for me", "Smaller than I had imagined; read the measurements before you order."),
    (4, "Would buy again", "After three months of daily use it still looks new."),
]
COUNTRIES = [
    "Austria",
    "Belgium",
    "Denmark",
    "France",
    "Germany",
    "Ireland",
    "Italy",
    "Netherlands",
    "Norway",
    "Poland",
    "Portugal",
    "Spain",
    "Sweden",
    "Switzerland",
    "United Kingdom",
]
PROMOTIONS = {"HARBOUR10": 10, "WELCOME5": 5}  # code -> per cent off
FREE_DELIVERY_FROM = 100.0
DELIVERY = {
    "standard": ("Standard (3–5 days)", 4.95),
    "express": ("Express (next day)", 12.50),
    "collect": ("Collect in store", 0.0),
}


@dataclasses.dataclass(frozen=True)
class Review:
    author: str
    stars: int
    title: str
    text: str
    date: str


@dataclasses.dataclass(frozen=True)
class Product:
    slug: str
    name: str
    category: str
    kind: str
    colour: str
    price: float
    old_price: float  # 0: no discount
    rating: float
    stock: int
    brand: str
    material: str
    sku: str
    added: int  # days ago
    description: str
    reviews: tuple

    @property
    def price_text(self):
        return f"£{self.price:.2f}"


def _make():
    rng = random.Random(1923)
    products, taken = [], set()
    for category, (_, noun, (low, high)) in CATEGORIES.items():
        # Every category has its first three colours at least twice, so that "the cheapest blue one" is a real choice.
        first = rng.sample(list(COLOURS), 3)
        colours = (first * 2 + rng.sample([c for c in COLOURS if c not in first], 3))[:9]
        if category == "mugs":
            colours = ["blue", "white", "green", "blue", "red", "blue", "white", "grey", "yellow"]
        rng.shuffle(colours)
        for kind, colour in zip(KINDS[category], colours):
            series = rng.choice(SERIES)
            price = 0
            while not price or price in taken:  # no two products cost the same: "the cheapest" is one product
                price = rng.randrange(low, high) + rng.choice([0.0, 0.25, 0.45, 0.50, 0.75, 0.90, 0.95])
            taken.add(price)
            old = round(price * 1.25, 2) if rng.random() < 0.2 else 0
            reviews = tuple(
                Review(
                    rng.choice(REVIEWERS),
                    *rng.choice(OPINIONS),
                    f"2026-{rng.randrange(1, 10):02}-{rng.randrange(1, 29):02}",
                )
                for _ in range(rng.randrange(1, 6))
            )
            rating = round(sum(review.stars for review in reviews) / len(reviews), 1)
            material = rng.choice(MATERIALS[category])
            name = f"{series} {kind} {noun}"
            number = len(products) + 1
            products.append(
                Product(
                    slug=f"{name.lower().replace(' ', '-').replace(chr(39), '')}-{colour}",
                    name=name,
                    category=category,
                    kind=kind,
                    colour=colour,
                    price=price,
                    old_price=old,
                    rating=rating,
                    stock=rng.choice([0, 3, 12, 25, 40, 80]) if colour != "blue" else rng.choice([4, 12, 40]),
                    brand=rng.choice(BRANDS),
                    material=material,
                    sku=f"HH-{1000 + number * 7}",
                    added=rng.randrange(1, 400),
                    description=f"A {kind.lower()} {noun.lower()} in {colour}, made of {material}. Part of the {series} "
                    f"series, designed by our studio and made to be used every day.",
                    reviews=reviews,
                )
            )
    return products


PRODUCTS = _make()
BY_SLUG = {product.slug: product for product in PRODUCTS}
assert len(BY_SLUG) == len(PRODUCTS)

SORTS = {
    "relevance": ("Relevance", None),
    "price-asc": ("Price: low to high", lambda p: p.price),
    "price-desc": ("Price: high to low", lambda p: -p.price),
    "rating": ("Customer rating", lambda p: (-p.rating, p.name)),
    "newest": ("Newest", lambda p: p.added),
    "name": ("Name: A to Z", lambda p: p.name),
}


def find(words="", categories=(), colours=(), low=None, high=None, stars=None, in_stock=False, sort="relevance"):
    """The products a search shows, in order."""

    def weight(product):
        score = 0
        for word in words.lower().split():
            stem = word[:-1] if word.endswith("s") and len(word) > 3 else word
            if stem in product.name.lower():
                score += 3
            elif stem in product.colour or stem in product.category:
                score += 2
            elif stem in product.description.lower():
                score += 1
            else:
                return 0
        return score or 1

    hits = [(product, weight(product)) for product in PRODUCTS]
    hits = [
        (product, score)
        for product, score in hits
        if score
        and (not categories or product.category in categories)
        and (not colours or product.colour in colours)
        and (low is None or product.price >= low)
        and (high is None or product.price <= high)
        and (stars is None or product.rating >= stars)
        and (not in_stock or product.stock)
    ]
    key = SORTS[sort if sort in SORTS else "relevance"][1]
    if key is None:
        hits.sort(key=lambda hit: -hit[1])
        return [product for product, _ in hits]
    return sorted((product for product, _ in hits), key=key)

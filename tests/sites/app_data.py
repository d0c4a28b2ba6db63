"""The books of Ledgerline: a demo company's account, customers, invoices and transactions, the same in every run."""

import copy
import dataclasses
import datetime
import random

USERS = {"demo": ("secret", "Dana Demo"), "admin": ("correct horse", "Alex Admin")}
CITIES = ["Lisbon", "Hamburg", "Cork", "Turin", "Ghent", "Malmö", "Graz", "Porto", "Leeds", "Nantes"]
PLANS = ["Free", "Team", "Business"]
FIRST = ["Amalia", "Boris", "Celeste", "Davor", "Elin", "Felix", "Gwen", "Hamid", "Irene", "Jasper", "Katya", "Leon"]
LAST = ["Abbott", "Bianchi", "Costa", "Duarte", "Ekström", "Fischer", "Gallagher", "Haas", "Ivanov", "Jensen"]
PARTIES = [
    "Northquay Ltd",
    "Café Central",
    "City Water",
    "Paper & Co",
    "Rail Tickets",
    "Green Energy",
    "Studio Rent",
    "Blue Harbour GmbH",
    "Print House",
    "Payroll",
    "Insurance One",
    "Cloud Services",
]


@dataclasses.dataclass
class Customer:
    id: int
    name: str
    email: str
    city: str
    plan: str
    revenue: float
    since: str


@dataclasses.dataclass
class Invoice:
    number: str
    customer: str
    issued: str
    due: str
    amount: float
    status: str  # open, paid, overdue


@dataclasses.dataclass
class Transaction:
    id: int
    date: str
    party: str
    kind: str
    amount: float
    balance: float


def _customers(rng):
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    rng.shuffle(names)
    return [
        Customer(
            number + 1,
            name,
            f"{name.split()[0].lower()}.{number + 1}@example.com",
            rng.choice(CITIES),
            rng.choice(PLANS),
            round(rng.uniform(120, 18_000), 2),
            f"20{rng.randrange(18, 26)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
        )
        for number, name in enumerate(names[:46])
    ]


def _invoices(rng, customers):
    result, day = [], datetime.date(2026, 11, 12)
    for number in range(28):
        day -= datetime.timedelta(days=rng.randrange(1, 9))
        due = day + datetime.timedelta(days=30)
        status = (
            "paid"
            if number > 12 or rng.random() < 0.3
            else ("open" if due > datetime.date(2026, 11, 15) else "overdue")
        )
        result.append(
            Invoice(
                f"INV-2026-{147 - number:04}",
                rng.choice(customers).name,
                day.isoformat(),
                due.isoformat(),
                round(rng.uniform(80, 4_200), 2),
                status,
            )
        )
    return result


def _transactions(rng):
    result, balance, day = [], 12480.55, datetime.date(2026, 11, 14)
    for number in range(64):
        amount = round(rng.choice([-1, -1, -1, 1]) * rng.uniform(6, 900), 2)
        result.append(
            Transaction(
                9000 - number,
                day.isoformat(),
                rng.choice(PARTIES),
                "Card" if amount < 0 else "Transfer",
                amount,
                round(balance, 2),
            )
        )
        balance -= amount
        day -= datetime.timedelta(days=rng.randrange(0, 4))
    return result


_rng = random.Random(1494)  # the year double-entry bookkeeping was printed
BALANCE = 12480.55
SAVINGS = 30250.00
CUSTOMERS = _customers(_rng)
INVOICES = _invoices(_rng, CUSTOMERS)
TRANSACTIONS = _transactions(_rng)
FILES = {
    "terms.txt": b"Terms of service\n\nUse the ledger with care.\n",
    "report-q3.csv": b"month,total\nJuly,4120\nAugust,3987\nSeptember,4655\n",
}
SETTINGS = {
    "display_name": "Dana Demo",
    "email": "dana@example.com",
    "language": "English",
    "time_zone": "Europe/Lisbon",
    "weekly_report": True,
    "product_news": False,
    "theme": "light",
    "limit": 500,
}


def fresh():
    """What a new visitor's account holds."""
    return {
        "user": None,
        "balance": BALANCE,
        "savings": SAVINGS,
        "customers": copy.deepcopy(CUSTOMERS),
        "invoices": copy.deepcopy(INVOICES),
        "transactions": copy.deepcopy(TRANSACTIONS),
        "files": dict(FILES),
        "settings": dict(SETTINGS),
        "notice": "",
        "password": None,
        "failures": 0,
    }

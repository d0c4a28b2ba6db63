"""Ledgerline: an app behind a login, with tables, forms, dialogs, tabs, settings, uploads and downloads."""

import dataclasses
import re

import app_data as data
import web

site = web.Site("app", data.fresh)
PAGE_SIZE = 10
LANGUAGES = ["English", "Deutsch", "Français", "Português"]
TIME_ZONES = ["Europe/Lisbon", "Europe/Berlin", "Europe/London", "UTC"]


def show(request, name, /, status=200, **values):
    notice, request.state["notice"] = request.state["notice"], ""
    return site.page(name, status, state=request.state, notice=notice, **values)


def private(handler):
    """For signed-in visitors only; others are sent to the login and back again."""

    def guarded(request, **arguments):
        if request.state["user"] is None:
            return web.redirect(f"/app/login?next={request.path}")
        return handler(request, **arguments)

    return guarded


def to_number(text):
    try:
        return float(str(text).replace(",", "").replace("€", "").strip())
    except ValueError:
        return None


# -- login --


@site.get("/")
def home(request):
    return web.redirect("/app/dashboard" if request.state["user"] else "/app/login")


@site.get("/login")
def login(request):
    return show(request, "login", title="Sign in", error="", username="", where=request.get("next"))


@site.post("/login")
def sign_in(request):
    username = request.form.get("username", "").strip()
    where = request.form.get("next", "")
    expected = data.USERS.get(username)
    if username == "demo" and request.state["password"]:
        expected = (request.state["password"], expected[1])
    if expected is None or request.form.get("password") != expected[0]:
        request.state["failures"] += 1
        return show(
            request, "login", 401, title="Sign in", error="Wrong user name or password.", username=username, where=where
        )
    request.state.update(user=expected[1], failures=0)
    # Only paths of this app: an address from outside must not lead elsewhere.
    return web.redirect(where if re.fullmatch(r"/app/[\w/-]*", where) else "/app/dashboard")


@site.post("/logout")
def logout(request):
    request.state["user"] = None
    request.state["notice"] = "You have been signed out."
    return web.redirect("/app/login")


# -- dashboard and tables --


@site.get("/dashboard")
@private
def dashboard(request):
    overdue = [invoice for invoice in request.state["invoices"] if invoice.status == "overdue"]
    return show(request, "dashboard", title="Dashboard", recent=request.state["transactions"][:5], overdue=overdue)


def table_of(request, rows, columns, default):
    """The rows a table shows after search, sort and paging, and what its links need."""
    words = request.get("q").strip().lower()
    if words:
        rows = [
            row for row in rows if words in " ".join(str(value) for value in dataclasses.asdict(row).values()).lower()
        ]
    sort = request.get("sort", default)
    falling = sort.startswith("-")
    name = sort.lstrip("-") if sort.lstrip("-") in columns else default.lstrip("-")
    rows = sorted(rows, key=lambda row: getattr(row, name), reverse=falling)
    page = max(1, request.number("page", 1))
    shown, pages = web.pages_of(rows, page, PAGE_SIZE)
    return {
        "rows": shown,
        "count": len(rows),
        "page": page,
        "pages": pages,
        "sort": name,
        "falling": falling,
        "q": request.get("q"),
        "columns": columns,
    }


@site.get("/transactions")
@private
def transactions(request):
    columns = {"date": "Date", "party": "Party", "kind": "Kind", "amount": "Amount", "balance": "Balance"}
    return show(
        request,
        "transactions",
        title="Transactions",
        table=table_of(request, request.state["transactions"], columns, "-date"),
    )


@site.get("/customers")
@private
def customers(request):
    columns = {
        "name": "Name",
        "email": "E-mail",
        "city": "City",
        "plan": "Plan",
        "revenue": "Revenue",
        "since": "Customer since",
    }
    return show(
        request,
        "customers",
        title="Customers",
        plans=data.PLANS,
        table=table_of(request, request.state["customers"], columns, "name"),
    )


@site.post("/customers")
@private
def add_customer(request):
    form, errors = request.form, {}
    name, email = form.get("name", "").strip(), form.get("email", "").strip()
    if len(name) < 2:
        errors["name"] = "Enter the customer's name."
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        errors["email"] = "Enter a valid e-mail address."
    elif any(customer.email == email for customer in request.state["customers"]):
        errors["email"] = "A customer with this e-mail address exists."
    if form.get("plan") not in data.PLANS:
        errors["plan"] = "Choose a plan."
    if errors:
        return web.as_json({"errors": errors}, 422)
    number = max(customer.id for customer in request.state["customers"]) + 1
    request.state["customers"].append(
        data.Customer(number, name, email, form.get("city", "").strip(), form["plan"], 0.0, "2026-11-15")
    )
    request.state["notice"] = f"Customer {name} was added."
    return web.as_json({"id": number})


@site.post("/customers/<number>/delete")
@private
def delete_customer(request, number):
    kept = [customer for customer in request.state["customers"] if str(customer.id) != number]
    if len(kept) == len(request.state["customers"]):
        return web.as_json({"error": "no such customer"}, 404)
    gone = next(customer for customer in request.state["customers"] if str(customer.id) == number)
    request.state["customers"] = kept
    request.state["notice"] = f"Customer {gone.name} was deleted."
    return web.as_json({"r": True})


@site.get("/invoices")
@private
def invoices(request):
    groups = {
        status: [i for i in request.state["invoices"] if i.status == status] for status in ("open", "overdue", "paid")
    }
    return show(request, "invoices", title="Invoices", groups=groups)


@site.get("/invoices/<number>")
@private
def invoice(request, number):
    for item in request.state["invoices"]:
        if item.number == number:
            return show(request, "invoice", title=f"Invoice {number}", item=item)
    return site.not_found(request)


@site.get("/invoices/<number>/download")
@private
def download_invoice(request, number):
    for item in request.state["invoices"]:
        if item.number == number:
            return web.attachment(
                f"{number}.pdf",
                pdf_of([f"Invoice {item.number}", f"Customer: {item.customer}", f"Total: EUR {item.amount:.2f}"]),
                "application/pdf",
            )
    return site.not_found(request)


def pdf_of(lines):
    """A one-page PDF with these lines."""
    text = "BT /F1 16 Tf 60 760 Td " + " ".join(f"({line}) Tj 0 -26 Td" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{out.index('xref')}\n%%EOF\n"
    return out.encode("latin-1")


@site.post("/invoices/<number>/pay")
@private
def pay(request, number):
    for item in request.state["invoices"]:
        if item.number == number and item.status != "paid":
            item.status = "paid"
            request.state["notice"] = f"Invoice {number} is marked as paid."
            return web.redirect(f"/app/invoices/{number}")
    return site.not_found(request)


# -- transfer --


@site.get("/transfer")
@private
def transfer(request):
    return show(request, "transfer", title="New transfer", values={"date": "2026-11-16"}, errors={})


@site.post("/transfer")
@private
def send_money(request):
    values = {
        name: request.form.get(name, "").strip()
        for name in ("recipient", "iban", "amount", "date", "reference", "account")
    }
    errors, amount = {}, to_number(values["amount"])
    if not values["recipient"]:
        errors["recipient"] = "Who gets the money?"
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{10,30}", values["iban"].replace(" ", "").upper()):
        errors["iban"] = "This is not a valid IBAN."
    if amount is None or amount <= 0:
        errors["amount"] = "Enter an amount above zero."
    elif amount > request.state["balance"]:
        errors["amount"] = "The amount exceeds your balance."
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", values["date"]) or values["date"] < "2026-11-15":
        errors["date"] = "Choose a day from 15 November 2026 on."
    if errors:
        return show(request, "transfer", 422, title="New transfer", values=values, errors=errors)
    state = request.state
    state["balance"] = round(state["balance"] - amount, 2)
    number = state["transactions"][0].id + 1
    state["transactions"].insert(
        0, data.Transaction(number, values["date"], values["recipient"], "Transfer", -amount, state["balance"])
    )
    state["notice"] = f"Your transfer of €{amount:,.2f} to {values['recipient']} is on its way (reference T-{number})."
    return web.redirect("/app/dashboard")


# -- settings and files --


@site.get("/settings")
@private
def settings(request):
    return show(
        request,
        "settings",
        title="Settings",
        languages=LANGUAGES,
        zones=TIME_ZONES,
        error="",
        tab=request.get("tab", "profile"),
    )


@site.post("/settings/profile")
@private
def save_profile(request):
    form = request.form
    for name in ("display_name", "email", "language", "time_zone"):
        if form.get(name, "").strip():
            request.state["settings"][name] = form[name].strip()
    request.state["notice"] = "Your profile was saved."
    return web.redirect("/app/settings")


@site.post("/settings/notifications")
@private
def save_notifications(request):
    form = request.form
    request.state["settings"].update(
        weekly_report="weekly_report" in form,
        product_news="product_news" in form,
        theme=form.get("theme", "light"),
        limit=int(to_number(form.get("limit")) or 0),
    )
    request.state["notice"] = "Your preferences were saved."
    return web.redirect("/app/settings?tab=notifications")


@site.post("/settings/password")
@private
def save_password(request):
    form = request.form
    current = request.state["password"] or data.USERS["demo"][0]
    error = ""
    if form.get("current") != current:
        error = "The current password is wrong."
    elif len(form.get("new", "")) < 8:
        error = "The new password needs at least 8 characters."
    elif form.get("new") != form.get("again"):
        error = "The two new passwords differ."
    if error:
        return show(
            request,
            "settings",
            422,
            title="Settings",
            languages=LANGUAGES,
            zones=TIME_ZONES,
            error=error,
            tab="security",
        )
    request.state.update(password=form["new"], notice="Your password was changed.")
    return web.redirect("/app/settings?tab=security")


@site.get("/settings.json")
@private
def settings_json(request):
    return web.as_json(request.state["settings"])


@site.get("/files")
@private
def files(request):
    return show(
        request, "files", title="Files", files={name: len(body) for name, body in request.state["files"].items()}
    )


@site.post("/files")
@private
def upload(request):
    file = request.form.get("file")
    if not isinstance(file, web.Upload) or not file.name:
        request.state["notice"] = "Choose a file first."
        return web.redirect("/app/files")
    name = re.split(r"[/\\]", file.name)[-1]
    request.state["files"][name] = file.body
    request.state["notice"] = f"{name} was uploaded ({len(file.body)} bytes)."
    return web.redirect("/app/files")


@site.get("/files/<name>")
@private
def download(request, name):
    body = request.state["files"].get(name)
    return site.not_found(request) if body is None else web.attachment(name, body)


@site.post("/files/<name>/delete")
@private
def delete_file(request, name):
    if request.state["files"].pop(name, None) is None:
        return site.not_found(request)
    request.state["notice"] = f"{name} was deleted."
    return web.redirect("/app/files")

"""Quayside: hotels, a magazine and an account with bookings and invoices; plain pages of forms and tables, made on the server."""

import datetime
import html

import web

HOTELS = [  # name, town, stars, a night, guests' rating, reviews, km to the centre, breakfast, pets
    ("The Old Customs House", "Lisbon", 4, 128, 8.9, 412, 0.4, True, False),
    ("Pensão Aurora", "Lisbon", 2, 54, 7.6, 98, 1.2, False, True),
    ("Tejo Rooms", "Lisbon", 3, 79, 8.1, 230, 0.9, True, False),
    ("Hotel Miradouro", "Lisbon", 5, 240, 9.4, 655, 2.1, True, True),
    ("Casa das Flores", "Porto", 3, 72, 9.0, 301, 0.7, True, True),
    ("Ribeira Grand", "Porto", 5, 198, 8.7, 520, 0.2, True, False),
    ("Douro Hostel", "Porto", 1, 28, 7.9, 874, 1.5, False, False),
    ("Foz Beach Inn", "Porto", 3, 91, 8.3, 144, 4.8, False, True),
    ("Hafenblick", "Hamburg", 4, 142, 8.6, 388, 1.1, True, False),
    ("Speicher 12", "Hamburg", 3, 99, 8.8, 267, 0.8, False, False),
    ("Elbe Motel", "Hamburg", 2, 61, 6.9, 75, 6.3, False, True),
]
ROOMS = [("Single", 1, 0.8), ("Double", 2, 1.0), ("Family", 4, 1.6)]
ARTICLES = [  # title, author, date, comments, text
    ("Ten quiet beaches near Porto", "Mia Carter", "2026-02-18", 24, "North of the river the sand is empty even in July."),
    ("How to pack for a week in one bag", "Jonas Weber", "2026-01-30", 57, "Roll, do not fold, and leave the second pair of shoes at home."),
    ("Night trains are back", "Mia Carter", "2026-03-05", 41, "The line from Hamburg to the south leaves at 20:47 and arrives after breakfast."),
    ("What a good breakfast tells you", "Lena Ortiz", "2025-12-11", 9, "Bread from the morning is the first sign."),
    ("Lisbon by tram", "Lena Ortiz", "2026-03-21", 33, "Line 28 takes 48 minutes from end to end and costs 3.10 euros on board."),
    ("Travelling with a dog", "Jonas Weber", "2025-11-02", 18, "Ask before you book: half of the houses say yes."),
    ("The smallest hotel we know", "Mia Carter", "2025-10-14", 62, "It has two rooms and one very large cat."),
]
INVOICES = [("Q-311", "March 2026", "2026-03-31", 257.50, "paid"), ("Q-327", "April 2026", "2026-04-30", 128.00, "paid"),
            ("Q-340", "May 2026", "2026-05-31", 396.00, "open"), ("Q-352", "June 2026", "2026-06-30", 72.90, "open")]  # fmt: skip


def fresh():
    return {
        "user": None,
        "bookings": [
            {"no": 5501, "hotel": "Speicher 12", "from": "2026-06-10", "to": "2026-06-12", "guests": 1, "room": "Single", "status": "confirmed"},
            {"no": 5502, "hotel": "Casa das Flores", "from": "2026-07-03", "to": "2026-07-10", "guests": 2, "room": "Double", "status": "confirmed"},
            {"no": 5503, "hotel": "Tejo Rooms", "from": "2026-02-01", "to": "2026-02-03", "guests": 2, "room": "Double", "status": "past"},
        ],
        "newsletter": "",
        "comments": [],
        "phone": "",
    }  # fmt: skip


site = web.Site("inn", fresh)


def slug(name):
    return name.lower().replace(" ", "-").replace("ã", "a")


def e(text):
    return html.escape(str(text))


def page(request, title, body):
    user = request.state["user"]
    account = '<a href="/inn/bookings">My bookings</a> | <a href="/inn/invoices">Invoices</a> | <a href="/inn/profile">Profile</a> | <a href="/inn/out">Log out</a>' if user else '<a href="/inn/login">Log in</a>'
    return web.html(f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{e(title)} - Quayside</title>
<style>body{{font-family:Georgia,serif;margin:20px 60px;max-width:900px}}table{{border-collapse:collapse;width:100%}}td,th{{border:1px solid #ccc;padding:5px 8px;text-align:left}}
#top{{border-bottom:2px solid #246;padding-bottom:8px}}.err{{color:#a00}}.ok{{color:#060}}.art{{border-bottom:1px dotted #999;padding:8px 0}}</style></head><body>
<div id="top"><b>Quayside</b> &nbsp; <a href="/inn/">Hotels</a> | <a href="/inn/magazine">Magazine</a> | <a href="/inn/help">Help</a> | {account}</div>
<h1>{e(title)}</h1>{body}<p><small>&copy; Quayside travel. Call us: 0800 22 11 00</small></p></body></html>""")


@site.get("/")
def home(request):
    town, guests, sort = request.get("town"), request.get("guests"), request.get("sort")
    rows = [hotel for hotel in HOTELS if town in ("", hotel[1])]
    order = {"price": 3, "rating": 4, "distance": 6}
    if sort in order:
        rows.sort(key=lambda hotel: -hotel[4] if sort == "rating" else hotel[order[sort]])
    start = request.number("start", 0)
    towns = "".join(f'<option{" selected" if name == town else ""}>{name}</option>' for name in ("Lisbon", "Porto", "Hamburg"))
    body = f"""<form action="/inn/"><table><tr><td>Town<br><select name="town"><option value="">All towns</option>{towns}</select></td>
<td>Arrival<br><input name="arrival" size="10" placeholder="YYYY-MM-DD" value="{e(request.get('arrival'))}"></td><td>Departure<br><input name="departure" size="10" placeholder="YYYY-MM-DD" value="{e(request.get('departure'))}"></td>
<td>Guests<br><input name="guests" type="number" min="1" max="4" value="{e(guests or 2)}"></td><td><input type="submit" value="Show hotels"></td></tr></table></form>
<p>Sort by: <a href="/inn/?town={town}&amp;sort=price">price</a> <a href="/inn/?town={town}&amp;sort=rating">rating</a> <a href="/inn/?town={town}&amp;sort=distance">distance</a></p>
<table><tr><th>Hotel</th><th>Town</th><th>Stars</th><th>Price per night</th><th>Rating</th><th>Reviews</th><th>To the centre</th></tr>"""
    for hotel in rows[start : start + 6]:
        body += f'<tr><td><a href="/inn/hotel/{slug(hotel[0])}">{e(hotel[0])}</a></td><td>{hotel[1]}</td><td>{"★" * hotel[2]}</td><td>&euro; {hotel[3]}.00</td><td>{hotel[4]}</td><td>{hotel[5]}</td><td>{hotel[6]} km</td></tr>'
    body += "</table><p>"
    for number in range((len(rows) + 5) // 6):
        body += f"<b>{number + 1}</b> " if number * 6 == start else f'<a href="/inn/?town={town}&amp;sort={sort}&amp;start={number * 6}">{number + 1}</a> '
    return page(request, f"Hotels in {town}" if town else "Find a hotel", body + "</p>")


def booking_form(hotel, values, error):
    rooms = "".join(f'<option{" selected" if values.get("room") == name else ""}>{name}</option>' for name, *_ in ROOMS)
    return f"""<h2>Book</h2>{f'<p class="err">{error}</p>' if error else ''}<form method="post" action="/inn/book/{slug(hotel[0])}"><table>
<tr><td>Room</td><td><select name="room">{rooms}</select></td></tr>
<tr><td>From</td><td><input type="date" name="from" value="{e(values.get('from', ''))}"></td></tr><tr><td>To</td><td><input type="date" name="to" value="{e(values.get('to', ''))}"></td></tr>
<tr><td>Guests</td><td><input type="text" name="guests" size="3" value="{e(values.get('guests', ''))}"></td></tr>
<tr><td>Name</td><td><input type="text" name="name" value="{e(values.get('name', ''))}"></td></tr>
<tr><td colspan="2"><input type="checkbox" name="late" id="late"> <label for="late">I arrive after 10 pm</label></td></tr></table><p><input type="submit" value="Book now"></p></form>"""


def find(name):
    return next((hotel for hotel in HOTELS if slug(hotel[0]) == name), None)


@site.get("/hotel/<name>")
def hotel(request, name, values=None, error=""):
    each = find(name)
    rooms = "".join(f"<tr><td>{room}</td><td>{guests}</td><td>&euro; {each[3] * factor:.2f}</td></tr>" for room, guests, factor in ROOMS)
    body = f"""<dl><dt>Town</dt><dd>{each[1]}</dd><dt>Stars</dt><dd>{each[2]}</dd><dt>Rating</dt><dd>{each[4]} ({each[5]} reviews)</dd><dt>Breakfast</dt><dd>{'included' if each[7] else 'not included'}</dd>
<dt>Pets</dt><dd>{'welcome' if each[8] else 'not allowed'}</dd><dt>Check-in</dt><dd>from 15:00</dd><dt>Check-out</dt><dd>until 11:00</dd></dl>
<h2>Rooms</h2><table><tr><th>Room</th><th>Sleeps</th><th>Price</th></tr>{rooms}</table>"""
    return page(request, each[0], body + booking_form(each, values or {}, error))


@site.post("/book/<name>")
def book(request, name):
    form = request.form
    try:
        first, last = (datetime.date.fromisoformat(form.get(key, "")) for key in ("from", "to"))
        guests = int(form.get("guests", ""))
    except ValueError:
        return hotel(request, name, form, "Please fill in the dates and the number of guests.")
    if last <= first or not form.get("name"):
        return hotel(request, name, form, "Please give your name, and leave after you arrive.")
    no = 5501 + len(request.state["bookings"])
    request.state["bookings"].append({"no": no, "hotel": find(name)[0], "from": str(first), "to": str(last), "guests": guests, "room": form.get("room"), "name": form["name"], "status": "confirmed", "late": "late" in form})  # fmt: skip
    return page(request, "Thank you", f'<p class="ok">Your booking number is {no}.</p><p>{e(find(name)[0])}, {(last - first).days} nights.</p>')


@site.get("/magazine")
def magazine(request):
    start = request.number("start", 0)
    body = "".join(f'<div class="art"><h3><a href="/inn/read/{slug(a[0])}">{e(a[0])}</a></h3><p>{e(a[4])}</p><small>by {a[1]} on {a[2]} &middot; {a[3]} comments</small></div>' for a in ARTICLES[start : start + 4])
    if start:
        body += f'<p><a href="/inn/magazine?start={start - 4}">&laquo; Newer</a></p>'
    if start + 4 < len(ARTICLES):
        body += f'<p><a href="/inn/magazine?start={start + 4}">Older &raquo;</a></p>'
    return page(request, "Magazine", body)


@site.get("/read/<name>")
def read(request, name):
    a = next(a for a in ARTICLES if slug(a[0]) == name)
    own = "".join(f"<li><b>{e(c['name'])}</b>: {e(c['text'])}</li>" for c in request.state["comments"] if c["article"] == a[0])
    body = f'<p><i>{a[1]}, {a[2]}</i></p><p>{e(a[4])}</p><h2>{a[3]} comments</h2><ul>{own}</ul><form method="post"><p>Your name<br><input name="name"></p><p>Comment<br><textarea name="text" cols="50" rows="4"></textarea></p><input type="submit" value="Post comment"></form>'
    return page(request, a[0], body)


@site.post("/read/<name>")
def comment(request, name):
    a = next(a for a in ARTICLES if slug(a[0]) == name)
    request.state["comments"].append({"article": a[0], "name": request.form.get("name", ""), "text": request.form.get("text", "")})
    return web.redirect(f"/inn/read/{name}")


@site.get("/help")
def help_page(request):
    return page(request, "Help", """<h3>How do I cancel?</h3><p>Free of charge until 48 hours before arrival, under My bookings.</p><h3>Can I bring my bike?</h3><p>Yes, every house has a locked room for bikes.</p>
<h3>When is the office open?</h3><table><tr><td>Monday to Thursday</td><td>08:00 - 18:00</td></tr><tr><td>Friday</td><td>08:00 - 16:00</td></tr><tr><td>Saturday</td><td>09:00 - 13:00</td></tr><tr><td>Sunday</td><td>closed</td></tr></table>
<h3>Newsletter</h3><form method="post" action="/inn/news"><input name="email" placeholder="Your e-mail"> <input type="submit" value="Subscribe"></form>""")  # fmt: skip


@site.post("/news")
def newsletter(request):
    request.state["newsletter"] = request.form.get("email", "")
    return page(request, "Newsletter", '<p class="ok">You are subscribed.</p>')


@site.get("/login")
def login(request, error=""):
    return page(request, "Log in", f'{error}<form method="post" action="/inn/login"><p>User<br><input name="user"></p><p>Password<br><input type="password" name="password"></p><input type="submit" value="Log in"></form>')


@site.post("/login")
def enter(request):
    if (request.form.get("user"), request.form.get("password")) != ("nora", "seagull7"):
        return login(request, '<p class="err">User or password is wrong.</p>')
    request.state["user"] = "Nora Field"
    return web.redirect("/inn/bookings")


@site.get("/out")
def leave(request):
    request.state["user"] = None
    return web.redirect("/inn/")


def private(handler):
    def guarded(request, **arguments):
        return handler(request, **arguments) if request.state["user"] else web.redirect("/inn/login")

    return guarded


@site.get("/bookings")
@private
def bookings(request):
    body = f"<p>Welcome, {request.state['user']}.</p><table><tr><th>No.</th><th>Hotel</th><th>Arrival</th><th>Departure</th><th>Guests</th><th>Status</th><th></th></tr>"
    for each in request.state["bookings"]:
        links = f'<a href="/inn/booking/{each["no"]}">Change</a> <a href="/inn/cancel/{each["no"]}">Cancel</a>' if each["status"] == "confirmed" else ""
        body += f'<tr><td>{each["no"]}</td><td>{e(each["hotel"])}</td><td>{each["from"]}</td><td>{each["to"]}</td><td>{each["guests"]}</td><td>{each["status"]}</td><td>{links}</td></tr>'
    return page(request, "My bookings", body + "</table>")


def booking_of(request, no):
    return next(each for each in request.state["bookings"] if str(each["no"]) == no)


@site.get("/booking/<no>")
@private
def change(request, no):
    each = booking_of(request, no)
    return page(request, f"Booking {no}", f'<form method="post"><p>Hotel: {e(each["hotel"])}</p><p>Arrival <input type="date" name="from" value="{each["from"]}"></p><p>Departure <input type="date" name="to" value="{each["to"]}"></p><p>Guests <input name="guests" value="{each["guests"]}"></p><input type="submit" value="Save changes"></form>')


@site.post("/booking/<no>")
@private
def save(request, no):
    booking_of(request, no).update({key: request.form.get(key, "") for key in ("from", "to", "guests")})
    return web.redirect("/inn/bookings")


@site.get("/cancel/<no>")
@private
def ask(request, no):
    return page(request, "Cancel booking", f'<p>Do you really want to cancel booking {no}?</p><form method="post"><input type="submit" value="Yes, cancel it"> <a href="/inn/bookings">No, go back</a></form>')


@site.post("/cancel/<no>")
@private
def cancel(request, no):
    booking_of(request, no)["status"] = "cancelled"
    return web.redirect("/inn/bookings")


@site.get("/invoices")
@private
def invoices(request):
    rows = "".join(f'<tr><td>{no}</td><td>{month}</td><td>{date}</td><td>&euro; {total:.2f}</td><td>{status}</td><td><a href="/inn/invoice/{no}">PDF</a></td></tr>' for no, month, date, total, status in INVOICES)
    return page(request, "Invoices", f"<table><tr><th>Number</th><th>Month</th><th>Date</th><th>Total</th><th>Status</th><th>File</th></tr>{rows}</table>")


@site.get("/invoice/<no>")
@private
def invoice(request, no):
    request.state["loaded"] = [*request.state.get("loaded", []), no]
    return web.attachment(f"{no}.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")


@site.get("/profile")
@private
def profile(request):
    return page(request, "Profile", f'<form method="post"><table><tr><td>Name</td><td>{request.state["user"]}</td></tr><tr><td>Phone</td><td><input name="phone" value="{e(request.state["phone"])}"></td></tr></table><input type="submit" value="Save"></form>')


@site.post("/profile")
@private
def save_profile(request):
    request.state["phone"] = request.form.get("phone", "")
    return web.redirect("/inn/profile")


@site.get("/state")
def state(request):
    return web.as_json(request.state)

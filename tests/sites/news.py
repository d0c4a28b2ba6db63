"""The Meridian Post: a newspaper with sections, comments, a cookie banner and a newsletter pop-up."""

import json

import news_data as data
import web

site = web.Site("news", lambda: {"consent": "", "newsletter": "", "comments": {}})
PAGE_SIZE = 5


def show(request, name, /, status=200, **values):
    return site.page(
        name,
        status,
        data=data,
        state=request.state,
        section=values.pop("section", ""),
        words=values.pop("words", ""),
        **values,
    )


@site.get("/")
def front(request):
    leads = {section: [a for a in data.ARTICLES if a.section == section][:3] for section in data.SECTIONS}
    return show(
        request, "front", title="The Meridian Post", top=data.ARTICLES[0], latest=data.ARTICLES[1:7], leads=leads
    )


@site.get("/section/<section>")
def section(request, section):
    if section not in data.SECTIONS:
        return missing(request)
    page = max(1, request.number("page", 1))
    found = [article for article in data.ARTICLES if article.section == section]
    shown, pages = web.pages_of(found, page, PAGE_SIZE)
    return show(request, "section", title=data.SECTIONS[section], section=section, shown=shown, page=page, pages=pages)


@site.get("/article/<slug>")
def article(request, slug):
    item = data.BY_SLUG.get(slug)
    if item is None:
        return missing(request)
    structured = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item.title,
        "description": item.lead,
        "datePublished": item.published.isoformat(),
        "articleSection": data.SECTIONS[item.section],
        "author": {"@type": "Person", "name": data.AUTHORS[item.author][0]},
    }
    order = request.get("comments", "oldest")
    comments = list(item.comments) + request.state["comments"].get(slug, [])
    if order == "newest":
        comments.reverse()
    elif order == "liked":
        comments.sort(key=lambda comment: -comment.likes)
    related = [a for a in data.ARTICLES if a.section == item.section and a != item][:3]
    return show(
        request,
        "article",
        title=item.title,
        section=item.section,
        item=item,
        comments=comments,
        order=order,
        related=related,
        structured=json.dumps(structured).replace("<", "\\u003c"),
    )


@site.post("/article/<slug>/comment")
def comment(request, slug):
    item = data.BY_SLUG.get(slug)
    if item is None:
        return missing(request)
    name, text = request.form.get("name", "").strip(), request.form.get("text", "").strip()
    if name and text:
        added = data.Comment(name[:60], text[:2000], "2026-11-15 09:00", 0)
        request.state["comments"].setdefault(slug, []).append(added)
    return web.redirect(f"/news/article/{slug}#comments")


@site.get("/author/<author>")
def author(request, author):
    if author not in data.AUTHORS:
        return missing(request)
    written = [article for article in data.ARTICLES if article.author == author]
    name, role = data.AUTHORS[author]
    return show(request, "author", title=name, name=name, role=role, written=written)


@site.get("/search")
def search(request):
    words = request.get("q").strip()
    found = data.find(words) if words else []
    return show(request, "search", title="Search", words=words, found=found)


@site.post("/consent")
def consent(request):
    request.state["consent"] = request.form.get("choice", "")
    return web.as_json({"r": True})


@site.post("/newsletter")
def newsletter(request):
    request.state["newsletter"] = request.form.get("email", "") or "no"
    return web.as_json({"r": True})


def missing(request):
    return show(request, "missing", 404, title="Page not found")

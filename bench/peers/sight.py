"""What our snapshot and those of the peers show of the same pages: tokens, what is missing, time.

Each tool opens each page in its own Chromium. What can be operated is counted there by operable.COUNT before and after the looks (what
has moved in between is left out); an element counts as found when a reference in the tool's last text leads to it, or to something inside
of it: the tool itself is asked where each of its references lies. What it would show only when asked again does not count, and a
reference to something that cannot be operated does no harm, so a tool that numbers everything is given all of it. Times are those of the
call as its caller sees it."""

import json
import pathlib

import measuring
from measuring import clock, median
from operable import COUNT, share_found
from peers import counting, table

ROUNDS = 3
SLOWEST = 0.9  # quantile


def see(tool, url, tokens):
    tool.goto(url)
    before = json.loads(tool.run(COUNT))
    times = []
    for _ in range(ROUNDS):
        started = clock()
        text = tool.look()
        times.append(clock() - started)
    boxes = tool.boxes(text)
    after = json.loads(tool.run(COUNT))
    hits, count = share_found([box for box in before if box in after], boxes)
    return {"tokens": tokens(text), "took": median(times), "hits": hits, "count": count, "complete": hits == count}


def go_through(peer, urls, tokens):
    """Figures by page of one tool, and what it could not do."""
    figures, problems = {}, []
    with peer() as tool:
        for url in urls:
            try:
                figures[url] = see(tool, url, tokens)
            except Exception as problem:  # whatever one tool does on one page, the others are measured
                problems.append(f"{pathlib.PurePath(url).name}: {type(problem).__name__}: {str(problem)[:160]}")
    return figures, problems


def beside(urls, names):
    tools = table.tools(names)
    board = table.Beside(f"What ours and the peers show of {len(urls)} pages", tools)
    seen = {}
    with counting.Tokens() as tokens:
        for tool in tools:
            measuring.quiet_moment()
            seen[tool.NAME], problems = go_through(tool, urls, tokens)
            table.gone_wrong(tool, problems)
    # Only pages that all could be measured on: the others would favour whoever fails on the large ones.
    shared = [url for url in urls if all(url in pages for pages in seen.values())]
    if not shared:
        return
    column = lambda name, key: [seen[name][url][key] for url in shared]  # noqa: E731
    every = lambda key, fold: {name: fold(column(name, key)) for name in seen}  # noqa: E731
    print(f"  {len(shared)} pages that all of them opened")
    board.head()
    board.row("tokens (o200k) a page, median", every("tokens", median))
    board.row("tokens, a page in ten has more than", every("tokens", upper))
    board.row("tokens, the largest page", every("tokens", max))
    board.row("milliseconds a page, median", every("took", median), "ms")
    board.row("milliseconds, a page in ten takes more than", every("took", upper), "ms")
    board.row("things to operate, counted in its own pages", every("count", sum))
    board.row("of them found", {name: 100 * sum(column(name, "hits")) / max(1, sum(column(name, "count"))) for name in seen}, "%")
    board.row("pages where nothing is missing", every("complete", lambda each: 100 * sum(each) / len(each)), "%")


def upper(values):
    return sorted(values)[min(len(values) - 1, int(len(values) * SLOWEST))]

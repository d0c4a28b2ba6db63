"""Our agent and the peers' against the same scripted model: what a step costs beside the model, and how much each sends to it."""

import json

import measuring
import provider as models
from measuring import median
from peers import counting, table, thinking

ROUNDS = 3
PAGES = ("/shop/", "/shop/search?q=lamp", "/shop/category/mugs", "/news/", "/news/section/world", "/app/login", "/odd/form", "/odd/huge")
# These bring no agent of their own: of them only what any model would have to read, their tools and the page.
SERVERS = ("playwright_mcp.PlaywrightMcp",)


def said(question):
    """All that a model has to read of a question: messages, calls that were made, tools and the shape of the answer; no pictures."""
    parts = list(question.texts)
    parts += [json.dumps(message["tool_calls"], ensure_ascii=False) for message in question.messages if message.get("tool_calls")]
    parts += [json.dumps(question.body[key], ensure_ascii=False) for key in ("tools", "response_format") if question.body.get(key)]
    return "\n".join(parts)


def one_run(agent, brain, url, tokens):
    brain.restart(agent.ten_steps)
    left = agent.work(url)
    if brain.errors or left != thinking.THINGS[3:]:
        raise RuntimeError(f"the list holds {left}, after {brain.errors[:1]}")
    gaps = [(came - went) * 1000 for went, came in zip(brain.answered_at, brain.at[1:])][agent.LOOKS_FIRST :]
    lengths = [tokens(said(question)) for question in brain.questions]
    return {
        "step": sum(gaps) / len(thinking.steps()), "gap": median(gaps), "questions": len(lengths),
        "length": median(lengths), "all": sum(lengths),
    }  # fmt: skip


def beside(sites, names):
    agents, servers = table.tools(names), table.tools(SERVERS)
    board = table.Beside("Nine steps on a to-do list with a scripted model that answers at once", agents + servers)
    runs, pages = {}, {path: {} for path in PAGES}
    with models.Provider() as brain, counting.Tokens() as tokens:
        for kind in agents:
            try:
                with kind(brain) as agent:
                    url = f"{sites}/static/todo.html"
                    one_run(agent, brain, url, tokens)  # warm
                    rounds = []
                    for _ in range(ROUNDS):
                        measuring.quiet_moment()
                        rounds.append(one_run(agent, brain, url, tokens))
                    runs[kind.NAME] = {key: median([each[key] for each in rounds]) for key in rounds[0]}
                    for path in PAGES:
                        brain.restart(agent.look)
                        agent.work(sites + path)
                        pages[path][kind.NAME] = tokens(said(brain.questions[agent.LOOKS_FIRST]))
            except Exception as problem:  # the others are measured all the same
                table.gone_wrong(kind, [f"{type(problem).__name__}: {str(problem)[:500]}"])
        for kind in servers:
            with kind() as tool:
                tools = tokens(json.dumps(tool.tools.ask("tools/list", {})["tools"], ensure_ascii=False))
                for path in PAGES:
                    tool.goto(sites + path)
                    pages[path][kind.NAME] = tools + tokens(tool.look())
    value = lambda key: {name: run[key] for name, run in runs.items()}  # noqa: E731
    board.head()
    board.row("outside the model, a step (mean of the nine)", value("step"), "ms")
    board.row("from an answer to the next question, median", value("gap"), "ms")
    board.row("questions asked of the model", value("questions"))
    board.row("tokens (o200k) of a question, median", value("length"))
    board.row("tokens of all questions", value("all"))
    for path, values in pages.items():
        board.row(f"tokens of the first question on {path}", values)

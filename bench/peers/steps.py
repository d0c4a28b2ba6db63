"""Ten steps on a to-do list through ours and through each peer's own interface: an action, then a look at the page, as an agent works.

Every tool waits as it does by default; none is told to skip that. The references come from the text of the last look, and what the page
holds at the end is asked of the page itself."""

import measuring
from measuring import clock, median
from peers import table

ROUNDS = 3
THINGS = ["Water the plants", "Call Ida", "Buy stamps", "Return books", "Book a table"]
LEFT = "[...document.querySelectorAll('#list li')].map(line => line.innerText.trim() + (line.querySelector('input').checked ? ' x' : ''))"


class Hands:
    """Times each action and each look of one tool."""

    def __init__(self, tool):
        self.tool = tool
        self.acts, self.looks = [], []
        self.text = tool.look()

    def do(self, action, role, name, *more):
        reference = self.tool.find(self.text, role, name)
        started = clock()
        action(reference, *more)
        acted = clock()
        self.text = self.tool.look()
        self.acts.append(acted - started)
        self.looks.append(clock() - acted)


def ten_steps(tool, url):
    tool.goto(url)
    hands = Hands(tool)
    for thing in THINGS:
        hands.do(tool.enter, "textbox", "What needs to be done", thing)
    for thing in THINGS[:3]:
        hands.do(tool.tick, "checkbox", thing)
    hands.do(tool.click, "button", "Clear completed")
    hands.do(tool.tick, "checkbox", THINGS[3])
    left = tool.run(LEFT)
    if left != [THINGS[3] + " x", THINGS[4]]:
        raise LookupError(f"the list holds {left}")
    return hands


def beside(url, names):
    tools = table.tools(names)
    board = table.Beside("Ten steps on a to-do list, an action and a look each (medians of the steps)", tools)
    acts, looks, steps = {}, {}, {}
    for peer in tools:
        try:
            with peer() as tool:
                ten_steps(tool, url)  # warm
                rounds = []
                for _ in range(ROUNDS):
                    measuring.quiet_moment()
                    rounds.append(ten_steps(tool, url))
        except Exception as problem:  # the others are measured all the same
            table.gone_wrong(peer, [f"{type(problem).__name__}: {str(problem)[:300]}"])
            continue
        acts[peer.NAME] = median([took for hands in rounds for took in hands.acts])
        looks[peer.NAME] = median([took for hands in rounds for took in hands.looks])
        steps[peer.NAME] = median([act + look for hands in rounds for act, look in zip(hands.acts, hands.looks)])
    board.head()
    board.row("an action until the tool answers", acts, "ms")
    board.row("a look at the page", looks, "ms")
    board.row("act and look, a step", steps, "ms")

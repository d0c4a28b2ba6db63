"""Chrome DevTools' MCP server: `take_snapshot` and the actions beside it, over standard input and output."""

import collections
import json
import re

from peers import browsing, mcp


# Text that a style sheet generates has a reference (all of them the same one, or one each) that the tool itself finds no element for. So
# many of the second kind are taken out one by one.
GENERATED = 60


class DevtoolsMcp(browsing.Browser):
    NAME = "devtools-mcp"
    PACKAGE = "chrome-devtools-mcp"
    REFERENCE = re.compile(r"\buid=(\d+_\d+)")

    def __init__(self):
        super().__init__()
        command = [
            browsing.program("chrome-devtools-mcp"),
            "--headless", "--isolated", "--no-usage-statistics", "--no-performance-crux", "--no-page-id-routing",
            f"--executablePath={browsing.CHROMIUM}", f"--viewport={browsing.WIDTH}x{browsing.HEIGHT}",
            *(f"--chromeArg={argument}" for argument in browsing.chromium_arguments()),
        ]  # fmt: skip
        self.tools = mcp.Tools(command, self.folder, self.environment)

    def goto(self, url):
        self.tools.call("navigate_page", type="url", url=url)

    def look(self):
        return self.tools.call("take_snapshot")

    def run(self, script):
        return self.result(self.tools.call("evaluate_script", function=f"() => {script}"))

    def boxes(self, text):
        wanted = [name for name, times in collections.Counter(self.REFERENCE.findall(without_frames(text))).items() if times == 1]
        function = f"(...elements) => ({browsing.BOXES})(elements)"
        for _ in range(GENERATED):
            try:
                return self.result(self.tools.call("evaluate_script", function=function, args=wanted))
            except browsing.Failure as problem:
                if not (gone := re.search(r"uid (\d+_\d+) no longer", str(problem))):
                    raise
                wanted.remove(gone[1])
        raise browsing.Failure(f"more than {GENERATED} references lead nowhere")

    @staticmethod
    def result(text):
        return json.loads(re.search(r"```json\n(.*)\n```", text, re.S)[1])

    def enter(self, reference, value):
        self.tools.call("fill", uid=reference, value=value)
        self.tools.call("press_key", key="Enter")

    def click(self, reference):
        self.tools.call("click", uid=reference)

    def close(self):
        self.tools.close()
        super().close()


def without_frames(text):
    """The lines of the page itself: those of inner frames cannot be asked about together with them, and are not counted there."""
    lines, depth = [], None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if depth is not None and indent > depth:
            continue
        depth = indent if re.search(r"uid=\S+ Iframe\b", line) else None
        lines.append(line)
    return "\n".join(lines)

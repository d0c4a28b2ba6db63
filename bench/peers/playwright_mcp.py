"""Playwright's MCP server: `browser_snapshot` and the actions beside it, over standard input and output."""

import json
import re

from peers import browsing, mcp


AT_ONCE = 50
GONE_AFTER_MS = 3000  # a reference whose element left the page is waited for


class PlaywrightMcp(browsing.Browser):
    NAME = "playwright-mcp"
    PACKAGE = "@playwright/mcp"
    REFERENCE = re.compile(r"\[ref=((?:f\d+)?e\d+)\]")

    def __init__(self):
        super().__init__()
        launch = {"executablePath": browsing.CHROMIUM, "headless": True, "args": browsing.chromium_arguments()}
        size = {"width": browsing.WIDTH, "height": browsing.HEIGHT}
        browser = {"browserName": "chromium", "isolated": True, "launchOptions": launch, "contextOptions": {"viewport": size}}
        (self.folder / "config.json").write_text(json.dumps({"browser": browser}))
        command = [browsing.program("playwright-mcp"), "--config", "config.json", "--output-dir", "out"]
        self.tools = mcp.Tools(command, self.folder, self.environment)

    def goto(self, url):
        self.tools.call("browser_navigate", url=url)

    def look(self):
        return self.tools.call("browser_snapshot")

    def run(self, script):
        return self.result(self.tools.call("browser_evaluate", function=f"() => {script}"))

    def boxes(self, text):
        # Its references are a selector of its own. All of them at once would wait for one another longer than any is allowed to.
        code = f"""async page => {{
          const wanted = {json.dumps(self.references(text))}, found = [];
          const box = async reference => {{
            const handle = await page.locator('aria-ref=' + reference).elementHandle({{timeout: {GONE_AFTER_MS}}}).catch(() => null);
            return handle ? await handle.evaluate(element => ({browsing.BOXES})([element])[0] ?? null) : null;
          }};
          while (wanted.length) found.push(...await Promise.all(wanted.splice(0, {AT_ONCE}).map(box)));
          return JSON.stringify(found.filter(each => each));
        }}"""
        return json.loads(self.result(self.tools.call("browser_run_code_unsafe", code=code)))

    @staticmethod
    def result(text):
        return json.loads(re.search(r"### Result\n(.*?)\n(?:### Ran|\Z)", text + "\n", re.S)[1])

    def enter(self, reference, value):
        self.tools.call("browser_type", element="field", target=reference, text=value, submit=True)

    def click(self, reference):
        self.tools.call("browser_click", element="element", target=reference)

    def close(self):
        self.tools.close()
        super().close()

"""A small HTML template language for the fixture sites.

`{{ x }}` is x, escaped. `{! x !}` is x as it stands. `{% for a in b %}`, `{% if a %}`, `{% elif b %}`, `{% else %}`,
`{% set a = b %}`, `{% include "file.html" %}`; blocks end with `{% end %}`. Expressions are Python.
"""

import functools
import html
import pathlib
import re

FOLDER = pathlib.Path(__file__).resolve().parent / "templates"
TOKEN = re.compile(r"(\{\{.*?\}\}|\{!.*?!\}|\{%.*?%\})", re.DOTALL)


def render(name, /, **values):
    """The text of templates/NAME with these values."""
    parts = []
    exec(_compiled(name), {"_put": parts.append, "_escape": _escape, **values})
    return "".join(parts)


def page(name, layout, /, **values):
    """A template set into another one, which shows it as `body`."""
    return render(layout, body=render(name, **values), **values)


def _escape(value):
    return "" if value is None else html.escape(str(value))


@functools.cache
def _compiled(name):
    return compile("\n".join(_lines(name)) or "pass", name, "exec")


def _lines(name, depth=0):
    lines, depth = [], depth
    for token in TOKEN.split((FOLDER / name).read_text(encoding="utf-8")):
        if token.startswith("{{"):
            lines.append(" " * depth + f"_put(_escape({token[2:-2].strip()}))")
        elif token.startswith("{!"):
            lines.append(" " * depth + f"_put(str({token[2:-2].strip()}))")
        elif token.startswith("{%"):
            statement = token[2:-2].strip()
            word, _, rest = statement.partition(" ")
            if word == "end":
                lines.append(" " * depth + "pass")
                depth -= 1
            elif word in ("elif", "else"):
                lines.append(" " * depth + "pass")
                lines.append(" " * (depth - 1) + statement + ":")
            elif word in ("for", "if"):
                lines.append(" " * depth + statement + ":")
                depth += 1
            elif word == "set":
                lines.append(" " * depth + rest)
            elif word == "include":
                lines.extend(_lines(rest.strip("\"'"), depth))
            else:
                raise SyntaxError(f"{name}: unknown statement {statement!r}")
        elif token:
            lines.append(" " * depth + f"_put({token!r})")
    return lines

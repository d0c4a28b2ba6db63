#!/usr/bin/env python3
"""Makes src/egress/block_list.hosts.gz from filter lists in Adblock Plus syntax: hosts that serve nothing but advertisements and tracking.

    apt-get download webext-ublock-origin-chromium && dpkg-deb -x webext-*.deb lists
    find lists -path '*easylist*' -name 'easy*.txt' | xargs tools/make_block_list.py

Only rules that block a whole host on every page are taken: what a filter does with paths, page elements and single sites cannot be
decided at a connection.
"""

import gzip
import pathlib
import re
import sys

TARGET = pathlib.Path(__file__).resolve().parent.parent / "src/egress/block_list.hosts.gz"
HOST = re.compile(r"^(?=.*[a-z])[a-z0-9_-]+(\.[a-z0-9_-]+)+$")
ANY_REQUEST = {"third-party", "3p", "all", "important", "document"}
# A host whose scripts are not wanted has nothing else to offer.
WITH_SCRIPT = ANY_REQUEST | {"xmlhttprequest", "xhr", "script", "image", "subdocument", "ping", "websocket", "other"}
# The lists name the hosts below these one by one, and there are new ones every week.
ALSO = {"doubleclick.net", "googlesyndication.com"}


def hosts_of(lines, prefix):
    for line in lines:
        if line.startswith(prefix):
            pattern, _, options = line.strip()[len(prefix) :].partition("$")
            if pattern.endswith("^") and HOST.match(pattern[:-1]):
                yield pattern[:-1], set(filter(None, options.split(",")))


def is_below(host, others):
    labels = host.split(".")
    return any(".".join(labels[start:]) in others for start in range(1, len(labels) - 1))


def main():
    lines = [line for path in sys.argv[1:] for line in pathlib.Path(path).read_text().splitlines()]
    titles = [line.removeprefix("! Title: ") for line in lines if line.startswith("! Title: ")]
    allowed = {host for host, options in hosts_of(lines, "@@||") if options <= WITH_SCRIPT}
    blocked = {
        host
        for host, options in hosts_of(lines, "||")
        if {option for option in options if not option.startswith("~")} <= ANY_REQUEST
        or ("script" in options and options <= WITH_SCRIPT)
    } - allowed
    blocked |= ALSO
    blocked = {host for host in blocked if not is_below(host, blocked)}
    allowed = {host for host in allowed if is_below(host, blocked)}
    head = [
        f"# Hosts of advertisements and tracking, from {' and '.join(titles)} of the EasyList authors, https://easylist.to.",
        "# All hosts below them are meant too, but for those with a !. Licence: CC BY-SA 3.0 or later. By tools/make_block_list.py.",
    ]
    text = "\n".join([*head, *sorted(blocked), *(f"!{host}" for host in sorted(allowed))]) + "\n"
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(blocked)} hosts, {len(allowed)} exceptions, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()

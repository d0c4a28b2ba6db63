#!/usr/bin/env python3
"""Makes C++ of files, so that the program needs none of them at run time.

embed.py TEXT HEADER            a header that holds the text file as `lissom::embedded::<file_name>`:
                                src/view/walker.js becomes "embedded/view/walker.js.hpp" with
                                `inline constexpr std::string_view walker_js`
embed.py --web ROOT SOURCE F…   a source with web::files(): the files F… below ROOT, with their content types
"""

import hashlib
import pathlib
import re
import sys

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}


def octets_of(data):
    # Octets in an array, not a string literal: compilers bound the length of those.
    return ",".join(str(byte - 256 if byte > 127 else byte) for byte in data) or "0"


def header_of(source):
    name = re.sub(r"\W", "_", source.name)
    data = source.read_bytes()
    return (
        "#pragma once\n\n#include <string_view>\n\nnamespace lissom::embedded {\n\n"
        f"inline constexpr char {name}_octets[] = {{{octets_of(data)}}};\n"
        f"inline constexpr std::string_view {name}({name}_octets, {len(data)});\n\n"
        "}  // namespace lissom::embedded\n"
    )


def web_table_of(root, paths):
    arrays, rows = [], []
    for number, path in enumerate(sorted(paths, key=lambda path: path.relative_to(root).as_posix())):
        if path.suffix not in CONTENT_TYPES:
            sys.exit(f"{path}: tools/embed.py knows no content type for {path.suffix}")
        data = path.read_bytes()
        etag = hashlib.sha256(data).hexdigest()[:16]
        arrays.append(f"constexpr char octets_{number}[] = {{{octets_of(data)}}};\n")
        rows.append(
            f'    {{"{path.relative_to(root).as_posix()}", "{CONTENT_TYPES[path.suffix]}", "\\"{etag}\\"", '
            f"std::string_view(octets_{number}, {len(data)})}},\n"
        )
    return (
        '#include "web/files.hpp"\n\nnamespace lissom::web {\nnamespace {\n\n'
        + "".join(arrays)
        + "\nconstexpr File all_files[] = {\n"
        + "".join(rows)
        + "};\n\n}  // namespace\n\nstd::span<const File> files() { return all_files; }\n\n}  // namespace lissom::web\n"
    )


def main():
    if sys.argv[1] == "--web":
        root, target, *paths = map(pathlib.Path, sys.argv[2:])
        text = web_table_of(root, paths)
    else:
        source, target = map(pathlib.Path, sys.argv[1:3])
        text = header_of(source)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text)


if __name__ == "__main__":
    main()

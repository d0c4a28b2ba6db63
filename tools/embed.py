#!/usr/bin/env python3
"""embed.py TEXT HEADER: writes a C++ header that holds the text file as `lissom::embedded::<file_name>`.

src/view/walker.js becomes "embedded/view/walker.js.hpp" with `inline constexpr std::string_view walker_js`.
"""

import pathlib
import re
import sys


def main():
    source, header = map(pathlib.Path, sys.argv[1:3])
    name = re.sub(r"\W", "_", source.name)
    data = source.read_bytes()
    # Octets in an array, not a string literal: compilers bound the length of those.
    octets = ",".join(str(byte - 256 if byte > 127 else byte) for byte in data)
    header.parent.mkdir(parents=True, exist_ok=True)
    header.write_text(
        "#pragma once\n\n#include <string_view>\n\nnamespace lissom::embedded {\n\n"
        f"inline constexpr char {name}_octets[] = {{{octets or '0'}}};\n"
        f"inline constexpr std::string_view {name}({name}_octets, {len(data)});\n\n"
        "}  // namespace lissom::embedded\n"
    )


if __name__ == "__main__":
    main()

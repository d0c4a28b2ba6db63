"""PDFs for tests, made by hand: a font of every reader, one line below the other."""


def pdf(*pages):
    """Each page is a text; its lines stand one below the other."""
    fonts = 3 + 2 * len(pages)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{3 + 2 * i} 0 R' for i in range(len(pages)))}]>>",
    ]
    for i, page in enumerate(pages):
        lines = "".join(
            "({}) Tj T* ".format(line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)"))
            for line in page.splitlines()
        )
        content = f"BT /F1 8 Tf 12 TL 20 800 Td {lines}ET"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1600 842]/Contents {4 + 2 * i} 0 R"
            f"/Resources<</Font<</F1 {fonts} 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    objects.append("<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>")

    file, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        f"{file}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n{len(file)}\n%%EOF"
    ).encode("latin-1")

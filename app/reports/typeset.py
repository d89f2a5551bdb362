"""Sets one document: a job as JSON on standard input, the PDF on standard output.

Run as a process of its own by ``app/reports/pdf.py``. The typesetter remembers what it has set
and cannot be interrupted; a process gives its memory back and can be ended. It is given nothing
but the job: no environment, no database, no key.
"""

from __future__ import annotations

import json
import sys

import typst

REFUSED = 3
"""Exit status when the document cannot be set as the standard asks."""


def main() -> int:
    """Set the job's document; 0 when it is out."""
    job = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=job["folders"]
    )
    try:
        document = typst.compile(
            job["source"],
            root=job["root"],
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=job["inputs"],
            pdf_standards="ua-1",
            timestamp=job["made"],
        )
    except typst.TypstError as error:
        sys.stderr.write(error.message)
        return REFUSED
    sys.stdout.buffer.write(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())

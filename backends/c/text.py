"""C as text: lines of at most 100 columns, and what may be in a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

COLUMNS = 100
INDENT = "    "
_COMMENT = re.compile(r"/\*.*?\*/", re.S)


def listed(head: str, members: Sequence[str], end: str, indent: str = "") -> Iterator[str]:
    """`head(members)end` in a line, or with the members in further lines."""
    whole = f"{indent}{head}({', '.join(members)}){end}"
    if len(whole) <= COLUMNS or not members:
        yield whole
        return
    yield f"{indent}{head}("
    line = indent + INDENT + members[0]
    for member in members[1:]:
        if len(line) + len(member) + len(end) + 3 > COLUMNS:
            yield f"{line},"
            line = indent + INDENT + member
        else:
            line = f"{line}, {member}"
    yield f"{line}){end}"


def declared(variable: str, value: str, remark: str, indent: str) -> Iterator[str]:
    """A declaration, with a remark after it where there is one."""
    end = f"{value};" + (f" /* {remark} */" if remark else "")
    if len(line := f"{indent}{variable} = {end}") <= COLUMNS:
        yield line
    else:
        yield f"{indent}{variable} ="
        yield f"{indent}{INDENT}{end}"


def comment(text: str, end: str, indent: str) -> str:
    """A line with a text, cut where it is too long, and an end."""
    printable = "".join(c if c.isprintable() and c.isascii() else "?" for c in text)
    plain = printable.replace("*/", "* /").replace("/*", "/ *")
    room = max(COLUMNS - len(f"{indent}/* {end} */"), 20)
    cut = plain if len(plain) <= room else f"{plain[: room - 3]}..."
    return f"{indent}/* {cut}{end} */"


def has_word(code: str, word: str) -> bool:
    """Whether code has an identifier, other than in comments."""
    return re.search(rf"\b{word}\b", _COMMENT.sub("", code)) is not None

"""Tasks as lines, from the server's own objects. Imports nothing at the start: `front` uses it."""

Task = dict[str, object]

HEAD = ("ID", "STATUS", "CREATED", "SIZE", "PROMPT")
PROMPT = 48


def lines(tasks: list[Task]) -> str:
    """One line a task, columns aligned; nothing but a head when there is none."""
    rows = [HEAD, *(_row(task) for task in tasks)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD) - 1)]
    text = ""
    for row in rows:
        columns = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        text += "  ".join([*columns, row[-1]]).rstrip() + "\n"
    return text


def json_lines(tasks: list[Task]) -> str:
    """One JSON object a line."""
    import json

    return "".join(json.dumps(task, ensure_ascii=False) + "\n" for task in tasks)


def _row(task: Task) -> tuple[str, ...]:
    asked = task.get("request")
    asked = asked if isinstance(asked, dict) else {}
    size = " ".join(
        str(value) + unit
        for value, unit in (
            (asked.get("resolution"), ""),
            (asked.get("ratio"), ""),
            (asked.get("duration"), " s"),
        )
        if value is not None
    )
    created = str(task.get("created_at", ""))[:19].replace("T", " ")
    return (
        str(task.get("id", "")),
        str(task.get("status", "")),
        created,
        size,
        plain(str(asked.get("prompt") or "")),
    )


def plain(text: str, most: int = PROMPT) -> str:
    """A text on one line, without control characters, so that no prompt can write to the terminal."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return line if len(line) <= most else line[: most - 1] + "…"

"""Line icons for buttons and menus, 20 units square, in the colour of the text. Decorative: words stand beside them."""

_PATHS = {
    "menu": "M3 5.5h14M3 10h14M3 14.5h14",
    "search": "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4",
    "person": "M10 3.2a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8zM3.5 17c.7-3.2 3.3-5 6.5-5s5.8 1.8 6.5 5",
    "close": "M5 5l10 10M15 5L5 15",
    "plus": "M10 4v12M4 10h12",
    "minus": "M4 10h12",
    "check": "M4 10.5l4 4 8-9",
    "edit": "M12.5 4l3.5 3.5L7.5 16H4v-3.5zM11 5.5L14.5 9",
    "remove": "M4.5 6h11M8 6V4h4v2M6 6l.7 10h6.6L14 6",
    "download": "M10 3v9M6.5 8.5L10 12l3.5-3.5M4 16.5h12",
    "upload": "M10 12V3M6.5 6.5L10 3l3.5 3.5M4 16.5h12",
    "print": "M6 7.5V3.5h8v4M6 14H3.5V7.5h13V14H14M6 11.5h8v5H6z",
    "link": "M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.8a3 3 0 0 0-4.2-4.2L10 5.8"
    "M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.8a3 3 0 0 0 4.2 4.2l1.3-1.3",
    "calendar": "M3.5 5.5h13v11h-13zM3.5 8.5h13M7 3.5v3M13 3.5v3",
    "clock": "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4.2l2.8 1.8",
    "comment": "M3.5 4h13v9.5H9L5.5 16.5v-3h-2z",
    "file": "M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15",
    "folder": "M3 5h5l1.5 2H17v9H3z",
    "table": "M3.5 4.5h13v11h-13zM3.5 8h13M8 8v7.5",
    "chart": "M4 16.5v-6M8 16.5v-10M12 16.5v-7M16 16.5v-12",
    "history": "M4.2 6.5A7 7 0 1 1 3 10M3.5 3.5v3.2h3.2M10 6.5v3.8l2.5 1.5",
    "lock": "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
    "eye": "M2.5 10c1.8-3.2 4.4-4.8 7.5-4.8s5.7 1.6 7.5 4.8c-1.8 3.2-4.4 4.8-7.5 4.8S4.3 13.2 2.5 10z"
    "M10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z",
    "filter": "M3.5 5h13M6 10h8M8.5 15h3",
    "gear": "M10 7.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z"
    "M10 3v2M10 15v2M3 10h2M15 10h2M5 5l1.5 1.5M13.5 13.5L15 15M15 5l-1.5 1.5M6.5 13.5L5 15",
    "up": "M10 16V4.5M5.5 9L10 4.5 14.5 9",
    "down": "M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5",
    "left": "M12.5 4.5L7 10l5.5 5.5",
    "right": "M7.5 4.5L13 10l-5.5 5.5",
    "external": "M8 4.5H4.5v11h11V12M11.5 4h4.5v4.5M16 4l-6.5 6.5",
    "help": "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM7.8 8.2a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.7M10 13.4v1.2",
    "undo": "M7.5 4L4 7.5 7.5 11M4.3 7.5h7a4.2 4.2 0 0 1 0 8.4H8",
    "goal": "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 9.6v.8",
}  # fmt: skip

ICONS = tuple(_PATHS)


def line_icon(name: str) -> str:
    """The icon as inline SVG, hidden from screen readers. Raises ``LookupError`` for a name that has no drawing."""
    if name not in _PATHS:
        raise LookupError(f"Ikonen {name} finns inte. Det här finns: {', '.join(ICONS)}.")
    return (
        '<svg class="icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" '
        'stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f'<path d="{_PATHS[name]}"/></svg>'
    )

"""Texts that try to be more than text."""

CANARY = "document.documentElement.dataset.canary=1"

STRINGS = (
    f"<script>{CANARY}</script>",
    f"</script><script>{CANARY}</script>",
    f"</style><script>{CANARY}</script>",
    f"</title><script>{CANARY}</script>",
    f"<img src=x onerror={CANARY}>",
    f'"><img src=x onerror="{CANARY}">',
    f"'><svg onload={CANARY}>",
    f"<svg><script>{CANARY}</script></svg>",
    f"<body onload={CANARY}>",
    f"<iframe srcdoc='<script>{CANARY}</script>'>",
    f"<a href='javascript:{CANARY}'>x</a>",
    f"<math><mi xlink:href='javascript:{CANARY}'>x",
    f"<details open ontoggle={CANARY}>",
    f"<input autofocus onfocus={CANARY}>",
    f"-->{CANARY}<!--",
    f"<!--<script>{CANARY}",
    f"]]><script>{CANARY}</script>",
    f"{{{{ ''.__class__ }}}}{CANARY}",
    "{% raw %}",
    "{# gone #}",
    "{{ 7*7 }}",
    "${7*7}",
    "<%= 7*7 %>",
    "$\\frac{1}{0}$",
    "$unclosed",
    "\\N{BULLET} \\u0000",
    "%s %d %n",
    "&lt;b&gt; &amp; &#x3c;",
    "&#60;script&#62;",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://example.invalid","x")',
    "http://example.invalid/track.png",
    "<link rel=stylesheet href=//example.invalid/a.css>",
    "<meta http-equiv=refresh content='0;url=http://example.invalid'>",
    "<style>*{display:none}</style>",
    "<base href=//example.invalid/>",
    "\u202egnp.exe\u202c",
    "\u2028line\u2029",
    "\x7f\u0085\u200f",
    "日本語 العربية 🚚",
    "'; DROP TABLE x; --",
    "../../etc/passwd",
)


def chunks(most: int) -> list[str]:
    """The strings joined into texts of at most `most` characters."""
    found = [""]
    for text in STRINGS:
        if len(found[-1]) + len(text) + 1 > most:
            found.append("")
        found[-1] += f" {text}" if found[-1] else text
    return found

"""Texts that are turned on whoever prints, stores or forwards them (errors-and-faults T21, T22, T24)."""

SPLITTERS = [
    "a\r\nX-Injected: 1", "a\nX-Injected: 1", "a\rX-Injected: 1", "a\r\n\r\n<html>", "a\0b",
    "a\x0bX-Injected: 1", "a\x0cX-Injected: 1", "a\x1cX-Injected: 1", "a\x1dX-Injected: 1",
    "a\x1eX-Injected: 1", "a\x85X-Injected: 1", "a\u2028X-Injected: 1", "a\u2029X-Injected: 1",
    "a\u560d\u560aX-Injected: 1", "a\u010d\u010aX-Injected: 1", "a%0d%0aX-Injected: 1",
    "a%E5%98%8D%E5%98%8AX-Injected: 1", "a\x7fb", "\ufeffa", "a\u202eb", 'a"; filename="b.html',
    "a\\r\\nX-Injected: 1", "a\x1b]0;title\x07", "a\x1b[2Jb",
]  # fmt: skip
"""Line ends of every kind, for headers and logs."""

NAMES = [
    "../outside", "../../outside", "../../../../../../tmp/outside", "..\\outside", "..\\..\\outside",
    "/outside", "//outside", "/etc/passwd", "C:\\outside", "C:outside", "\\\\host\\share",
    "file:///etc/passwd", "%2e%2e%2foutside", "%2e%2e/outside", "..%2foutside", "..%5coutside",
    "%252e%252e%252foutside", "..%c0%afoutside", "..%ef%bc%8foutside", "....//outside", "..././outside",
    "..;/outside", "./outside", ".", "..", "...", "", " ", "  ../outside", "~/outside", "~root", "$HOME",
    "$(touch outside)", "`touch outside`", "|touch outside", ";touch outside", "& outside", "-rf",
    "--help", "CON", "NUL", "con.png", "AUX.mp4", "LPT1", "outside.png:stream", "outside::$DATA",
    "a\0.png", "a\0/../outside", "a\r\nb", "a\nb", "x" * 255, "x" * 4000, "é", "e\u0301", "\u202egnp.exe",
    "\u2024\u2024/outside", "\uff0e\uff0e/outside", "\u2215outside", "\uff0foutside", "a/b/c", "a/", "/",
    "\\", ".htaccess", ".ssh/authorized_keys", "onetake.db", "../onetake.db", "../objects/default",
    "objects", "tmp", "tmp/../../outside", "index.html", "a.svg", "a.php", "a.png.html", "a.mp4;.html",
    "a?b", "a#b", "a b", "a\tb", "a*b", "a<b>", "a|b", 'a"b', "a'b", "{id}", "{0.__class__}", "%s%s%n",
]  # fmt: skip
"""Names of files that want to be somewhere else, or something else."""

SCRIPTS = [
    "<script>alert(1)</script>", "<ScRiPt>alert(1)</sCrIpT>", "<script src=//evil.example/x.js></script>",
    "<script/x>alert(1)", "<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>",
    "<IMG SRC=javascript:alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)//", "<svg><animate onbegin=alert(1)>", "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>", "<a href='jAvAsCrIpT&colon;alert(1)'>x</a>",
    "<math><mi xlink:href=javascript:alert(1)>", "<form action=javascript:alert(1)><input type=submit>",
    "<input autofocus onfocus=alert(1)>", "<select autofocus onfocus=alert(1)>",
    "<textarea autofocus onfocus=alert(1)>", "<details open ontoggle=alert(1)>",
    "<video src=x onerror=alert(1)>", "<video><source onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>", "<marquee onstart=alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<style>@import'//evil.example'</style>",
    "<base href=//evil.example/>", "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>", "--><script>alert(1)</script>", "]]><script>alert(1)</script>",
    "\"><script>alert(1)</script>", "'><script>alert(1)</script>", "\" onmouseover=alert(1) x=\"",
    "' onmouseover=alert(1) x='", "` onmouseover=alert(1) x=`", "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)",
    "{{constructor.constructor('alert(1)')()}}", "${alert(1)}", "#{alert(1)}", "<%= alert(1) %>",
    "{{7*7}}", "<x onclick=alert(1)>x</x>", "<x contenteditable onblur=alert(1)>",
    "\u003cscript\u003ealert(1)\u003c/script\u003e", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "%3Cscript%3Ealert(1)%3C/script%3E", "<scr\0ipt>alert(1)</script>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e", "<script>alert(1)//",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
]  # fmt: skip
"""Scripts for a page that prints them as they are."""

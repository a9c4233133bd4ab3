"""Is the HTML report one page that stands alone, and does it hold what the input said as text?

    tests/page.py FILE...    exit status 1, with the reasons, if not
"""
import base64
import hashlib
import re
import sys
from html.parser import HTMLParser

VOID = {"meta", "input", "br"}
LOADING = {"src", "href", "action", "formaction", "data", "poster", "srcset", "background"}
KNOWN = {
    "html", "head", "meta", "title", "style", "body", "header", "div", "h1", "h2", "h3", "p", "time",
    "span", "ul", "li", "main", "fieldset", "legend", "label", "input", "table", "thead", "tbody",
    "tr", "th", "td", "strong", "code", "br", "details", "summary", "dl", "dt", "dd", "footer",
    "script",
}


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.texts, self.policy = [], [], {"style": "", "script": ""}, ""
        self.headings, self.columns = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in KNOWN:
            self.wrong.append(f"the tag {tag} is none of ours")
        for name, value in attributes:
            if name.startswith("on") or name in LOADING or name == "style":
                self.wrong.append(f"{tag} has the attribute {name}")
            if name == "http-equiv":
                self.policy = dict(attributes)["content"]
        if tag == "tr":
            self.columns.append(0)
        if tag in ("td", "th"):
            self.columns[-1] += 1
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        if self.open and self.open[-1] in self.texts:
            self.texts[self.open[-1]] += data


def complaints(path):
    page = Page()
    with open(path, encoding="utf-8") as file:
        page.feed(file.read())
    page.close()
    yield from page.wrong
    if page.open:
        yield f"never closed: {page.open}"
    if page.headings.count(1) != 1 or any(b > a + 2 for a, b in zip(page.headings, page.headings[1:])):
        yield f"headings are {page.headings}"
    for part in ("default-src 'none'", "base-uri 'none'", "form-action 'none'"):
        if part not in page.policy:
            yield f"the policy lacks {part}"
    for tag, text in page.texts.items():
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        if f"{tag}-src 'sha256-{digest}'" not in page.policy:
            yield f"the policy does not admit the {tag}"
    if "unsafe" in page.policy or "*" in page.policy or "http" in page.policy:
        yield f"the policy is open: {page.policy}"


status = 0
for name in sys.argv[1:]:
    for complaint in complaints(name):
        print(f"{name}: {complaint}")
        status = 1
sys.exit(status)

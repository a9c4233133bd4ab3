#!/usr/bin/env bash
# The HTML report: one page that stands alone, whatever the input says.
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/lib.sh"

unset "${!RELEASE_GATE_@}" GITHUB_STEP_SUMMARY
cd "$work" || exit

page_is_sound() { # SENTENCE FILE
    local complaints
    if complaints=$(python3 "$here/../page.py" "$2"); then ok "$1"; else not_ok "$1" "$complaints"; fi
}

# Every text of an object that comes from outside, as somebody would write who wants a page of theirs.
hostile='</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>"\u0027--><svg onload=alert(1)>'
python3 - "$hostile" >hostile.json <<'PYTHON'
import json, sys
text = sys.argv[1]
print(json.dumps({
    "apiVersion": "example.com/v1", "kind": text,
    "metadata": {"name": text, "namespace": "production"},
    "spec": {"containers": [{"name": text, "image": text}, {"name": text, "image": 7},
                            {"name": "latest", "image": "acme/app"},
                            {"name": "ok", "image": "acme/app:v1.2.3"}]},
}))
PYTHON
mkdir "$(printf 'a<b>"&')"
cp hostile.json "$(printf 'a<b>"&')/<script>.json"
printf '{"' >"<img src=x>.json"

"$program" check -o html=page.html . 2>/dev/null
is "unreadable input: exit status" $? 3
page_is_sound "a page made of hostile names is sound" page.html
is "none of their tags is in it" "$(grep -ciE '<(img|svg)|alert\(1\)</script>' page.html)" 0
has() { # SENTENCE WORDS
    if grep -qF "$2" page.html; then ok "$1"; else not_ok "$1" "$(tail -n +140 page.html)"; fi
}
has "they are there as text" '&lt;img src=x onerror=alert(1)&gt;'
has "an image without a tag is version latest" '<span class="version">latest</span>'

"$program" check -o html -o json=empty.json --allow-empty "$here/../data/manifests" >page.html 2>/dev/null
page_is_sound "the page of many manifests is sound" page.html

finish

#!/usr/bin/env bash
# What sslscan finds in the gate's TLS.
#   tests/torture/tls.sh    Environment: RELEASE_GATE
# shellcheck source=tests/integration/lib.sh
. "$(dirname "$0")/../integration/lib.sh"

start_server --threads 2
sslscan --no-colour "$address" >"$work/scan" 2>&1
protocols=$(sed -nE 's/^((SSL|TLS)v[0-9.]+) +(en|dis)abled.*/\1 \3/p' "$work/scan" | paste -sd,)
is "TLS 1.2 and 1.3 and nothing older" "$protocols" \
    "SSLv2 dis,SSLv3 dis,TLSv1.0 dis,TLSv1.1 dis,TLSv1.2 en,TLSv1.3 en"
ciphers=$(sed -nE 's/^(Preferred|Accepted) .* bits +([A-Z0-9_-]+) .*/\2/p' "$work/scan" | sort -u)
is "ciphers were found" $(($(wc -l <<<"$ciphers") > 4)) 1
is "each with authentication of its own and forward secrecy" \
    "$(grep -vE '^(TLS|ECDHE-(ECDSA|RSA))[_-](AES_?(128|256)[_-]GCM|CHACHA20[_-]POLY1305)([_-]SHA(256|384))?$' <<<"$ciphers")" ""
has "no Heartbleed" "$(cat "$work/scan")" "TLSv1.2 not vulnerable to heartbleed"
has "no renegotiation by the client" "$(cat "$work/scan")" "Session renegotiation not supported"
has "no falling back to an older version" "$(cat "$work/scan")" "Server supports TLS Fallback SCSV"
still_answers
sed -nE 's/^(Preferred|Accepted) /# &/p' "$work/scan"
stop_server
finish

# The gate does not answer: production is closed and says why in words that docs/troubleshooting.md
# knows, everything else goes on, and nobody has to do anything when it comes back.
# shellcheck shell=bash disable=SC2154 # what e2e.sh and lib.sh set

known() { # PART: the heading of docs/troubleshooting.md
    sed -n "s/^## \($1.*\)/\1/p" docs/troubleshooting.md
}

signal_pods() { # SIGNAL
    local name
    for name in $(gate_pods .metadata.name); do
        kill "-$1" "$(cat "$pods/$name.pid")"
    done
}

closed() { # SENTENCE HEADING
    local text
    text=$(known "$2")
    check "$1 in words that are known" eventually says "${text:-not known}" create demo-prod v1.2.3
    has "by the webhook's name" "$(create demo-prod v1.2.3)" 'production.glob.release-gate.power-edge.io'
    has "test goes on" "$(create demo-test v1.2.3)" created
    has "dev goes on" "$(create demo v1.2.3)" created
    has "the gate's own namespace goes on" "$(create release-gate main)" created
}

# Nobody puts a caBundle right with these certificates.
install --set tls.mode=helm --set webhook.timeoutSeconds=2

# As when nodes are lost: nobody starts the processes again or takes the endpoints away.
kill -STOP "$kubelet"
signal_pods KILL
closed "killed, production refuses" "connect: connection refused"
kill -CONT "$kubelet"
denies "started again, it denies"

kill -STOP "$kubelet"
signal_pods STOP
closed "hanging, production refuses" "context deadline exceeded"
signal_pods CONT
kill -CONT "$kubelet"
denies "going on, it denies"

kubectl get validatingwebhookconfigurations release-gate -o json |
    jq --arg bundle "$(base64 -w0 "$work/cluster/server.crt")" \
        '.webhooks[].clientConfig.caBundle = $bundle' | kubectl replace -f - >/dev/null
closed "with another authority, production refuses" "x509: certificate signed by unknown authority"

kubectl -n release-gate scale deployment/release-gate --replicas=0 >/dev/null
closed "without pods, production refuses" "no endpoints available"

# The job that cleans up never ends, as when its image cannot be pulled.
kill -STOP "$kubelet"
text=$(helm uninstall release-gate --namespace release-gate --timeout 5s 2>&1)
heading=$(known 'resource Job')
has "a removal that cannot clean up fails in words that are known" "$text" "${heading:-not known}"
check "what opens a cluster is taken from the page on emergencies" bash -c \
    "$(head -n 1 docs/emergency.md | tr -d '\140')"
# shellcheck disable=SC2016 # these are no expressions, but marks of a code block
check "and the rest is removed as the heading says" bash -ec "$(sed -n '/^## resource Job/,/^## A/p' \
    docs/troubleshooting.md | sed -n '/^```sh/,/^```/p' | grep -v '^```')"
kill -CONT "$kubelet"
has "without the gate it is open" "$(create demo-prod main)" created

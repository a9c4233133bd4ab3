-- wrk: posts the reviews in $BODIES (files, by blanks) in turn, each on a connection of its own if $CLOSE is
-- set. Ends with the line "ASKED asked, FAILED failed, p99 MILLISECONDS ms"; a status that is no success
-- is a failure.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
if os.getenv("CLOSE") then wrk.headers["Connection"] = "close" end

local requests = {}
local at = 0

function init()
    for name in os.getenv("BODIES"):gmatch("%S+") do
        local file = io.open(name, "rb")
        requests[#requests + 1] = wrk.format(nil, nil, nil, file:read("*a"))
        file:close()
    end
end

function request()
    at = at % #requests + 1
    return requests[at]
end

function done(summary, latency)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("%d asked, %d failed, p99 %.2f ms\n", summary.requests, failed,
        latency:percentile(99) / 1000))
end

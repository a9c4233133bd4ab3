# What tests/bench/go-webhook does, as OPA's answer to an AdmissionReview that is posted to "/".
package system

import rego.v1

main := {"apiVersion": input.apiVersion, "kind": "AdmissionReview", "response": response}

default response := {"allowed": true}

response := {"uid": uid, "allowed": true} if {
	uid := input.request.uid
	count(refused) == 0
}

response := {"uid": uid, "allowed": false, "status": {"code": 403, "message": message}} if {
	uid := input.request.uid
	count(refused) > 0
	message := concat(", ", refused)
}

spec := input.request.object.spec if input.request.kind.kind == "Pod"

spec := input.request.object.spec.template.spec if input.request.kind.kind != "Pod"

refused contains message if {
	some list in ["containers", "initContainers"]
	some container in spec[list]
	not regex.match(`^v?\d+(\.\d+)*(-[a-z]+[0-9.]*)*$|^latest$|^stable$`, tag(container.image))
	message := sprintf("%s runs %s", [container.name, container.image])
}

tag(image) := parts[1] if {
	parts := split(regex.replace(regex.replace(image, `@.*`, ""), `.*/`, ""), ":")
	count(parts) == 2
} else := "latest"

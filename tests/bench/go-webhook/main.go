// A minimal admission webhook as one writes it in Go: net/http, the Kubernetes types, and a regular
// expression for the tags. It denies what is no full release.
//
//	go-webhook ADDRESS CERTIFICATE KEY
package main

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"os"
	"regexp"
	"strings"

	admission "k8s.io/api/admission/v1"
	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

var released = regexp.MustCompile(`^v?\d+(\.\d+)*(-[a-z]+[0-9.]*)*$|^latest$|^stable$`)

func podSpec(kind string, object []byte) (*core.PodSpec, error) {
	switch kind {
	case "Pod":
		var pod core.Pod
		err := json.Unmarshal(object, &pod)
		return &pod.Spec, err
	case "Deployment":
		var deployment apps.Deployment
		err := json.Unmarshal(object, &deployment)
		return &deployment.Spec.Template.Spec, err
	case "StatefulSet":
		var set apps.StatefulSet
		err := json.Unmarshal(object, &set)
		return &set.Spec.Template.Spec, err
	case "DaemonSet":
		var set apps.DaemonSet
		err := json.Unmarshal(object, &set)
		return &set.Spec.Template.Spec, err
	case "Job":
		var job batch.Job
		err := json.Unmarshal(object, &job)
		return &job.Spec.Template.Spec, err
	}
	return &core.PodSpec{}, nil
}

func tag(image string) string {
	image, _, _ = strings.Cut(image, "@")
	at := strings.LastIndex(image, ":")
	if at < strings.LastIndex(image, "/") || at < 0 {
		return "latest"
	}
	return image[at+1:]
}

func judge(request *admission.AdmissionRequest) *admission.AdmissionResponse {
	response := &admission.AdmissionResponse{UID: request.UID, Allowed: true}
	spec, err := podSpec(request.Kind.Kind, request.Object.Raw)
	if err != nil {
		response.Allowed = false
		response.Result = &meta.Status{Message: err.Error(), Code: http.StatusForbidden}
		return response
	}
	var refused []string
	for _, containers := range [][]core.Container{spec.InitContainers, spec.Containers} {
		for _, container := range containers {
			if !released.MatchString(tag(container.Image)) {
				refused = append(refused, container.Name+" runs "+container.Image)
			}
		}
	}
	if refused != nil {
		response.Allowed = false
		response.Result = &meta.Status{Message: strings.Join(refused, ", "), Code: http.StatusForbidden}
	}
	return response
}

func validate(writer http.ResponseWriter, request *http.Request) {
	var review admission.AdmissionReview
	body, err := io.ReadAll(request.Body)
	if err == nil {
		err = json.Unmarshal(body, &review)
	}
	if err != nil || review.Request == nil {
		http.Error(writer, "not an AdmissionReview", http.StatusBadRequest)
		return
	}
	answer := admission.AdmissionReview{TypeMeta: review.TypeMeta, Response: judge(review.Request)}
	writer.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(writer).Encode(answer); err != nil {
		log.Print(err)
	}
}

func main() {
	http.HandleFunc("/validate", validate)
	log.Fatal(http.ListenAndServeTLS(os.Args[1], os.Args[2], os.Args[3], nil))
}

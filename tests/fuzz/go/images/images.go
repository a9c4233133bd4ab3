// Package images finds the images of a pod spec.
package images

import corev1 "k8s.io/api/core/v1"

// Of lists them. The API server refuses a container or volume without an image: what is empty never
// runs. spec may be nil.
func Of(spec *corev1.PodSpec) []string {
	seen := []string{}
	if spec == nil {
		return seen
	}
	add := func(image string) {
		if image != "" {
			seen = append(seen, image)
		}
	}
	for _, c := range spec.InitContainers {
		add(c.Image)
	}
	for _, c := range spec.Containers {
		add(c.Image)
	}
	for _, c := range spec.EphemeralContainers {
		add(c.Image)
	}
	for _, v := range spec.Volumes {
		if v.Image != nil {
			add(v.Image.Reference)
		}
	}
	return seen
}

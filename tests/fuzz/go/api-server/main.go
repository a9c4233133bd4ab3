// Reads objects as an API server reads them into its types and says which images it sees. Frames on
// standard input: the length in decimal, a space, the kind, a line end, then so many bytes. For each
// one line of JSON on standard output: the images, or null if the object is refused.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	kjson "sigs.k8s.io/json"
)

// The pod spec of an object of each kind; nil where it has none.
var kinds = map[string]func() (any, func() *corev1.PodSpec){
	"Pod": func() (any, func() *corev1.PodSpec) {
		o := &corev1.Pod{}
		return o, func() *corev1.PodSpec { return &o.Spec }
	},
	"PodTemplate": func() (any, func() *corev1.PodSpec) {
		o := &corev1.PodTemplate{}
		return o, func() *corev1.PodSpec { return &o.Template.Spec }
	},
	"ReplicationController": func() (any, func() *corev1.PodSpec) {
		o := &corev1.ReplicationController{}
		return o, func() *corev1.PodSpec {
			if o.Spec.Template == nil {
				return nil
			}
			return &o.Spec.Template.Spec
		}
	},
	"Deployment": func() (any, func() *corev1.PodSpec) {
		o := &appsv1.Deployment{}
		return o, func() *corev1.PodSpec { return &o.Spec.Template.Spec }
	},
	"StatefulSet": func() (any, func() *corev1.PodSpec) {
		o := &appsv1.StatefulSet{}
		return o, func() *corev1.PodSpec { return &o.Spec.Template.Spec }
	},
	"CronJob": func() (any, func() *corev1.PodSpec) {
		o := &batchv1.CronJob{}
		return o, func() *corev1.PodSpec { return &o.Spec.JobTemplate.Spec.Template.Spec }
	},
}

// The API server refuses a container or volume without an image: what is empty never runs.
func images(spec *corev1.PodSpec) []string {
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

// The decoder of k8s.io/apimachinery's JSON serializer.
func read(kind string, object []byte) []string {
	into, spec := kinds[kind]()
	if err := kjson.UnmarshalCaseSensitivePreserveInts(object, into); err != nil {
		return nil
	}
	return images(spec())
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for {
		var length int
		var kind string
		if _, err := fmt.Fscanf(in, "%d %s\n", &length, &kind); err != nil {
			return
		}
		object := make([]byte, length)
		if _, err := io.ReadFull(in, object); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := out.Encode(read(kind, object)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

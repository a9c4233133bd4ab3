// Reads objects as an API server reads them into its types and says which images it sees. The name of
// a frame is the kind; an answer is a list of images, or null if the object is refused.
package main

import (
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	kjson "sigs.k8s.io/json"

	"release-gate/tests/fuzz/go/frames"
	"release-gate/tests/fuzz/go/images"
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

// The decoder of k8s.io/apimachinery's JSON serializer.
func read(kind string, object []byte) []string {
	into, spec := kinds[kind]()
	if err := kjson.UnmarshalCaseSensitivePreserveInts(object, into); err != nil {
		return nil
	}
	return images.Of(spec())
}

func main() {
	frames.Answer(func(kind string, object []byte) any { return read(kind, object) })
}

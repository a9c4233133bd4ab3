// Reads files as kubectl 1.37 reads them (its own resource builder) and their objects as an API
// server then does, and says which images they name.
package main

import (
	"bytes"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/resource"
	kjson "sigs.k8s.io/json"

	"release-gate/tests/fuzz/go/frames"
	"release-gate/tests/fuzz/go/images"
)

// An object that the API server would read.
type object struct {
	Kind      string   `json:"kind"`
	Namespace string   `json:"namespace"`
	Images    []string `json:"images"`
}

type answer struct {
	Objects []object `json:"objects"`
	Error   string   `json:"error,omitempty"`
}

func podSpec(apiVersion, kind string, encoded []byte) (*corev1.PodSpec, error) {
	switch apiVersion + " " + kind {
	case "v1 Pod":
		o := corev1.Pod{}
		err := kjson.UnmarshalCaseSensitivePreserveInts(encoded, &o)
		return &o.Spec, err
	case "apps/v1 Deployment":
		o := appsv1.Deployment{}
		err := kjson.UnmarshalCaseSensitivePreserveInts(encoded, &o)
		return &o.Spec.Template.Spec, err
	}
	return &corev1.PodSpec{}, nil
}

// What is sent to the API server is what kubectl encodes, not what it read.
func (a *answer) add(u *unstructured.Unstructured) {
	encoded, err := runtime.Encode(unstructured.UnstructuredJSONScheme, u)
	if err != nil {
		return
	}
	spec, err := podSpec(u.GetAPIVersion(), u.GetKind(), encoded)
	if err != nil {
		return
	}
	a.Objects = append(a.Objects, object{u.GetKind(), u.GetNamespace(), images.Of(spec)})
}

func read(file []byte) answer {
	a := answer{Objects: []object{}}
	// As FileVisitor does.
	in := transform.NewReader(bytes.NewReader(file), unicode.BOMOverride(unicode.UTF8.NewDecoder()))
	err := resource.NewLocalBuilder().Unstructured().ContinueOnError().Stream(in, "file").Flatten().Do().
		Visit(func(info *resource.Info, err error) error {
			if err != nil {
				return err
			}
			if u, ok := info.Object.(*unstructured.Unstructured); ok {
				a.add(u)
			}
			return nil
		})
	if err != nil {
		a.Error = err.Error()
	}
	return a
}

func main() {
	frames.Answer(func(_ string, file []byte) any { return read(file) })
}

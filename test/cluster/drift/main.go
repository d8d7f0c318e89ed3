// The program drift applies manifests to an API server the way GitOps tools do, and asks the tools' own code whether
// what the API server then holds differs from what was written.
//
// It reads bundles as JSON from standard input and writes one JSON line per bundle, way and object:
//
//	drift -kubeconfig FILE < bundles.json
//
// Bundles are judged one by one, each way on its own: what was applied is removed before the next one.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	yamlutil "k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/klog/v2"
)

// Bundle is what one Application or Kustomization would hold.
type Bundle struct {
	Name      string `json:"name"`
	Manifests string `json:"manifests"`
}

// Result is the verdict of one way on one object.
type Result struct {
	Bundle  string `json:"bundle"`
	Way     string `json:"way"`
	Object  string `json:"object"`
	Verdict string `json:"verdict"`
	Detail  string `json:"detail,omitempty"`
}

const (
	same    = "same"
	drift   = "drift"
	refused = "refused"
)

func main() {
	kubeconfig := flag.String("kubeconfig", os.Getenv("KUBECONFIG"), "kubeconfig of the API server")
	flag.Parse()
	klog.SetLogger(klog.Logger{})
	if err := run(context.Background(), *kubeconfig, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "drift:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, kubeconfig string, in io.Reader, out io.Writer) error {
	var bundles []Bundle
	if err := json.NewDecoder(in).Decode(&bundles); err != nil {
		return fmt.Errorf("bundles: %w", err)
	}
	cluster, err := connect(kubeconfig)
	if err != nil {
		return err
	}
	ways, err := ways(cluster)
	if err != nil {
		return err
	}
	results := json.NewEncoder(out)
	for _, bundle := range bundles {
		objects, err := decode(bundle.Manifests)
		if err != nil {
			return fmt.Errorf("%s: %w", bundle.Name, err)
		}
		for _, way := range ways {
			err := judge(ctx, cluster, way, objects, func(object *unstructured.Unstructured, verdict, detail string) error {
				return results.Encode(Result{bundle.Name, way.name, describe(object), verdict, detail})
			})
			if err != nil {
				return fmt.Errorf("%s, %s: %w", bundle.Name, way.name, err)
			}
		}
	}
	return nil
}

// judge applies all objects, then compares each with what the API server holds, and removes them again.
func judge(
	ctx context.Context,
	cluster *cluster,
	way way,
	objects []*unstructured.Unstructured,
	report func(object *unstructured.Unstructured, verdict, detail string) error,
) (err error) {
	namespaces, err := cluster.provideNamespaces(ctx, objects)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cluster.remove(ctx, append(namespaces, objects...))) }()
	applied := make([]bool, len(objects))
	for i, object := range objects {
		if err := way.apply(ctx, object.DeepCopy()); err != nil {
			if err := report(object, refused, err.Error()); err != nil {
				return err
			}
			continue
		}
		applied[i] = true
	}
	for i, object := range objects {
		if !applied[i] {
			continue
		}
		verdict, detail := same, ""
		if difference, err := way.compare(ctx, object.DeepCopy()); err != nil {
			verdict, detail = drift, err.Error()
		} else if difference != "" {
			verdict, detail = drift, difference
		}
		if err := report(object, verdict, detail); err != nil {
			return err
		}
	}
	return nil
}

// decode reads a stream of manifests; what others need comes first, as all the tools have it.
func decode(manifests string) ([]*unstructured.Unstructured, error) {
	var first, then, last []*unstructured.Unstructured
	decoder := yamlutil.NewYAMLOrJSONDecoder(strings.NewReader(manifests), 4096)
	for {
		object := &unstructured.Unstructured{}
		if err := decoder.Decode(object); errors.Is(err, io.EOF) {
			return append(append(first, then...), last...), nil
		} else if err != nil {
			return nil, err
		}
		switch {
		case len(object.Object) == 0:
		case object.GetKind() == "Namespace":
			first = append(first, object)
		case strings.HasSuffix(object.GetKind(), "Class"):
			then = append(then, object)
		default:
			last = append(last, object)
		}
	}
}

func describe(object *unstructured.Unstructured) string {
	if object.GetNamespace() == "" {
		return object.GetKind() + " " + object.GetName()
	}
	return object.GetKind() + " " + object.GetNamespace() + "/" + object.GetName()
}

package main

import (
	"context"
	"encoding/json"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
)

var namespaceKind = schema.GroupVersionKind{Version: "v1", Kind: "Namespace"}

// cluster is a connection to an API server without controllers.
type cluster struct {
	config *rest.Config
	client dynamic.Interface
	mapper *restmapper.DeferredDiscoveryRESTMapper
}

func connect(kubeconfig string) (*cluster, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	config.QPS, config.Burst = 1000, 1000
	config.WarningHandler = rest.NoWarnings{}
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	discoverer, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(discoverer))
	return &cluster{config, client, mapper}, nil
}

func (c *cluster) resource(object *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	kind := object.GroupVersionKind()
	mapping, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if err != nil {
		return nil, err
	}
	if namespace := object.GetNamespace(); namespace != "" {
		return c.client.Resource(mapping.Resource).Namespace(namespace), nil
	}
	return c.client.Resource(mapping.Resource), nil
}

func (c *cluster) get(ctx context.Context, object *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	resource, err := c.resource(object)
	if err != nil {
		return nil, err
	}
	return resource.Get(ctx, object.GetName(), metav1.GetOptions{})
}

// applyServerSide is `kubectl apply --server-side --force-conflicts`.
func (c *cluster) applyServerSide(
	ctx context.Context, object *unstructured.Unstructured, manager string, dryRun ...string,
) (*unstructured.Unstructured, error) {
	resource, err := c.resource(object)
	if err != nil {
		return nil, err
	}
	manifest, err := object.MarshalJSON()
	if err != nil {
		return nil, err
	}
	force := true
	return resource.Patch(ctx, object.GetName(), types.ApplyPatchType, manifest, metav1.PatchOptions{
		DryRun: dryRun, FieldManager: manager, Force: &force, FieldValidation: metav1.FieldValidationStrict,
	})
}

// create is the first `kubectl apply` of an object: it notes what was applied.
func (c *cluster) create(ctx context.Context, object *unstructured.Unstructured, manager string) error {
	resource, err := c.resource(object)
	if err != nil {
		return err
	}
	manifest, err := json.Marshal(object)
	if err != nil {
		return err
	}
	annotate(object, "kubectl.kubernetes.io/last-applied-configuration", string(manifest)+"\n")
	_, err = resource.Create(ctx, object, metav1.CreateOptions{
		FieldManager: manager, FieldValidation: metav1.FieldValidationStrict,
	})
	return err
}

// provideNamespaces creates the namespaces that the objects live in and that are neither among them nor there,
// and returns them.
func (c *cluster) provideNamespaces(
	ctx context.Context, objects []*unstructured.Unstructured,
) ([]*unstructured.Unstructured, error) {
	seen := map[string]bool{"": true}
	for _, object := range objects {
		if object.GroupVersionKind() == namespaceKind {
			seen[object.GetName()] = true
		}
	}
	var created []*unstructured.Unstructured
	for _, object := range objects {
		if seen[object.GetNamespace()] {
			continue
		}
		seen[object.GetNamespace()] = true
		namespace := &unstructured.Unstructured{}
		namespace.SetGroupVersionKind(namespaceKind)
		namespace.SetName(object.GetNamespace())
		resource, err := c.resource(namespace)
		if err != nil {
			return created, err
		}
		if _, err := resource.Create(ctx, namespace, metav1.CreateOptions{}); apierrors.IsAlreadyExists(err) {
			continue
		} else if err != nil {
			return created, err
		}
		created = append(created, namespace)
	}
	return created, nil
}

// remove deletes objects, the last one first. Namespaces need a hand: no controller empties and finalizes them here.
func (c *cluster) remove(ctx context.Context, objects []*unstructured.Unstructured) error {
	for _, object := range slices.Backward(objects) {
		resource, err := c.resource(object)
		if err != nil {
			continue
		}
		err = resource.Delete(ctx, object.GetName(), metav1.DeleteOptions{})
		if apierrors.IsNotFound(err) || apierrors.IsForbidden(err) {
			continue
		}
		if err == nil && object.GroupVersionKind() == namespaceKind {
			err = finalize(ctx, resource, object.GetName())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func finalize(ctx context.Context, namespaces dynamic.ResourceInterface, name string) error {
	namespace, err := namespaces.Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return err
	}
	unstructured.RemoveNestedField(namespace.Object, "spec", "finalizers")
	_, err = namespaces.Update(ctx, namespace, metav1.UpdateOptions{}, "finalize")
	return err
}

func annotate(object *unstructured.Unstructured, key, value string) {
	annotations := object.GetAnnotations()
	if annotations == nil {
		annotations = map[string]string{}
	}
	annotations[key] = value
	object.SetAnnotations(annotations)
}

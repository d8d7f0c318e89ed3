package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/diff"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/tracing"
	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/normalize"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/klog/v2"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const (
	argoManager = "argocd-controller"
	fluxManager = "kustomize-controller"
)

// way is how a tool applies an object, and how it compares it with the live one: an empty text means no difference.
type way struct {
	name    string
	apply   func(ctx context.Context, object *unstructured.Unstructured) error
	compare func(ctx context.Context, object *unstructured.Unstructured) (string, error)
}

func ways(cluster *cluster) ([]way, error) {
	logger := klog.Logger{}
	_, parser, err := (&kube.KubectlCmd{Log: logger, Tracer: tracing.NopTracer{}}).LoadOpenAPISchema(cluster.config)
	if err != nil {
		return nil, err
	}
	flux, err := fluxWay(cluster)
	if err != nil {
		return nil, err
	}
	options := []diff.Option{diff.WithLogr(logger), diff.WithGVKParser(parser), diff.WithManager(argoManager)}
	clientSide := func(ctx context.Context, object *unstructured.Unstructured) error {
		return cluster.create(ctx, object, argoManager)
	}
	serverSide := func(ctx context.Context, object *unstructured.Unstructured) error {
		_, err := cluster.applyServerSide(ctx, object, argoManager)
		return err
	}
	return []way{
		argoWay(cluster, "argo-client-side", clientSide, options),
		argoWay(cluster, "argo-structured-merge", serverSide, slices.Concat(options, []diff.Option{
			diff.WithStructuredMergeDiff(true),
		})),
		argoWay(cluster, "argo-server-side-diff", serverSide, slices.Concat(options, []diff.Option{
			diff.WithServerSideDiff(true), diff.WithServerSideDryRunner(dryRunner{cluster}),
		})),
		flux,
	}, nil
}

func argoWay(
	cluster *cluster,
	name string,
	apply func(ctx context.Context, object *unstructured.Unstructured) error,
	options []diff.Option,
) way {
	compare := func(ctx context.Context, object *unstructured.Unstructured) (string, error) {
		live, err := cluster.get(ctx, object)
		if err != nil {
			return "", err
		}
		result, err := diff.Diff(track(object), live, options...)
		if err != nil || !result.Modified {
			return "", err
		}
		return fmt.Sprintf("live %s, wanted %s", result.NormalizedLive, result.PredictedLive), nil
	}
	tracked := func(ctx context.Context, object *unstructured.Unstructured) error { return apply(ctx, track(object)) }
	return way{name, tracked, compare}
}

// track adds the annotation by which Argo CD knows its objects.
func track(object *unstructured.Unstructured) *unstructured.Unstructured {
	kind := object.GroupVersionKind()
	id := fmt.Sprintf("fleet:%s/%s:%s/%s", kind.Group, kind.Kind, object.GetNamespace(), object.GetName())
	annotate(object, "argocd.argoproj.io/tracking-id", id)
	return object
}

// dryRunner is Argo CD's dry run of a server-side apply.
type dryRunner struct{ cluster *cluster }

func (r dryRunner) Run(ctx context.Context, object *unstructured.Unstructured, manager string) (string, error) {
	predicted, err := r.cluster.applyServerSide(ctx, object, manager, metav1.DryRunAll)
	if err != nil {
		return "", err
	}
	text, err := predicted.MarshalJSON()
	return string(text), err
}

func fluxWay(cluster *cluster) (way, error) {
	fluxClient, err := client.New(cluster.config, client.Options{})
	if err != nil {
		return way{}, err
	}
	manager := ssa.NewResourceManager(fluxClient, nil, ssa.Owner{
		Field: fluxManager, Group: "kustomize.toolkit.fluxcd.io",
	})
	prepare := func(object *unstructured.Unstructured) error {
		if err := normalize.Unstructured(object); err != nil {
			return err
		}
		manager.SetOwnerLabels([]*unstructured.Unstructured{object}, "fleet", "flux-system")
		return nil
	}
	apply := func(ctx context.Context, object *unstructured.Unstructured) error {
		if err := prepare(object); err != nil {
			return err
		}
		_, err := manager.Apply(ctx, object, ssa.DefaultApplyOptions())
		return err
	}
	compare := func(ctx context.Context, object *unstructured.Unstructured) (string, error) {
		if err := prepare(object); err != nil {
			return "", err
		}
		entry, live, wanted, err := manager.Diff(ctx, object, ssa.DefaultDiffOptions())
		if err != nil || entry.Action == ssa.UnchangedAction {
			return "", err
		}
		return fmt.Sprintf("%s: live %v, wanted %v", entry.Action, live, wanted), nil
	}
	return way{"flux", apply, compare}, nil
}

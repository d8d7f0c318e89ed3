//go:build tools

// Package servers pins what the cluster tests run: this file holds the versions together, it is never compiled.
package servers

import (
	_ "go.etcd.io/etcd/server/v3"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
)

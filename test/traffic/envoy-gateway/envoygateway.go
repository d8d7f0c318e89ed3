//go:build tools

// Package envoygateway pins the Envoy Gateway that the traffic test may run: this file holds the versions together, it is never compiled.
package envoygateway

import _ "github.com/envoyproxy/gateway/cmd/envoy-gateway"

//go:build tools

// Package traefik pins the Traefik that the traffic test runs: this file holds the versions together, it is never compiled.
package traefik

import _ "github.com/traefik/traefik/v3/cmd/traefik"

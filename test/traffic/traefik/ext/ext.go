// Package ext stands in for a nested module of Traefik that no module proxy has: two types to which other builds add fields.
package ext

// HTTP has no fields.
type HTTP struct{}

// Router has no fields.
type Router struct{}

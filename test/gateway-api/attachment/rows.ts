/** One conformance test of the Gateway API v1.6.1, as the fact sheet lists it, and where it is kept here. */
export interface Row {
  /** Part of the fact sheet: TLSRoute, ListenerSet, Gateway listeners, other routes. */
  readonly section: '5.1' | '5.2' | '5.3' | '5.4';
  /** Name of the conformance test's manifest. */
  readonly row: string;
  /** What the cases of a row with several states add to its name. @default - one case that has the row's name */
  readonly states?: readonly string[];
  /** Why there is no case. */
  readonly leftOut?: string;
}

function rows(section: Row['section'], names: readonly string[]): Row[] {
  return names.map((row) => ({ section, row }));
}

/** Every row of the fact sheet's sections 5.1 to 5.4. */
export const ROWS: readonly Row[] = [
  ...rows('5.1', [
    'tlsroute-simple-same-namespace',
    'tlsroute-hostname-intersection',
    'tlsroute-invalid-no-matching-listener-hostname',
    'tlsroute-invalid-no-matching-listener',
    'tlsroute-invalid-reference-grant',
    'tlsroute-invalid-backendref-nonexistent',
    'tlsroute-invalid-backendref-unknown-kind',
    'tlsroute-listener-passthrough-supported-kinds',
    'tlsroute-listener-terminate-supported-kinds',
    'tlsroute-listener-terminate-not-supported',
    'tlsroute-listener-mixed-termination-not-supported',
    'tlsroute-mixed-termination-same-namespace',
    'tlsroute-terminate-simple-same-namespace',
  ]),
  {
    section: '5.1',
    row: 'backendtlspolicy-tlsroute-terminate',
    leftOut:
      'in no release yet, and about the encryption towards the backend: it expects no condition of a route or listener',
  },
  ...rows('5.2', [
    'listenerset-default-not-allowed',
    'listenerset-allowed-namespace-none',
    'listenerset-allowed-namespace-same',
    'listenerset-allowed-namespace-selector',
    'listenerset-allowed-routes-namespaces',
    'listenerset-allowed-routes-supported-kinds',
    'listenerset-http-routing',
    'listenerset-dual-parentref-independence',
    'listenerset-gateway-parent-section-name-not-found',
    'listenerset-route-status-scoped-to-parentref',
    'listenerset-hostname-conflict',
    'listenerset-protocol-conflict',
    'listenerset-reference-grant',
  ]),
  ...rows('5.3', [
    'gateway-invalid-listeners-unsupported-protocol',
    'gateway-invalid-route-kind',
    'gateway-invalid-tls-configuration',
    'gateway-secret-missing-reference-grant',
    'gateway-secret-invalid-reference-grant',
    'gateway-secret-reference-grant-all-in-namespace',
    'gateway-secret-reference-grant-specific',
    'gateway-with-attached-routes',
    'gateway-with-attached-routes-with-port-8080',
  ]),
  { section: '5.3', row: 'gateway-modify-listeners', states: ['-add', '-remove'] },
  { section: '5.3', row: 'gateway-http-listener-isolation', states: ['', '-with-hostname-intersection'] },
  ...rows('5.3', [
    'gateway-invalid-parameters-ref',
    'gateway-static-addresses',
    'gateway-invalid-tls-backend-configuration',
    'gateway-with-invalid-clientcertificate-validation',
    'gateway-invalid-default-frontend-client-certificate-validation',
  ]),
  {
    section: '5.3',
    row: 'gateway-optional-address-value',
    leftOut: 'expects an address that the controller assigns while it runs',
  },
  {
    section: '5.3',
    row: 'gateway-infrastructure',
    leftOut: 'expects labels and annotations on objects that the controller makes',
  },
  {
    section: '5.3',
    row: 'gateway-observed-generation-bump',
    leftOut: 'expects observedGeneration, which only a cluster counts',
  },
  {
    section: '5.3',
    row: 'gatewayclass-observed-generation-bump',
    leftOut: 'expects observedGeneration, which only a cluster counts',
  },
  {
    section: '5.3',
    row: 'httproute-observed-generation-bump',
    leftOut: 'expects observedGeneration, which only a cluster counts',
  },
  ...rows('5.4', [
    'httproute-cross-namespace',
    'httproute-invalid-cross-namespace-parent-ref',
    'httproute-disallowed-kind',
    'httproute-invalid-cross-namespace-backend-ref',
    'httproute-invalid-reference-grant',
    'httproute-partially-invalid-via-invalid-reference-grant',
  ]),
  { section: '5.4', row: 'httproute-reference-grant', states: ['', '-deleted'] },
  ...rows('5.4', [
    'httproute-invalid-parentref-not-matching-listener-port',
    'httproute-invalid-parentref-not-matching-section-name',
    'httproute-invalid-parentref-section-name-not-matching-port',
    'httproute-listener-port-matching',
    'httproute-listener-hostname-matching',
    'grpcroute-listener-hostname-matching',
    'httproute-hostname-intersection',
    'httproute-multiple-gateways',
    'tcproute-invalid-non-tcp-listener',
    'udproute-not-allowed-by-listeners',
    'tcproute-multiple-routes-attachment',
    'udproute-multiple-routes-attachment',
    'tcproute-parentref-attach-all',
    'udproute-parentref-attach-all-listeners',
    'tcproute-parentref-port-and-section-name',
    'udproute-parentref-port-and-section-name',
  ]),
  { section: '5.4', row: 'tcproute-reference-grant', states: ['', '-deleted'] },
  ...rows('5.4', ['tcproute-invalid-cross-namespace-backend-ref', 'tcproute-invalid-backendref-nonexistent']),
  { section: '5.4', row: 'udproute-reference-grant', states: ['', '-deleted'] },
  ...rows('5.4', ['udproute-invalid-cross-namespace-backend-ref', 'udproute-invalid-backendref-nonexistent']),
  ...rows('5.4', ['backendtlspolicy-conflict-resolution']),
];

/** Cases that no row asks for: traps of older guides. */
export const TRAPS = ['trap-labels-on-the-route', 'trap-header-filter-removes-objects'] as const;

/** One release of one project: where its CRDs lie in `imports/crds`, and where upstream publishes them. */
export interface Snapshot {
  readonly project: 'gateway-api' | 'kamaji' | 'envoy-gateway';
  readonly release: string;

  /** Only the Gateway API has channels. */
  readonly channel?: 'standard' | 'experimental';
}

const GATEWAY_API_RELEASES = ['v1.4.1', 'v1.5.1', 'v1.6.1'];

/** The last release of each generation of Kamaji's gateway contract that has CRDs of its own, oldest first. */
const KAMAJI_RELEASES = [
  'edge-25.12.1',
  'edge-26.1.3',
  'edge-26.2.5',
  '26.5.2-edge',
  '26.6.2-edge',
  '26.7.4-edge',
  '26.8.2-edge',
];

const ENVOY_GATEWAY_RELEASES = ['v1.9.0'];

/** Everything that is imported, each project's oldest release first. */
export const SNAPSHOTS: readonly Snapshot[] = [
  ...GATEWAY_API_RELEASES.flatMap((release): Snapshot[] => [
    { project: 'gateway-api', release, channel: 'standard' },
    { project: 'gateway-api', release, channel: 'experimental' },
  ]),
  ...KAMAJI_RELEASES.map((release): Snapshot => ({ project: 'kamaji', release })),
  ...ENVOY_GATEWAY_RELEASES.map((release): Snapshot => ({ project: 'envoy-gateway', release })),
];

/** The API groups that get types, each from one snapshot: the newest, and the channel that holds every field. */
export const TYPED_GROUPS: readonly { readonly group: string; readonly snapshot: Snapshot }[] = [
  {
    group: 'gateway.networking.k8s.io',
    snapshot: { project: 'gateway-api', release: 'v1.6.1', channel: 'experimental' },
  },
  { group: 'kamaji.clastix.io', snapshot: { project: 'kamaji', release: '26.8.2-edge' } },
];

/** Folder of the snapshot's CRDs below `imports/crds`. */
export function crdFolder(snapshot: Snapshot): string {
  return [snapshot.project, snapshot.release, snapshot.channel].filter((part) => part !== undefined).join('/');
}

/** Path of the snapshot's module below `imports/schemas`, without extension. */
export function schemaModule(snapshot: Snapshot): string {
  const file = snapshot.channel === undefined ? snapshot.release : `${snapshot.release}-${snapshot.channel}`;
  return `${snapshot.project}/${file}`;
}

const ENVOY_GATEWAY_PLURALS = [
  'backends',
  'backendtrafficpolicies',
  'clienttrafficpolicies',
  'envoyextensionpolicies',
  'envoypatchpolicies',
  'envoyproxies',
  'httproutefilters',
  'securitypolicies',
];

const KAMAJI_PLURALS = ['datastores', 'kubeconfiggenerators', 'tenantcontrolplanes'];

/** The files that together hold a snapshot's CRDs, as upstream publishes them. */
export function upstreamUrls({ project, release, channel }: Snapshot): string[] {
  switch (project) {
    case 'gateway-api':
      return [`https://github.com/kubernetes-sigs/gateway-api/releases/download/${release}/${channel}-install.yaml`];
    case 'kamaji':
      return KAMAJI_PLURALS.map(
        (plural) =>
          `https://raw.githubusercontent.com/clastix/kamaji/${release}/charts/kamaji/crds/kamaji.clastix.io_${plural}.yaml`,
      );
    case 'envoy-gateway':
      return ENVOY_GATEWAY_PLURALS.map(
        (plural) =>
          `https://raw.githubusercontent.com/envoyproxy/gateway/${release}/charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_${plural}.yaml`,
      );
  }
}

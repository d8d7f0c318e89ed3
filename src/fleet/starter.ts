import { GatewayApiRelease } from '../gateway-api/gateway-api-release';
import { KamajiRelease } from '../kamaji/kamaji-release';
import { FLEET_FILE, TENANTS_FOLDER } from './fleet-files';

const SCHEMA = 'node_modules/cdk8s-tenant-gateway/schema';

function fleetFile(): string {
  const kamaji = KamajiRelease.latest();
  return `# yaml-language-server: $schema=../${SCHEMA}/fleet.schema.json

# What runs in the management cluster. It decides what is rendered and what is checked.
platform:
  kamaji: ${kamaji.tag}
  gatewayApi: ${GatewayApiRelease.latest().tag}
  channel: standard # or experimental
  controller: envoy-gateway # the implementation of the Gateway API; { id: envoy-gateway, release: v1.9.0 } for one release
  kubernetes: v1.35.0

# Gateways that tenants share, by name. Listeners and admitted namespaces follow from the tenants.
gateways:
  edge:
    namespace: kamaji-edge
    domain: cluster.example.com # a tenant's "hostname: one" is one.cluster.example.com; a wildcard DNS record leads to the gateway

# Where the tenants' data are kept. Kamaji's installation makes the DataStore "default".
dataStores:
  default:
    existing: true
    driver: etcd

# What all tenants have unless their file says otherwise: maps are merged, lists are replaced.
defaults:
  gateway: edge
  dataStore: default
  kubernetesVersion: v1.${kamaji.newestKubernetesMinor}.0
  addons:
    coreDns: {}
    kubeProxy: {}

# Warnings that you have read and decided to live with.
# acknowledge:
#   - code: in-cluster-reach
#     reason: no pod of a tenant talks to its API server
`;
}

const TENANT_FILE = `# yaml-language-server: $schema=../../${SCHEMA}/tenant.schema.json

# One tenant a file; the name of the tenant is that of the file, and the namespace too unless it is given.
hostname: tenant-1 # tenant-1.cluster.example.com
# namespace: tenant-1
# kubernetesVersion: v1.35.7
# certSans: [10.0.0.10]
`;

/** Returns the files of a first fleet, by their path in its folder. */
export function starterFiles(): ReadonlyMap<string, string> {
  return new Map([
    [FLEET_FILE, fleetFile()],
    [`${TENANTS_FOLDER}/tenant-1.yaml`, TENANT_FILE],
  ]);
}

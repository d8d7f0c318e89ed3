import {
  asList,
  asMap,
  asString,
  formatPath,
  isKind,
  KubeObject,
  ObjectRef,
  PathSegment,
  read,
  refOf,
} from '../objects';

/** A value of an object, with the place where it stands, or would stand if it were given. */
export interface Located<T> {
  readonly value: T;

  /** Path of the value, for example `spec.networkProfile.port`. */
  readonly path: string;

  /** Whether the object itself has the value; otherwise it is the default of the CRD. */
  readonly given: boolean;
}

/** An element of `spec.controlPlane.gateway.parentRefs`. */
export interface ParentRefView {
  /** Path of the element. */
  readonly path: string;

  /** The element as it is written. */
  readonly raw: Readonly<Record<string, unknown>>;

  /** API group of the parent, defaulted. */
  readonly group: string;

  /** Kind of the parent, defaulted. */
  readonly kind: string;

  /** Name of the parent; empty where it has none. */
  readonly name: string;

  /** Namespace of the parent as written. */
  readonly namespace?: string;

  /** Listener name as written. */
  readonly sectionName?: string;

  /** Port as written, whatever its type. */
  readonly port?: unknown;
}

/** `spec.controlPlane.gateway`. */
export interface GatewaySpecView {
  readonly path: string;

  /** The hostname where it is a string that is not empty. */
  readonly hostname?: string;

  /** The hostname as written, whatever its type. */
  readonly rawHostname: unknown;

  /** Path of the hostname. */
  readonly hostnamePath: string;

  readonly parentRefsPath: string;
  readonly parentRefs: readonly ParentRefView[];

  /** Labels and annotations that the routes get in addition to Kamaji's own. */
  readonly additionalLabels: Readonly<Record<string, unknown>>;
  readonly additionalAnnotations: Readonly<Record<string, unknown>>;
}

/** An element of `spec.controlPlane.service.additionalPorts`. */
export interface AdditionalPortView {
  readonly path: string;
  readonly name: unknown;
  readonly port: unknown;
  readonly targetPort: unknown;

  /** Protocol, defaulted to `TCP`. */
  readonly protocol: string;
}

/** What the rules read of a TenantControlPlane, with the defaults of the CRD. Nothing in it is checked. */
export interface TenantControlPlaneView {
  readonly object: KubeObject;
  readonly ref: ObjectRef;
  readonly name: string;

  /** The namespace; `default` where the object names none, as that is where kubectl puts it. */
  readonly namespace: string;

  /** `spec.controlPlane.gateway`; undefined where the control plane is not behind a gateway. */
  readonly gateway?: GatewaySpecView;

  /** Path of `spec.controlPlane.ingress`, where there is one. */
  readonly ingressPath?: string;

  /** Port of the API server everywhere: container, Service, kubeconfig. */
  readonly port: Located<unknown>;

  /** Port of the konnectivity server; undefined where konnectivity is off. */
  readonly konnectivityPort?: Located<unknown>;

  /** Version of Kubernetes as written. */
  readonly kubernetesVersion: Located<unknown>;

  /** The deployment of the control plane as written. */
  readonly deployment: Located<unknown>;

  readonly serviceType: Located<unknown>;
  readonly additionalPorts: readonly AdditionalPortView[];

  /** Address that the control plane is reached at (`networkProfile.address`), where one is given. */
  readonly address?: string;

  /** Address that the tenant's `kubernetes` Service points at (`networkProfile.advertiseAddress`), where one is given. */
  readonly advertiseAddress?: string;

  readonly certSansPath: string;
  readonly certSans: readonly Located<unknown>[];

  /** The plural CIDRs where there are any, else the singular one, defaulted. */
  readonly serviceCidrs: readonly Located<unknown>[];
  readonly podCidrs: readonly Located<unknown>[];
  readonly dnsServiceIps: readonly Located<unknown>[];

  /** Name of the DataStore; undefined where Kamaji is to choose one. */
  readonly dataStore?: Located<string>;
  readonly dataStoreSchema?: Located<string>;
  readonly dataStoreUsername?: Located<string>;
  readonly dataStoreOverrides: readonly DataStoreOverrideView[];
}

/** An element of `spec.dataStoreOverrides`. */
export interface DataStoreOverrideView {
  readonly path: string;

  /** The resource as written, empty where it is missing. */
  readonly resource: string;

  /** Name of the DataStore, empty where it is missing. */
  readonly dataStore: string;
}

/** API group of Kamaji's kinds. */
export const KAMAJI_GROUP = 'kamaji.clastix.io';

const GATEWAY_GROUP = 'gateway.networking.k8s.io';
const DEFAULT_PORT = 6443;
const DEFAULT_KONNECTIVITY_PORT = 8132;
const DEFAULT_SERVICE_CIDR = '10.96.0.0/16';
const DEFAULT_POD_CIDR = '10.244.0.0/16';

const GATEWAY_PATH = ['spec', 'controlPlane', 'gateway'] as const;
const NETWORK_PATH = ['spec', 'networkProfile'] as const;

/** A path, as steps and as text; a fleet reads each of them thousands of times. */
interface KnownPath {
  readonly steps: readonly PathSegment[];
  readonly text: string;
}

function knownPath(...steps: readonly PathSegment[]): KnownPath {
  return { steps, text: formatPath(steps) };
}

const PATHS = {
  gateway: knownPath(...GATEWAY_PATH),
  hostname: knownPath(...GATEWAY_PATH, 'hostname'),
  parentRefs: knownPath(...GATEWAY_PATH, 'parentRefs'),
  port: knownPath(...NETWORK_PATH, 'port'),
  konnectivityPort: knownPath('spec', 'addons', 'konnectivity', 'server', 'port'),
  kubernetesVersion: knownPath('spec', 'kubernetes', 'version'),
  deployment: knownPath('spec', 'controlPlane', 'deployment'),
  serviceType: knownPath('spec', 'controlPlane', 'service', 'serviceType'),
  additionalPorts: knownPath('spec', 'controlPlane', 'service', 'additionalPorts'),
  certSans: knownPath(...NETWORK_PATH, 'certSANs'),
  serviceCidr: knownPath(...NETWORK_PATH, 'serviceCidr'),
  serviceCidrs: knownPath(...NETWORK_PATH, 'serviceCidrs'),
  podCidr: knownPath(...NETWORK_PATH, 'podCidr'),
  podCidrs: knownPath(...NETWORK_PATH, 'podCidrs'),
  dnsServiceIps: knownPath(...NETWORK_PATH, 'dnsServiceIPs'),
  dataStore: knownPath('spec', 'dataStore'),
  dataStoreSchema: knownPath('spec', 'dataStoreSchema'),
  dataStoreUsername: knownPath('spec', 'dataStoreUsername'),
  dataStoreOverrides: knownPath('spec', 'dataStoreOverrides'),
};

/** A null is dropped by the API server, so it counts as a value that is not there. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function located(object: KubeObject, { steps, text }: KnownPath, fallback?: unknown): Located<unknown> {
  const value = read(object, ...steps);
  const given = isGiven(value);
  return { value: given ? value : fallback, path: text, given };
}

function elements(object: KubeObject, { steps, text }: KnownPath): Located<unknown>[] {
  return asList(read(object, ...steps)).map((value, i) => ({ value, path: `${text}[${i}]`, given: true }));
}

/** An empty string is as good as none: that is how Kamaji reads its own optional strings. */
function nonEmpty(value: unknown): string | undefined {
  const text = asString(value);
  return text === '' ? undefined : text;
}

function locatedName(object: KubeObject, { steps, text }: KnownPath): Located<string> | undefined {
  const value = nonEmpty(read(object, ...steps));
  return value === undefined ? undefined : { value, path: text, given: true };
}

function readParentRef(value: unknown, i: number): ParentRefView {
  const raw = asMap(value) ?? {};
  const namespace = nonEmpty(read(raw, 'namespace'));
  const sectionName = nonEmpty(read(raw, 'sectionName'));
  const port = read(raw, 'port');
  return {
    path: `${PATHS.parentRefs.text}[${i}]`,
    raw,
    group: asString(read(raw, 'group')) ?? GATEWAY_GROUP,
    kind: asString(read(raw, 'kind')) ?? 'Gateway',
    name: asString(read(raw, 'name')) ?? '',
    ...(namespace === undefined ? {} : { namespace }),
    ...(sectionName === undefined ? {} : { sectionName }),
    ...(isGiven(port) ? { port } : {}),
  };
}

function readGatewaySpec(object: KubeObject): GatewaySpecView | undefined {
  const gateway = asMap(read(object, ...GATEWAY_PATH));
  if (gateway === undefined) {
    return undefined;
  }
  const rawHostname = read(gateway, 'hostname');
  const hostname = nonEmpty(rawHostname);
  return {
    path: PATHS.gateway.text,
    ...(hostname === undefined ? {} : { hostname }),
    rawHostname,
    hostnamePath: PATHS.hostname.text,
    parentRefsPath: PATHS.parentRefs.text,
    parentRefs: asList(read(gateway, 'parentRefs')).map(readParentRef),
    additionalLabels: asMap(read(gateway, 'additionalMetadata', 'labels')) ?? {},
    additionalAnnotations: asMap(read(gateway, 'additionalMetadata', 'annotations')) ?? {},
  };
}

function readAdditionalPort(value: unknown, i: number): AdditionalPortView {
  return {
    path: `${PATHS.additionalPorts.text}[${i}]`,
    name: read(value, 'name'),
    port: read(value, 'port'),
    targetPort: read(value, 'targetPort'),
    protocol: asString(read(value, 'protocol')) ?? 'TCP',
  };
}

function readOverride(value: unknown, i: number): DataStoreOverrideView {
  return {
    path: `${PATHS.dataStoreOverrides.text}[${i}]`,
    resource: asString(read(value, 'resource')) ?? '',
    dataStore: asString(read(value, 'dataStore')) ?? '',
  };
}

function readCidrs(object: KubeObject, plural: KnownPath, singular: KnownPath, fallback: string): Located<unknown>[] {
  const several = elements(object, plural);
  if (several.length > 0) {
    return several;
  }
  const one = located(object, singular, fallback);
  return one.value === '' ? [] : [one];
}

/** Says whether the object is a TenantControlPlane. */
export function isTenantControlPlane(object: KubeObject): boolean {
  return isKind(object, KAMAJI_GROUP, 'TenantControlPlane');
}

/** Reads a TenantControlPlane of any shape: what is missing has the CRD's default, what has the wrong type is kept as it is. */
export function viewTenantControlPlane(object: KubeObject): TenantControlPlaneView {
  const ref = refOf(object);
  const gateway = readGatewaySpec(object);
  const ingress = asMap(read(object, 'spec', 'controlPlane', 'ingress'));
  const konnectivity = asMap(read(object, 'spec', 'addons', 'konnectivity'));
  const address = nonEmpty(read(object, ...NETWORK_PATH, 'address'));
  const advertiseAddress = nonEmpty(read(object, ...NETWORK_PATH, 'advertiseAddress'));
  const dataStore = locatedName(object, PATHS.dataStore);
  const dataStoreSchema = locatedName(object, PATHS.dataStoreSchema);
  const dataStoreUsername = locatedName(object, PATHS.dataStoreUsername);
  return {
    object,
    ref,
    name: ref.name,
    namespace: ref.namespace ?? 'default',
    ...(gateway === undefined ? {} : { gateway }),
    ...(ingress === undefined ? {} : { ingressPath: 'spec.controlPlane.ingress' }),
    port: located(object, PATHS.port, DEFAULT_PORT),
    ...(konnectivity === undefined
      ? {}
      : { konnectivityPort: located(object, PATHS.konnectivityPort, DEFAULT_KONNECTIVITY_PORT) }),
    kubernetesVersion: located(object, PATHS.kubernetesVersion),
    deployment: located(object, PATHS.deployment),
    serviceType: located(object, PATHS.serviceType),
    additionalPorts: asList(read(object, ...PATHS.additionalPorts.steps)).map(readAdditionalPort),
    ...(address === undefined ? {} : { address }),
    ...(advertiseAddress === undefined ? {} : { advertiseAddress }),
    certSansPath: PATHS.certSans.text,
    certSans: elements(object, PATHS.certSans),
    serviceCidrs: readCidrs(object, PATHS.serviceCidrs, PATHS.serviceCidr, DEFAULT_SERVICE_CIDR),
    podCidrs: readCidrs(object, PATHS.podCidrs, PATHS.podCidr, DEFAULT_POD_CIDR),
    dnsServiceIps: elements(object, PATHS.dnsServiceIps),
    ...(dataStore === undefined ? {} : { dataStore }),
    ...(dataStoreSchema === undefined ? {} : { dataStoreSchema }),
    ...(dataStoreUsername === undefined ? {} : { dataStoreUsername }),
    dataStoreOverrides: asList(read(object, ...PATHS.dataStoreOverrides.steps)).map(readOverride),
  };
}

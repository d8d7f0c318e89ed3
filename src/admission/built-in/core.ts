import type { ObjectSchema } from '../../../imports/schemas';
import type { KindDefinition } from '../kind-schema';
import type { ValidationRule } from '../schema/schema-node';
import { ANYTHING, builtInKind, FLAG, list, map, NUMBER, object, ROOT, TEXT, WRITTEN_TEXT } from './parts';

const NAMESPACE = builtInKind(
  '',
  'Namespace',
  'namespaces',
  {
    scope: 'Cluster',
    status: true,
    traits: { nameRule: 'dns-1123-label', nameLabel: 'kubernetes.io/metadata.name' },
  },
  object({
    ...ROOT,
    spec: { ...object({ finalizers: list(TEXT, { default: ['kubernetes'] }) }), default: {} },
    status: ANYTHING,
  }),
);

/** The label of a port: a DNS label. */
const PORT_NAME: ObjectSchema = { type: 'string', maxLength: 63, pattern: '^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$' };

const SERVICE_PORT = object({
  name: PORT_NAME,
  port: { ...NUMBER, minimum: 1, maximum: 65535 },
  protocol: { type: 'string', enum: ['SCTP', 'TCP', 'UDP'], default: 'TCP' },
  targetPort: { 'x-kubernetes-int-or-string': true },
  nodePort: { ...NUMBER, minimum: 0, maximum: 65535 },
  appProtocol: TEXT,
});

function onlyForLoadBalancers(field: string): ValidationRule {
  return {
    rule: `!has(self.${field}) || self.type == 'LoadBalancer'`,
    message: "may only be used when `type` is 'LoadBalancer'",
    reason: 'FieldValueForbidden',
    fieldPath: `.${field}`,
  };
}

const SERVICE = builtInKind(
  '',
  'Service',
  'services',
  // A DNS-1035 label before Kubernetes 1.35; relaxed since.
  { status: true, traits: { nameRule: 'dns-1123-label' } },
  object({
    ...ROOT,
    spec: object(
      {
        type: { type: 'string', enum: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'], default: 'ClusterIP' },
        ports: list(
          { ...SERVICE_PORT, required: ['port'] },
          {
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['port', 'protocol'],
            'x-kubernetes-validations': [
              {
                rule: 'size(self) <= 1 || self.all(p, has(p.name) && size(p.name) > 0)',
                message: 'every port needs a name where there are several',
                reason: 'FieldValueRequired',
              },
              {
                rule: 'self.all(p, !has(p.name) || self.exists_one(q, has(q.name) && q.name == p.name))',
                message: 'names of ports must be unique',
                reason: 'FieldValueDuplicate',
              },
            ],
          },
        ),
        selector: map(TEXT),
        clusterIP: TEXT,
        clusterIPs: list(TEXT),
        externalIPs: list(TEXT),
        externalName: TEXT,
        externalTrafficPolicy: { type: 'string', enum: ['Cluster', 'Local'] },
        internalTrafficPolicy: { type: 'string', enum: ['Cluster', 'Local'] },
        healthCheckNodePort: NUMBER,
        ipFamilies: list(TEXT),
        ipFamilyPolicy: { type: 'string', enum: ['SingleStack', 'PreferDualStack', 'RequireDualStack'] },
        loadBalancerClass: TEXT,
        loadBalancerIP: TEXT,
        loadBalancerSourceRanges: list(TEXT),
        allocateLoadBalancerNodePorts: FLAG,
        publishNotReadyAddresses: FLAG,
        sessionAffinity: { type: 'string', enum: ['ClientIP', 'None'], default: 'None' },
        sessionAffinityConfig: ANYTHING,
        trafficDistribution: { type: 'string', enum: ['PreferClose', 'PreferSameNode', 'PreferSameZone'] },
      },
      {
        rule: "self.type == 'ExternalName' || (has(self.clusterIP) && self.clusterIP == 'None') || (has(self.ports) && size(self.ports) > 0)",
        message: '',
        reason: 'FieldValueRequired',
        fieldPath: '.ports',
      },
      {
        rule: "self.type != 'ExternalName' || (has(self.externalName) && size(self.externalName) > 0)",
        message: '',
        reason: 'FieldValueRequired',
        fieldPath: '.externalName',
      },
      {
        rule: "self.type != 'LoadBalancer' || !has(self.clusterIP) || self.clusterIP != 'None'",
        message: "may not be set to 'None' for LoadBalancer services",
        fieldPath: '.clusterIPs[0]',
      },
      onlyForLoadBalancers('loadBalancerClass'),
      onlyForLoadBalancers('allocateLoadBalancerNodePorts'),
    ),
    status: ANYTHING,
  }),
);

const KEY_MESSAGE = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";

const DATA_KEYS: ValidationRule = {
  rule: "self.all(key, key.matches('^[-._a-zA-Z0-9]+$') && size(key) <= 253 && key != '.' && !key.startsWith('..'))",
  message: KEY_MESSAGE,
};

/** What a ConfigMap that is `immutable` may not change any more. */
function frozen(field: string): ValidationRule {
  return {
    rule: `!has(oldSelf.immutable) || !oldSelf.immutable || has(self.${field}) == has(oldSelf.${field}) && (!has(self.${field}) || self.${field} == oldSelf.${field})`,
    message: 'field is immutable when `immutable` is set',
    reason: 'FieldValueForbidden',
    fieldPath: `.${field}`,
  };
}

const STAYS_IMMUTABLE: ValidationRule = {
  rule: '!has(oldSelf.immutable) || !oldSelf.immutable || (has(self.immutable) && self.immutable)',
  message: 'field is immutable when `immutable` is set',
  reason: 'FieldValueForbidden',
  fieldPath: '.immutable',
};

const CONFIG_MAP = builtInKind(
  '',
  'ConfigMap',
  'configmaps',
  {},
  object(
    {
      ...ROOT,
      data: map(WRITTEN_TEXT, DATA_KEYS),
      binaryData: map({ type: 'string', format: 'byte' }, DATA_KEYS),
      immutable: FLAG,
    },
    {
      rule: '!has(self.data) || !has(self.binaryData) || self.data.all(key, !(key in self.binaryData))',
      message: 'duplicate of key present in binaryData',
      fieldPath: '.data',
    },
    STAYS_IMMUTABLE,
    frozen('data'),
    frozen('binaryData'),
  ),
);

/** The rule that a Secret of a type has a key, in `data` or in `stringData`, which the API server moves there. */
function secretNeeds(type: string, key: string): ValidationRule {
  const held = ['data', 'stringData'].map((field) => `has(self.${field}) && '${key}' in self.${field}`).join(' || ');
  return {
    rule: `self.type != '${type}' || ${held}`,
    message: '',
    reason: 'FieldValueRequired',
    fieldPath: `.data[${key}]`,
  };
}

const SECRET = builtInKind(
  '',
  'Secret',
  'secrets',
  {},
  object(
    {
      ...ROOT,
      type: { type: 'string', default: 'Opaque' },
      data: map({ type: 'string', pattern: '^[A-Za-z0-9+/=\\r\\n]*$' }, DATA_KEYS),
      stringData: map(TEXT, DATA_KEYS),
      immutable: FLAG,
    },
    secretNeeds('kubernetes.io/tls', 'tls.crt'),
    secretNeeds('kubernetes.io/tls', 'tls.key'),
    secretNeeds('kubernetes.io/dockerconfigjson', '.dockerconfigjson'),
    secretNeeds('kubernetes.io/ssh-auth', 'ssh-privatekey'),
    { rule: 'self.type == oldSelf.type', message: 'field is immutable', fieldPath: '.type' },
    STAYS_IMMUTABLE,
    frozen('data'),
  ),
);

const SERVICE_ACCOUNT = builtInKind(
  '',
  'ServiceAccount',
  'serviceaccounts',
  {},
  object({
    ...ROOT,
    automountServiceAccountToken: FLAG,
    imagePullSecrets: list(object({ name: TEXT })),
    secrets: list(
      object({
        apiVersion: TEXT,
        fieldPath: TEXT,
        kind: TEXT,
        name: TEXT,
        namespace: TEXT,
        resourceVersion: TEXT,
        uid: TEXT,
      }),
    ),
  }),
);

/**
 * Kinds of the core group, with the checks that matter for what this library renders.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/core/validation/validation.go
 */
export const CORE_KINDS: readonly KindDefinition[] = [NAMESPACE, SERVICE, CONFIG_MAP, SECRET, SERVICE_ACCOUNT];

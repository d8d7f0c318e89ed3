import { CheckCase } from '../../tenancy/checks/check-case';
import { FIRST_OF_GENERATION, remove, set } from '../../tenancy/checks/valid-fleet';

const CONTROL_PLANE = 'spec.controlPlane';
const NETWORK = 'spec.networkProfile';
const TCP_1 = 'TenantControlPlane tenant-1/tcp-1';

function metadata(place: string, value: unknown): CheckCase['silent'][number]['edit'] {
  return ({ tenants: [tenant] }) => set(tenant, `${CONTROL_PLANE}.${place}`, value);
}

function ranges(services: readonly string[], pods: readonly string[]): CheckCase['silent'][number]['edit'] {
  return ({ tenants: [tenant] }) => {
    set(tenant, `${NETWORK}.serviceCidrs`, services);
    set(tenant, `${NETWORK}.podCidrs`, pods);
  };
}

const PLACES = [
  ['gateway.additionalMetadata', 'TLSRoutes'],
  ['service.additionalMetadata', 'Service'],
  ['deployment.additionalMetadata', 'Deployment'],
  ['deployment.podAdditionalMetadata', 'Deployment'],
] as const;

/** Cases of the checks on the objects that Kamaji makes of a control plane. */
export const OBJECT_CASES: readonly CheckCase[] = [
  {
    code: 'deployment-missing',
    fires: [
      ...Object.values(FIRST_OF_GENERATION).map((kamaji) => ({
        name: `none, with Kamaji ${kamaji}`,
        fleet: { kamaji },
        edit: (({ tenants: [tenant] }) =>
          remove(tenant, `${CONTROL_PLANE}.deployment`)) satisfies CheckCase['silent'][number]['edit'],
        at: [TCP_1],
        path: `${CONTROL_PLANE}.deployment`,
        says: 'internal error',
        fix: 'deployment: {}',
      })),
      {
        name: 'a null, which is none',
        edit: ({ tenants: [tenant] }) => set(tenant, `${CONTROL_PLANE}.deployment`, null),
        at: [TCP_1],
        path: `${CONTROL_PLANE}.deployment`,
      },
    ],
    silent: [
      { name: 'an empty one', edit: ({ tenants: [tenant] }) => set(tenant, `${CONTROL_PLANE}.deployment`, {}) },
      {
        name: 'no control plane, which is one fault already',
        edit: ({ tenants: [tenant] }) => remove(tenant, CONTROL_PLANE),
      },
    ],
  },
  {
    code: 'additional-metadata-invalid',
    fires: [
      ...PLACES.map(([place, owner]) => ({
        name: `a label key of ${place}`,
        edit: metadata(place, { labels: { 'bad key!': 'x' } }),
        at: [TCP_1],
        path: `${CONTROL_PLANE}.${place}.labels[bad key!]`,
        says: new RegExp(`label key "bad key!": name part must consist of .* refuses the ${owner} `),
        fix: 'example.com/team',
      })),
      {
        name: 'a label value',
        edit: metadata('gateway.additionalMetadata', { labels: { team: 'red & blue' } }),
        at: [TCP_1],
        path: `${CONTROL_PLANE}.gateway.additionalMetadata.labels.team`,
        says: 'value "red & blue" of label "team"',
        fix: 'annotation',
      },
      {
        name: 'a label value of 64 characters',
        edit: metadata('service.additionalMetadata', { labels: { team: 'a'.repeat(64) } }),
        at: [TCP_1],
        path: `${CONTROL_PLANE}.service.additionalMetadata.labels.team`,
        says: 'must be no more than 63 bytes',
      },
      {
        name: 'an annotation key with two slashes',
        edit: metadata('gateway.additionalMetadata', { annotations: { 'a/b/c': 'x' } }),
        at: [TCP_1],
        path: `${CONTROL_PLANE}.gateway.additionalMetadata.annotations[a/b/c]`,
        says: 'annotation key "a/b/c"',
      },
      {
        name: 'both of an ingress',
        edit: ({ tenants: [tenant] }) => {
          remove(tenant, `${CONTROL_PLANE}.gateway`);
          set(tenant, `${CONTROL_PLANE}.ingress`, {
            additionalMetadata: { labels: { '': 'x' }, annotations: { '-': 'x' } },
          });
        },
        at: [TCP_1, TCP_1],
        path: `${CONTROL_PLANE}.ingress.additionalMetadata.labels[]`,
      },
    ],
    silent: [
      {
        name: 'what Kubernetes takes',
        edit: metadata('gateway.additionalMetadata', {
          labels: { team: 'Red_1.x', 'example.com/empty': '' },
          annotations: { 'External-DNS.alpha.kubernetes.io/Target': 'any text & {"json": true}' },
        }),
      },
      {
        name: 'what is no text, which the schema refuses',
        edit: metadata('service.additionalMetadata', { labels: { team: 5 }, annotations: 'x' }),
      },
    ],
  },
  {
    code: 'cidr-families-invalid',
    fires: [
      {
        name: 'two IPv4 service CIDRs',
        edit: ranges(['10.96.0.0/16', '10.97.0.0/16'], ['10.244.0.0/16']),
        at: [TCP_1],
        path: `${NETWORK}.serviceCidrs[1]`,
        says: 'service CIDRs "10.96.0.0/16" and "10.97.0.0/16" are both of IPv4; kube-apiserver',
      },
      {
        name: 'two IPv6 pod CIDRs',
        edit: ranges(['10.96.0.0/16'], ['fd00:1::/64', 'fd00:2::/64']),
        at: [TCP_1],
        path: `${NETWORK}.podCidrs[1]`,
        says: /are both of IPv6; kube-controller-manager/,
      },
      {
        name: 'three pod CIDRs',
        edit: ranges(['10.96.0.0/16'], ['10.244.0.0/16', 'fd00:2::/64', '10.245.0.0/16']),
        at: [TCP_1],
        path: `${NETWORK}.podCidrs[2]`,
        says: 'there are 3 pod CIDRs',
      },
    ],
    silent: [
      {
        name: 'one of each family, in any order',
        edit: ranges(['10.96.0.0/16', 'fd00::/108'], ['fd00:1::/64', '10.244.0.0/16']),
      },
      {
        name: 'a malformed one, which is one fault already',
        edit: ranges(['10.96.0.0/16', '10.97.0.0'], ['10.244.0.0/16']),
      },
      {
        name: 'pod CIDRs that the controller manager does not hand out',
        edit: (fleet) => {
          ranges(['10.96.0.0/16'], ['10.244.0.0/16', '10.245.0.0/16'])(fleet);
          set(fleet.tenants[0], `${CONTROL_PLANE}.deployment.extraArgs.controllerManager`, [
            '--allocate-node-cidrs=false',
          ]);
        },
      },
      {
        name: 'service CIDRs that a flag overrides',
        edit: (fleet) => {
          ranges(['10.96.0.0/16', '10.97.0.0/16'], ['10.244.0.0/16'])(fleet);
          set(fleet.tenants[0], `${CONTROL_PLANE}.deployment.extraArgs.apiServer`, [
            '--service-cluster-ip-range=10.96.0.0/16',
          ]);
        },
      },
    ],
  },
  {
    code: 'service-cidr-size-invalid',
    fires: [
      {
        name: 'one address',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.serviceCidr`, '10.96.0.1/32');
          set(tenant, `${NETWORK}.dnsServiceIPs`, ['10.96.0.1']);
        },
        at: [TCP_1],
        path: `${NETWORK}.serviceCidr`,
        says: 'has 1 address; kube-apiserver needs at least 8',
        fix: '10.96.0.0/16',
      },
      {
        name: 'four addresses of IPv6',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.serviceCidr`, 'fd00::/126');
          set(tenant, `${NETWORK}.dnsServiceIPs`, ['fd00::2']);
        },
        at: [TCP_1],
        path: `${NETWORK}.serviceCidr`,
        says: 'has 4 addresses',
        fix: 'fd00:',
      },
      {
        name: 'one address, with none for DNS, which is the same fault',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.serviceCidr`, '10.96.0.1/32');
          remove(tenant, `${NETWORK}.dnsServiceIPs`);
        },
        at: [TCP_1],
        path: `${NETWORK}.serviceCidr`,
      },
      {
        name: 'more than 2^20 addresses before Kubernetes 1.34',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, 'spec.kubernetes.version', 'v1.33.4');
          set(tenant, `${NETWORK}.serviceCidr`, '10.96.0.0/11');
        },
        at: [TCP_1],
        path: `${NETWORK}.serviceCidr`,
        says: 'kube-apiserver "v1.33.4" takes no prefix shorter than /12',
        fix: '/12 or longer',
      },
      {
        name: 'a second range of IPv6 before Kubernetes 1.34',
        edit: (fleet) => {
          ranges(['10.96.0.0/16', 'fd00::/64'], ['10.244.0.0/16'])(fleet);
          set(fleet.tenants[0], 'spec.kubernetes.version', 'v1.33.4');
        },
        at: [TCP_1],
        path: `${NETWORK}.serviceCidrs[1]`,
        says: '/108',
      },
    ],
    silent: [
      {
        name: 'eight addresses, with one of them for DNS',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, `${NETWORK}.serviceCidr`, '10.96.0.0/29');
          set(tenant, `${NETWORK}.dnsServiceIPs`, ['10.96.0.2']);
        },
      },
      {
        name: '2^20 addresses before Kubernetes 1.34',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, 'spec.kubernetes.version', 'v1.33.4');
          set(tenant, `${NETWORK}.serviceCidr`, '10.96.0.0/12');
        },
      },
      {
        name: 'more than 2^20 addresses since Kubernetes 1.34',
        edit: ({ tenants: [tenant] }) => set(tenant, `${NETWORK}.serviceCidr`, '10.96.0.0/11'),
      },
      {
        name: 'more than 2^20 addresses with feature gates, of which one lifts the limit',
        edit: ({ tenants: [tenant] }) => {
          set(tenant, 'spec.kubernetes.version', 'v1.33.4');
          set(tenant, `${NETWORK}.serviceCidr`, '10.96.0.0/11');
          set(tenant, `${CONTROL_PLANE}.deployment.extraArgs.apiServer`, [
            '--feature-gates=DisableAllocatorDualWrite=true',
          ]);
        },
      },
      {
        name: 'a second range of four addresses, which kube-apiserver takes',
        edit: ranges(['10.96.0.0/16', 'fd00::/126'], ['10.244.0.0/16']),
      },
    ],
  },
];

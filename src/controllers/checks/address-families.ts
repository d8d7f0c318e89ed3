import { isIP } from 'node:net';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asList, asMap, asString, formatPath, groupOf, KubeObject, ownValue, read, refOf } from '../../objects';
import { FamilyFacts } from '../controller-profile';
import { CheckContext, ServedGateway } from './check-input';

/** An address at which nothing will listen. */
export const ADDRESS_FAMILY_NOT_SERVED: CodeDefinition = {
  code: 'address-family-not-served',
  severity: Severity.ERROR,
  title: 'A Gateway asks for an address of a family (IPv4, IPv6) on which its data plane does not listen',
};

/** Annotations by which load balancers are asked for addresses, separated by commas. */
const ADDRESS_ANNOTATIONS = [
  'metallb.io/loadBalancerIPs',
  'metallb.universe.tf/loadBalancerIPs',
  'io.cilium/lb-ipam-ips',
  'lbipam.cilium.io/ips',
];

type Family = 4 | 6;

/** An IP address that is asked for, and where that is said. */
export interface AskedAddress {
  readonly value: string;
  readonly family: Family;
  readonly object: KubeObject;
  readonly path: string;
}

function asked(value: unknown, object: KubeObject, path: readonly (string | number)[]): AskedAddress[] {
  return (asString(value) ?? '')
    .split(',')
    .map((part) => part.trim())
    .flatMap((part) => {
      const family = isIP(part);
      return family === 4 || family === 6 ? [{ value: part, family, object, path: formatPath(path) }] : [];
    });
}

/**
 * Finds every IP address that is asked for, wherever that is possible.
 *
 * @param parameters the objects with settings that the Gateway and its class name
 * @param loadBalancerIp path of the load balancer's address in them
 */
export function addressesOf(
  { object }: ServedGateway,
  parameters: readonly KubeObject[],
  loadBalancerIp: readonly string[],
): AskedAddress[] {
  const annotations = asMap(read(object, 'spec', 'infrastructure', 'annotations'));
  return [
    ...asList(read(object, 'spec', 'addresses')).flatMap((address, i) =>
      asked(read(address, 'value'), object, ['spec', 'addresses', i, 'value']),
    ),
    ...ADDRESS_ANNOTATIONS.flatMap((key) =>
      asked(ownValue(annotations, key), object, ['spec', 'infrastructure', 'annotations', key]),
    ),
    ...parameters.flatMap((holder) => asked(read(holder, ...loadBalancerIp), holder, loadBalancerIp)),
  ];
}

/** Finds the objects with settings that the Gateway and its class name; undefined where one is named that nobody has shown. */
export function parametersOf(
  { classes, policies }: CheckContext,
  { object, namespace, className }: ServedGateway,
  { kind, group }: FamilyFacts,
): KubeObject[] | undefined {
  const gatewayClass = classes.find((candidate) => read(candidate, 'metadata', 'name') === className);
  const refs = [
    { ref: read(object, 'spec', 'infrastructure', 'parametersRef'), home: namespace },
    {
      ref: read(gatewayClass, 'spec', 'parametersRef'),
      home: read(gatewayClass, 'spec', 'parametersRef', 'namespace'),
    },
  ].filter(({ ref }) => ref !== undefined);
  const found = refs.flatMap(({ ref, home }) =>
    policies.filter(
      (policy) =>
        policy['kind'] === kind &&
        groupOf(asString(policy['apiVersion']) ?? '') === group &&
        read(ref, 'kind') === kind &&
        read(ref, 'group') === group &&
        read(policy, 'metadata', 'name') === read(ref, 'name') &&
        (read(policy, 'metadata', 'namespace') ?? 'default') === home,
    ),
  );
  return gatewayClass === undefined || found.length < refs.length ? undefined : found;
}

/** Checks that the data plane of each Gateway listens on the families of the addresses it asks for; silent where that is not known. */
export function checkAddressFamilies(context: CheckContext, gateway: ServedGateway): Diagnostic[] {
  const { controller } = context;
  const facts = controller._profile.addresses.families;
  const parameters = facts === undefined ? undefined : parametersOf(context, gateway, facts);
  if (facts === undefined || parameters === undefined) {
    return [];
  }
  const words = parameters
    .map((object) => asString(read(object, ...facts.setting)))
    .filter((word) => word !== undefined);
  const word = words[0] ?? facts.standard;
  const served = Object.hasOwn(facts.words, word) ? facts.words[word] : undefined;
  if (served === undefined) {
    // The API server refuses the word itself.
    return [];
  }
  const name = `${controller.toString()} ${words.length === 0 ? 'listens' : 'is told to listen'}`;
  return addressesOf(gateway, parameters, facts.loadBalancerIp)
    .filter(({ family }) => !served.includes(family))
    .map(({ value, object, path }) =>
      diagnose(ADDRESS_FAMILY_NOT_SERVED, {
        object: refOf(object),
        path,
        message: `the Gateway asks for ${value}, but ${name} on IPv${served.join(' and IPv')} alone`,
        fix: `set ipFamily in the tuning of the gateway (${facts.kind} ${facts.setting.join('.')}), or leave the address out`,
      }),
    );
}

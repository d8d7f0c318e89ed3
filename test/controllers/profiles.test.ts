import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ControllerProfile, factsAt } from '../../src/controllers/controller-profile';
import { History, isAtLeast, parseRelease } from '../../src/controllers/history';
import { PROFILES } from '../../src/controllers/profiles';

const FOLDER = join(__dirname, '../../src/controllers');

/** Facts of a program that somebody can look up again. */
const SOURCED_FIELDS = [
  'controllerName',
  'gatewayClass',
  'support',
  'gatewayApi',
  'tlsRouteVersionsRead',
  'tlsRouteSwitch',
  'passthrough',
  'routing',
  'listenerHostnames',
  'listenerSets',
  'ports',
  'addresses',
  'idle',
  'connectionCaps',
];

/** The facts that decide most, written down from the research and not from the profiles. */
const EXPECTED = `
id                      | class                            | by         | tier         | reads                | lset    | opens     | idle
envoy-gateway           | eg                               | user       | supported    | v1                   | yes     | automatic | 3600
istio                   | istio                            | controller | supported    | v1                   | no      | automatic | 3600
nginx-gateway-fabric    | nginx                            | installer  | supported    | v1                   | yes     | automatic | 600
cilium                  | cilium                           | installer  | supported    | v1                   | yes     | automatic | 3600
kgateway                | kgateway                         | controller | supported    | v1,v1alpha3,v1alpha2 | yes     | automatic | 3600
traefik                 | traefik                          | installer  | manual-ports | v1                   | no      | by-hand   | never
haproxy-ingress         | haproxy                          | installer  | experimental | v1,v1alpha2          | no      | by-hand   | 3600
haproxy-unified-gateway | haproxy                          | user       | experimental | v1alpha2             | unknown | by-hand   | unknown
gke                     | gke-l7-regional-external-managed | platform   | experimental | v1                   | no      | unknown   | unknown
contour                 | contour                          | user       | legacy       | v1alpha2             | no      | automatic | 9001
kong-operator           | kong                             | user       | refused      | v1                   | no      | automatic | unknown
kong-kic                | kong                             | user       | refused      | v1alpha2             | no      | by-hand   | unknown
apisix                  | apisix                           | user       | refused      | v1                   | no      | by-hand   | unknown
aws-lbc-nlb             | aws-nlb-gateway-class            | user       | refused      | v1                   | yes     | automatic | 350
aws-vpc-lattice         | amazon-vpc-lattice               | user       | refused      | v1                   | no      | automatic | unknown
`;

/** The same for releases at which something changed. */
const CHANGES: readonly (readonly [id: string, release: string, tier: string, reads: string])[] = [
  ['envoy-gateway', 'v1.5.9', 'legacy', 'v1alpha2'],
  ['envoy-gateway', 'v1.6.0', 'legacy', 'v1alpha3'],
  ['envoy-gateway', 'v1.8.0', 'supported', 'v1'],
  ['istio', '1.29.2', 'legacy', 'v1alpha2'],
  ['istio', '1.30.0', 'supported', 'v1'],
  ['nginx-gateway-fabric', 'v2.4.0', 'refused', 'v1alpha2'],
  ['nginx-gateway-fabric', 'v2.6.2', 'refused', 'v1'],
  ['nginx-gateway-fabric', 'v2.6.3', 'supported', 'v1'],
  ['cilium', 'v1.19.5', 'refused', 'v1alpha2'],
  ['cilium', 'v1.19.6', 'legacy', 'v1alpha2'],
  ['cilium', 'v1.20.0', 'supported', 'v1'],
  ['kgateway', 'v2.2.1', 'refused', 'v1,v1alpha3,v1alpha2'],
  ['kgateway', 'v2.3.0', 'supported', 'v1,v1alpha3,v1alpha2'],
  ['traefik', 'v3.6.24', 'manual-ports', 'v1alpha2'],
  ['traefik', 'v3.7.0', 'manual-ports', 'v1'],
  ['haproxy-ingress', 'v0.16.1', 'refused', ''],
  ['haproxy-ingress', 'v0.17.0-alpha.2', 'experimental', 'v1,v1alpha2'],
  ['gke', '1.34.1-gke.1822000', 'refused', ''],
  ['gke', '1.35.2-gke.1842000', 'experimental', 'v1'],
  ['kong-operator', 'v2.1.0', 'refused', ''],
];

function row(profile: ControllerProfile): string[] {
  const facts = factsAt(profile, undefined);
  return [
    profile.id,
    profile.gatewayClass.name,
    profile.gatewayClass.createdBy,
    facts.support.tier,
    facts.tlsRouteVersionsRead.join(','),
    facts.listenerSets,
    facts.ports.opened,
    String(profile.idle.tcpSeconds),
  ];
}

test('the profiles say what the facts say', () => {
  const expected = EXPECTED.trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(PROFILES.map(row)).toEqual(expected);
});

test.each(CHANGES)('%s %s is %s and reads %j', (id, release, tier, reads) => {
  const profile = PROFILES.find((candidate) => candidate.id === id);
  const facts = profile === undefined ? undefined : factsAt(profile, release);
  expect(facts?.support.tier).toBe(tier);
  expect(facts?.tlsRouteVersionsRead.join(',')).toBe(reads);
});

describe.each(PROFILES.map((profile) => [profile.id, profile] as const))('the profile of %s', (id, profile) => {
  const histories = Object.entries(profile).filter(
    (entry): entry is [string, History<unknown>] => Array.isArray(entry[1]) && entry[0] !== 'connectionCaps',
  );

  test('stands in a file of its name', () => {
    expect(readdirSync(FOLDER)).toContain(`${id}.ts`);
  });

  test('has histories that start with the first release and are in order', () => {
    expect(histories).toHaveLength(11);
    for (const [, history] of histories) {
      expect(history[0]?.from).toBe('');
      for (const [i, step] of history.entries()) {
        const previous = history[i - 1];
        expect(i === 0 || parseRelease(step.from) !== undefined).toBe(true);
        expect(previous === undefined || isAtLeast(step.from, previous.from)).toBe(true);
      }
    }
  });

  test('has a newest known release that can be read', () => {
    expect(parseRelease(profile.newestKnown)).toBeDefined();
  });

  test('gives a reason and, where it is not fit, an alternative', () => {
    for (const { value } of profile.support) {
      expect(value.tier === 'supported').toBe(value.reason === undefined);
      expect(value.tier !== 'refused' || value.instead !== undefined).toBe(true);
    }
  });

  test('names a source beside every fact', () => {
    const lines = readFileSync(join(FOLDER, `${id}.ts`), 'utf8').split('\n');
    const unsourced = SOURCED_FIELDS.filter((field) => {
      const start = lines.findIndex((line) => line.startsWith(`  ${field}:`));
      const end = lines.findIndex((line, i) => i > start && /^ {2}\S/.test(line) && !/^ {2}[})\]]/.test(line));
      const text = lines.slice(lines[start - 1]?.startsWith('  //') === true ? start - 1 : start, end).join('\n');
      const says =
        !/: (always\()?('unknown'|undefined|'any'|\[\]|\{ tcpSeconds: 'unknown' \}|\{ opened: 'unknown' \})\)?,$/.test(
          text,
        );
      return start < 0 || (says && !/\/\/ \S/.test(text));
    });
    expect(unsourced).toEqual([]);
  });
});

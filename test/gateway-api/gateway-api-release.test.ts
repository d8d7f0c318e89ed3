import { GATEWAY_API_SNAPSHOTS, gatewayApiSchemas } from '../../imports/schemas';
import { GatewayApiChannel, GatewayApiRelease } from '../../src/gateway-api/gateway-api-release';
import { compareStrings } from '../../src/objects';

const { STANDARD, EXPERIMENTAL } = GatewayApiChannel;

test('a tag is read with and without its v', () => {
  expect(GatewayApiRelease.of('1.6.1').tag).toBe('v1.6.1');
  expect(GatewayApiRelease.of('v1.6.1', EXPERIMENTAL).channel).toBe('experimental');
  expect(String(GatewayApiRelease.of('1.5.0'))).toBe('v1.5.0 (standard)');
  expect(String(GatewayApiRelease.latest())).toBe('v1.6.1 (standard)');
});

test.each([
  ['1.6', ', did you mean "v1.6.1"?'],
  ['v1.4.x', ', did you mean "v1.4.1"?'],
  ['v1.9', ', did you mean "v1.9.0"?'],
  ['latest', ''],
  ['', ''],
  ['vv1.6.1', ''],
  ['v01.6.1', ''],
])('%p is refused', (tag, hint) => {
  expect(GatewayApiRelease.tryOf(tag)).toBeUndefined();
  expect(() => GatewayApiRelease.of(tag)).toThrow(
    `${JSON.stringify(tag)} is not a Gateway API release${hint} (a full version, like "v1.6.1")`,
  );
});

test('releases are ordered as versions, a release candidate before its release', () => {
  const release = GatewayApiRelease.of('v1.10.0');
  expect([release.isAtLeast('1.9.9'), release.isAtLeast('v1.10.0'), release.isAtLeast('v1.10.1')]).toEqual([
    true,
    true,
    false,
  ]);
  expect(GatewayApiRelease.of('v1.5.0-rc.1').isAtLeast('v1.5.0')).toBe(false);
  expect(GatewayApiRelease.of('v1.5.0').isAtLeast('v1.5.0-rc.1')).toBe(true);
});

test.each([
  ['v0.8.1', false, false, 'v1.4.1'],
  ['v1.3.0', false, false, 'v1.4.1'],
  ['v1.4.0', true, false, 'v1.4.1'],
  ['v1.5.1', true, false, 'v1.5.1'],
  ['v1.6.2', true, false, 'v1.6.1'],
  ['v1.7.0', true, true, 'v1.6.1'],
  ['v2.0.0', true, true, 'v1.6.1'],
])('%s: supported %p, newer than known %p, CRDs of %s', (tag, supported, newer, snapshot) => {
  const release = GatewayApiRelease.of(tag);
  expect([release.isSupported, release.isNewerThanKnown, release.crdSnapshot]).toEqual([supported, newer, snapshot]);
});

test.each([
  ['TLSRoute', 'v1.3.0', [], ['v1alpha2']],
  ['TLSRoute', 'v1.4.1', [], ['v1alpha3', 'v1alpha2']],
  ['TLSRoute', 'v1.5.1', ['v1'], ['v1', 'v1alpha3', 'v1alpha2']],
  ['TLSRoute', 'v1.6.1', ['v1'], ['v1', 'v1alpha3', 'v1alpha2']],
  ['TLSRoute', 'v1.9.0', ['v1'], ['v1', 'v1alpha3', 'v1alpha2']],
  ['TLSRoute', 'v2.0.0', ['v1'], ['v1', 'v1alpha3', 'v1alpha2']],
  ['TLSRoute', 'v0.8.0', [], []],
  ['TCPRoute', 'v1.5.1', [], ['v1alpha2']],
  ['UDPRoute', 'v1.6.1', ['v1'], ['v1', 'v1alpha2']],
  ['Gateway', 'v1.4.1', ['v1', 'v1beta1'], ['v1', 'v1beta1']],
  ['ListenerSet', 'v1.4.1', [], []],
  ['ListenerSet', 'v1.5.1', ['v1'], ['v1']],
  ['XListenerSet', 'v1.4.1', [], ['v1alpha1']],
  ['XListenerSet', 'v1.5.1', [], []],
  ['ReferenceGrant', 'v1.4.1', ['v1beta1'], ['v1beta1']],
  ['ReferenceGrant', 'v1.5.1', ['v1', 'v1beta1'], ['v1', 'v1beta1']],
  ['BackendTLSPolicy', 'v1.4.1', ['v1'], ['v1', 'v1alpha3']],
  ['XBackend', 'v1.6.1', [], ['v1alpha1']],
  ['constructor', 'v1.6.1', [], []],
])(
  '%s in %s is served as %p in the standard and %p in the experimental channel',
  (kind, tag, standard, experimental) => {
    expect(GatewayApiRelease.of(tag, STANDARD).servedVersions(kind)).toEqual(standard);
    expect(GatewayApiRelease.of(tag, EXPERIMENTAL).servedVersions(kind)).toEqual(experimental);
  },
);

test('a version that is listed but not served does not count', () => {
  expect(GatewayApiRelease.of('v1.6.1', STANDARD).serves('TLSRoute', 'v1alpha2')).toBe(false);
  expect(GatewayApiRelease.of('v1.6.1', EXPERIMENTAL).serves('TLSRoute', 'v1alpha2')).toBe(true);
});

test('what is said of a release is what its CRDs say', () => {
  for (const { release, channels } of GATEWAY_API_SNAPSHOTS) {
    for (const channel of [STANDARD, EXPERIMENTAL]) {
      expect(channels).toContain(channel);
      const said = GatewayApiRelease.of(release, channel);
      expect(said.crdSnapshot).toBe(release);
      for (const { kind, versions } of gatewayApiSchemas(release, channel)) {
        const served = versions.filter((version) => version.served).map((version) => version.name);
        expect([kind, said.servedVersions(kind).sort(compareStrings)]).toEqual([kind, served.sort(compareStrings)]);
      }
    }
  }
});

test('the newest release is the newest one with CRDs', () => {
  expect(GATEWAY_API_SNAPSHOTS.at(-1)?.release).toBe(GatewayApiRelease.latest().tag);
});

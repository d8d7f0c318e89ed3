import { GatewayController } from '../../src/controllers';
import { GatewayApiChannel, GatewayApiRelease } from '../../src/gateway-api';
import { KamajiRelease } from '../../src/kamaji';
import { checkPlatform, TargetPlatform } from '../../src/platform';

interface Parts {
  readonly kamaji?: string;
  readonly gatewayApi?: string;
  readonly channel?: GatewayApiChannel;
  readonly reads?: string[];
  readonly kubernetes?: string;
}

function platform(parts: Parts): TargetPlatform {
  const controller = GatewayController.custom({
    id: 'my-controller',
    controllerName: 'example.com/controller',
    gatewayClassName: 'mine',
    release: 'v1.2.3',
    tlsRouteVersionsRead: parts.reads ?? [],
  });
  return TargetPlatform.of({
    kamaji: KamajiRelease.of(parts.kamaji ?? '26.8.2-edge'),
    gatewayApi: GatewayApiRelease.of(parts.gatewayApi ?? 'v1.6.1', parts.channel),
    ...(parts.reads === undefined ? {} : { controller }),
    kubernetes: parts.kubernetes,
  });
}

function codes(parts: Parts): string[] {
  return checkPlatform(platform(parts)).map((d) => `${d.severity} ${d.code} ${d.path}`);
}

const EXPERIMENTAL = GatewayApiChannel.EXPERIMENTAL;

test('the newest releases fit together', () => {
  expect(checkPlatform(TargetPlatform.newest())).toEqual([]);
});

test('a release outside the known ones is reported', () => {
  expect(codes({ kamaji: 'edge-25.11.4' })).toEqual(['error kamaji-release-unsupported platform.kamaji']);
  expect(codes({ kamaji: '26.8.3-edge' })).toEqual(['warning kamaji-release-unknown platform.kamaji']);
  expect(codes({ gatewayApi: 'v1.3.0' })).toEqual(['error gateway-api-release-unsupported platform.gatewayApi']);
  expect(codes({ gatewayApi: 'v1.7.0' })).toEqual(['warning gateway-api-release-unknown platform.gatewayApi']);
  expect(codes({ gatewayApi: 'v1.6.2' })).toEqual([]);
});

/** Every generation against every bundle: the pairs that work. */
test.each([
  ['edge-25.12.1', 'v1alpha2'],
  ['edge-26.1.3', 'v1alpha2'],
  ['edge-26.2.5', 'v1alpha2'],
  ['26.5.2-edge', 'v1alpha2'],
  ['26.6.2-edge', 'v1'],
  ['26.8.2-edge', 'v1'],
])('%s works with exactly the bundles that serve %s', (kamaji, version) => {
  const working = ['v1.4.1', 'v1.5.1', 'v1.6.1'].flatMap((gatewayApi) =>
    [GatewayApiChannel.STANDARD, EXPERIMENTAL]
      .filter((channel) => codes({ kamaji, gatewayApi, channel }).length === 0)
      .map((channel) => `${gatewayApi} ${channel}`),
  );
  expect(working).toEqual(
    version === 'v1'
      ? ['v1.5.1 standard', 'v1.5.1 experimental', 'v1.6.1 standard', 'v1.6.1 experimental']
      : ['v1.4.1 experimental', 'v1.5.1 experimental', 'v1.6.1 experimental'],
  );
});

test.each([
  [
    { kamaji: '26.8.2-edge', gatewayApi: 'v1.4.1' },
    'Kamaji 26.8.2-edge writes TLSRoute v1, but the standard channel of Gateway API v1.4.1 serves no version of it: ',
    'upgrade the Gateway API to v1.5.1 or newer (either channel), or stay on a Kamaji before 26.6.2-edge with the experimental channel',
  ],
  [
    { kamaji: '26.5.2-edge', gatewayApi: 'v1.5.1' },
    'Kamaji 26.5.2-edge writes TLSRoute v1alpha2, but the standard channel of Gateway API v1.5.1 serves only v1: ',
    'upgrade Kamaji to 26.6.2-edge or newer, which writes v1, or install the experimental channel of Gateway API v1.5.1 (',
  ],
  [
    { kamaji: 'edge-26.1.3', gatewayApi: 'v1.4.1' },
    'Kamaji edge-26.1.3 writes TLSRoute v1alpha2, but the standard channel of Gateway API v1.4.1 serves no version of it: ',
    'install the experimental channel of Gateway API v1.4.1',
  ],
])('%j says which side to change, and what happens otherwise', (parts, message, fix) => {
  const [diagnostic, ...rest] = checkPlatform(platform(parts));
  expect(rest).toEqual([]);
  expect(diagnostic?.code).toBe('tls-route-version-not-served');
  expect(diagnostic?.message).toContain(message);
  expect(diagnostic?.message).toContain(
    'Kamaji itself would exit two minutes after its start and take its webhooks along',
  );
  expect(diagnostic?.fix).toContain(fix);
});

describe('the controller', () => {
  test('may read another version than Kamaji writes, as long as the bundle serves it', () => {
    expect(codes({ kamaji: '26.8.2-edge', channel: EXPERIMENTAL, reads: ['v1alpha2'] })).toEqual([]);
    expect(codes({ kamaji: 'edge-26.1.3', channel: EXPERIMENTAL, reads: ['v1'] })).toEqual([]);
  });

  test('must read a version that is served', () => {
    expect(codes({ reads: ['v1alpha2'] })).toEqual(['error controller-reads-no-served-version platform.controller']);
    expect(checkPlatform(platform({ reads: ['v1alpha2'] }))[0]).toMatchObject({
      message:
        'my-controller v1.2.3 reads TLSRoutes as v1alpha2 only, but the standard channel of Gateway API v1.6.1 serves only v1: it would see no route of any tenant',
      fix: expect.stringMatching(
        /^use a release of my-controller that reads v1, or another controller, or install the experimental channel of Gateway API v1\.6\.1 /,
      ),
    });
    const old = checkPlatform(
      platform({ kamaji: '26.5.2-edge', gatewayApi: 'v1.4.1', channel: EXPERIMENTAL, reads: ['v1'] }),
    );
    expect(old[0]?.fix).toBe(
      'upgrade the Gateway API to v1.5.1 or newer (mind which version Kamaji writes), or use a release of my-controller that reads v1alpha3 or v1alpha2, or another controller',
    );
    expect(checkPlatform(platform({ reads: [] }))[0]?.message).toContain(
      'my-controller v1.2.3 reads no TLSRoutes at all',
    );
  });

  test('is not blamed where nothing at all is served', () => {
    expect(codes({ kamaji: '26.5.2-edge', gatewayApi: 'v1.4.1', reads: ['v1'] })).toEqual([
      'error tls-route-version-not-served platform.kamaji',
    ]);
  });
});

describe('Kubernetes of the management cluster', () => {
  test.each(['v1.31.0', '1.36', 'v1.33.5+k3s1', 'v1.31.2-eks-1234', undefined])('%p is new enough', (kubernetes) => {
    expect(codes({ kubernetes })).toEqual([]);
  });

  test('must be new enough for the TLSRoute CRD from bundle 1.5 on', () => {
    expect(codes({ kubernetes: 'v1.30.9' })).toEqual(['error kubernetes-too-old platform.kubernetes']);
    expect(
      codes({ kubernetes: 'v1.30.9', kamaji: '26.5.2-edge', gatewayApi: 'v1.4.1', channel: EXPERIMENTAL }),
    ).toEqual([]);
  });

  test.each(['', 'latest', '1', 'v2.1.0', '1.35.x'])('%p is not a version', (kubernetes) => {
    expect(codes({ kubernetes })).toEqual(['error platform-kubernetes-unparsable platform.kubernetes']);
  });
});

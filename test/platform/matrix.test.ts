import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROLLER_CODES } from '../../src/controllers/checks';
import { GatewayController } from '../../src/controllers/gateway-controller';
import { PROFILES } from '../../src/controllers/profiles';
import { GatewayApiChannel } from '../../src/gateway-api/gateway-api-release';
import { KamajiGeneration } from '../../src/kamaji/kamaji-release';
import { compatibilityMatrix, MatrixCell, releasesOf } from '../../src/platform/matrix';
import { formatMatrixMarkdown, formatMatrixText } from '../../src/platform/matrix-document';

const CELLS = compatibilityMatrix();
const GENERATIONS = Object.values(KamajiGeneration);
const BUNDLES = ['v1.4.1', 'v1.5.1', 'v1.6.1'];
const CHANNELS = Object.values(GatewayApiChannel);

function key(cell: Pick<MatrixCell, 'generation' | 'gatewayApi' | 'channel' | 'controller' | 'since'>): string {
  return [cell.controller, cell.since, cell.generation, cell.gatewayApi, cell.channel].join(' ');
}

const BY_KEY = new Map(CELLS.map((cell) => [key(cell), cell]));

test('every combination has exactly one cell, and no cell is undefined', () => {
  const expected = PROFILES.flatMap((profile) =>
    releasesOf(profile).flatMap((since) =>
      GENERATIONS.flatMap((generation) =>
        BUNDLES.flatMap((gatewayApi) =>
          CHANNELS.map((channel) => key({ controller: profile.id, since, generation, gatewayApi, channel })),
        ),
      ),
    ),
  );
  expect([...BY_KEY.keys()].sort()).toEqual(expected.sort());
  expect(CELLS).toHaveLength(expected.length);
  for (const cell of CELLS) {
    expect(['works', 'care', 'no']).toContain(cell.verdict);
    expect(cell.codes.length > 0).toBe(cell.verdict !== 'works');
  }
});

/** Kamaji writes v1alpha2 before G5 and v1 from it on; what a bundle serves is in the Gateway API's own change log. */
test('a cell whose bundle does not serve what Kamaji writes never works', () => {
  const served = (bundle: string, channel: string, version: string) =>
    version === 'v1' ? bundle !== 'v1.4.1' : channel === 'experimental';
  for (const cell of CELLS) {
    const writes = cell.generation === KamajiGeneration.G5 ? 'v1' : 'v1alpha2';
    const fits = served(cell.gatewayApi, cell.channel, writes);
    expect([key(cell), cell.codes.includes('tls-route-version-not-served')]).toEqual([key(cell), !fits]);
  }
});

/** Written from the research: columns are 1.4.1 experimental with G4, 1.5.1 experimental with G4, and with G5 1.5.1 standard and 1.6.1 standard. */
const EXPECTED: readonly (readonly [controller: string, since: string, ...verdicts: string[]])[] = [
  ['envoy-gateway', '', 'works', 'works', 'no', 'no'],
  ['envoy-gateway', 'v1.7.0', 'works', 'works', 'no', 'no'],
  ['envoy-gateway', 'v1.8.0', 'no', 'works', 'works', 'works'],
  ['envoy-gateway', 'v1.9.0', 'no', 'works', 'works', 'works'],
  ['istio', '', 'works', 'no', 'no', 'no'],
  ['istio', 'v1.30.0', 'no', 'works', 'works', 'works'],
  ['nginx-gateway-fabric', 'v2.5.0', 'no', 'no', 'no', 'no'],
  ['nginx-gateway-fabric', 'v2.6.3', 'no', 'works', 'works', 'works'],
  ['cilium', '', 'no', 'no', 'no', 'no'],
  ['cilium', 'v1.19.6', 'works', 'works', 'no', 'no'],
  ['cilium', 'v1.20.0', 'no', 'works', 'works', 'works'],
  ['kgateway', '', 'no', 'no', 'no', 'no'],
  ['kgateway', 'v2.3.0', 'works', 'works', 'works', 'works'],
  ['traefik', '', 'care', 'care', 'no', 'no'],
  ['traefik', 'v3.7.0', 'no', 'care', 'care', 'care'],
  ['traefik', 'v3.7.10', 'no', 'care', 'care', 'care'],
  ['haproxy-ingress', '', 'no', 'no', 'no', 'no'],
  ['haproxy-ingress', 'v0.17.0-alpha.1', 'care', 'care', 'care', 'care'],
  ['haproxy-unified-gateway', '', 'care', 'care', 'no', 'no'],
  ['gke', '1.35.0', 'no', 'care', 'care', 'care'],
  ['contour', '', 'works', 'works', 'no', 'no'],
  ['kong-operator', 'v2.2.0', 'no', 'no', 'no', 'no'],
  ['kong-kic', '', 'no', 'no', 'no', 'no'],
  ['apisix', '2.2.0', 'no', 'no', 'no', 'no'],
  ['aws-lbc-nlb', '', 'no', 'no', 'no', 'no'],
  ['aws-vpc-lattice', 'v2.1.0', 'no', 'no', 'no', 'no'],
];

const { G4, G5 } = KamajiGeneration;
const { STANDARD, EXPERIMENTAL } = GatewayApiChannel;

test.each(EXPECTED)('%s from "%s" on says what the research says', (controller, since, ...verdicts) => {
  const verdict = (generation: KamajiGeneration, gatewayApi: string, channel: GatewayApiChannel) =>
    BY_KEY.get(key({ controller, since, generation, gatewayApi, channel }))?.verdict;
  expect([
    verdict(G4, 'v1.4.1', EXPERIMENTAL),
    verdict(G4, 'v1.5.1', EXPERIMENTAL),
    verdict(G5, 'v1.5.1', STANDARD),
    verdict(G5, 'v1.6.1', STANDARD),
  ]).toEqual(verdicts);
});

test('a refused controller works nowhere', () => {
  for (const id of ['kong-operator', 'kong-kic', 'apisix', 'aws-lbc-nlb', 'aws-vpc-lattice']) {
    const own = CELLS.filter(({ controller }) => controller === id);
    expect(own.every(({ codes }) => codes.includes('controller-refused'))).toBe(true);
  }
});

test('every code in the matrix is explained below it', () => {
  const text = formatMatrixText(CELLS);
  const known = new Set([
    'tls-route-version-not-served',
    'controller-reads-no-served-version',
    ...CONTROLLER_CODES.map(({ code }) => code),
  ]);
  for (const code of new Set(CELLS.flatMap(({ codes }) => codes))) {
    expect(known).toContain(code);
    expect(text).toMatch(new RegExp(`^\\d+\\. ${code}: \\S`, 'm'));
  }
});

test('the text names every controller for every group of generations', () => {
  const text = formatMatrixText(CELLS);
  expect(text).toMatch(/^Kamaji G1, G2, G3, G4$/m);
  expect(text).toMatch(/^Kamaji G5$/m);
  for (const id of GatewayController.ids()) {
    expect(text.split('\n').filter((line) => line.startsWith(`${id} `)).length).toBeGreaterThanOrEqual(2);
  }
});

test('docs/platforms.md is what the profiles give (write it with "tenant-gateway platforms --format markdown")', () => {
  const document = readFileSync(join(__dirname, '../../docs/platforms.md'), 'utf8');
  expect(document).toBe(formatMatrixMarkdown(CELLS));
});

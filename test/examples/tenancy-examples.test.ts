import * as path from 'node:path';
import { Chart } from 'cdk8s';
import { FleetApp } from '../../src';
import { manifestPath } from '../../src/tenancy/manifest-path';
import { synthesize } from '../../src/tenancy/synthesis';

const FOLDER = path.join(__dirname, '../../examples');

const NAMES = [
  'adopt-with-identity',
  'adopt-without-identity',
  'internal-and-external',
  'kamaji-guide-g2-exact',
  'kamaji-guide-g2-wildcard',
  'kamaji-guide-g5-exact',
  'metallb-address',
  'two-data-stores',
  'two-domains',
];

function load(name: string): FleetApp {
  const example = require(path.join(FOLDER, name, 'main')) as { build(app: FleetApp): void };
  const app = new FleetApp();
  example.build(app);
  return app;
}

describe('the examples of shared gateways', () => {
  it.each(NAMES)('%s renders what it always rendered, without a finding', (name) => {
    const app = load(name);
    const { rendered, diagnostics } = synthesize(app);
    expect(diagnostics).toEqual([]);
    expect(app.node.children.every(Chart.isChart)).toBe(true);
    expect(rendered.map(({ object, construct }) => ({ file: manifestPath(construct), object }))).toMatchSnapshot();
  });
});

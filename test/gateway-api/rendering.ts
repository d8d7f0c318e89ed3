import { App, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { KubeObject } from '../../src/objects';

/** A chart in a namespace, of an app that nobody writes anywhere. */
export function chartIn(namespace = 'apps'): Chart {
  return new Chart(new App(), 'chart', { namespace });
}

/** A chart that names no namespace. */
export function bareChart(): Chart {
  return new Chart(new App(), 'chart');
}

/** Renders what a construct puts into the chart, validations included. */
export function render(build: (chart: Chart) => void, namespace?: string): KubeObject[] {
  const chart = chartIn(namespace);
  build(chart);
  return Testing.synth(chart) as KubeObject[];
}

/** The spec of the only object that a construct renders. */
export function specOf(build: (chart: Chart) => void, namespace?: string): Record<string, unknown> {
  const objects = render(build, namespace);
  expect(objects).toHaveLength(1);
  return objects[0]?.['spec'] as Record<string, unknown>;
}

/** The validation messages of the tree that a chart is in. */
export function problemsOf(chart: Chart): string[] {
  return chart.node.root.node.findAll().flatMap((construct) => construct.node.validate());
}

/** A Service with ports, TCP unless said otherwise. */
export function service(
  chart: Chart,
  name: string,
  ports: readonly (number | kplus.ServicePort)[],
  namespace?: string,
): kplus.Service {
  return new kplus.Service(chart, `svc-${name}`, {
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    ports: ports.map((port) => (typeof port === 'number' ? { port, name: `p${port}` } : port)),
  });
}

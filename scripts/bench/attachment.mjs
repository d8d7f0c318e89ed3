import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { attach } = require('../../lib/src/gateway-api/attachment/index.js');

const SIZES = [100, 1000, 10_000];
const LISTENERS = 64;
const REPEATS = 5;

/** One Gateway with 64 listeners on eight ports and routes that name no listener, so that each is looked for among all. */
function fleet(routes) {
  const listeners = Array.from({ length: LISTENERS }, (_, i) => ({
    name: `l${i}`,
    port: 6443 + Math.floor(i / 8),
    protocol: 'TLS',
    hostname: `*.d${i % 8}.example.com`,
    tls: { mode: 'Passthrough' },
    allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { tenant: 'yes' } } } },
  }));
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { namespace: 'edge', name: 'edge' },
    spec: { gatewayClassName: 'any', listeners },
  };
  const tenants = Array.from({ length: routes }, (_, i) => [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `t-${i}`, labels: { tenant: 'yes' } } },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: `t-${i}`, name: 'api' },
      spec: { ports: [{ port: 6443 }] },
    },
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'TLSRoute',
      metadata: { namespace: `t-${i}`, name: 'api' },
      spec: {
        parentRefs: [{ namespace: 'edge', name: 'edge' }],
        hostnames: [`t-${i}.d${i % 8}.example.com`],
        rules: [{ backendRefs: [{ name: 'api', port: 6443 }] }],
      },
    },
  ]);
  return [gateway, ...tenants.flat()];
}

/** The least of several runs: what else the machine does only ever adds. */
function leastTime(objects) {
  const times = Array.from({ length: REPEATS }, () => {
    const start = performance.now();
    const { routes } = attach(objects);
    const time = performance.now() - start;
    if (routes.some(({ parents }) => parents[0]?.listeners.length !== LISTENERS / 8)) {
      throw new Error('a route is not attached to the eight listeners of its name');
    }
    return time;
  });
  return Math.min(...times);
}

/** Measures attachment; each entry is one size, with the growth against the size before (1 is linear). */
export function benchAttachment() {
  leastTime(fleet(SIZES[0]));
  const results = [];
  for (const routes of SIZES) {
    const milliseconds = leastTime(fleet(routes));
    const previous = results.at(-1);
    const growth = previous && milliseconds / previous.milliseconds / (routes / previous.routes);
    results.push({ routes, milliseconds, growth });
  }
  return results;
}

/** Writes the measurement as lines for a person. */
export function formatAttachmentBench(results) {
  return [
    `attachment of routes to ${LISTENERS} listeners`,
    ...results.map(({ routes, milliseconds, growth }) => {
      const each = `${((milliseconds / routes) * 1000).toFixed(1)} µs each`;
      const ratio = growth === undefined ? '' : `  growth ${growth.toFixed(2)} (1 is linear)`;
      return `${String(routes).padStart(8)} routes ${milliseconds.toFixed(1).padStart(9)} ms  ${each}${ratio}`;
    }),
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${formatAttachmentBench(benchAttachment())}\n`);
}

import { asString, compareStrings, read } from '../objects';
import { ReadError } from './cluster-reader';
import { Expectation, ExpectedRoute, ExpectedTenant } from './expectation';
import { caSecretName, LiveCluster } from './live-cluster';
import { TlsQuestion } from './tls-probe';

/** A connection to a gateway. */
export interface Connection {
  /** Key of the Gateway. */
  readonly gateway: string;
  readonly question: TlsQuestion;

  /** Whose name is asked for; undefined where it is nobody's. */
  readonly asked?: { readonly tenant: ExpectedTenant; readonly route: ExpectedRoute };
}

/** The CA of a tenant: PEM, or why there is none. */
export type TenantCa =
  | { readonly pem: string }
  /** Why it is not known; undefined where that is said elsewhere. */
  | { readonly pem?: undefined; readonly reason?: string };

/** Reads the CA that a live tenant's certificates have to chain to. */
export function readCa(tenant: ExpectedTenant, live: LiveCluster): TenantCa {
  const object = live.tenant(tenant);
  if (object === undefined) {
    return {};
  }
  const name = caSecretName(object);
  if (name === undefined) {
    return { reason: 'status.certificates.ca names no Secret' };
  }
  const secret = live.secret(tenant.view.namespace, name);
  if (secret instanceof ReadError) {
    return {};
  }
  if (secret === undefined) {
    return { reason: `Secret "${name}" does not exist` };
  }
  const encoded = asString(read(secret, 'data', 'ca.crt'));
  const pem = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  return pem.includes('BEGIN CERTIFICATE') ? { pem } : { reason: `Secret "${name}" holds no certificate in ca.crt` };
}

/** A name beside the tenants' own that no tenant has: `no-tenant.cluster.dev`. */
export function inventName(hostname: string, taken: ReadonlySet<string>): string {
  const dot = hostname.indexOf('.');
  const domain = dot < 0 ? 'invalid' : hostname.slice(dot + 1);
  let name = `no-tenant.${domain}`;
  for (let i = 2; taken.has(name); i++) {
    name = `no-tenant-${i}.${domain}`;
  }
  return name;
}

function askTenants(
  { tenants }: Expectation,
  addresses: ReadonlyMap<string, readonly string[]>,
  cas: ReadonlyMap<ExpectedTenant, TenantCa>,
): Connection[] {
  return tenants.flatMap((tenant) => {
    const { gateway = '' } = tenant;
    const ca = cas.get(tenant)?.pem;
    return (addresses.get(gateway) ?? []).flatMap((address) =>
      tenant.routes.map((route) => ({
        gateway,
        asked: { tenant, route },
        question: {
          address,
          port: route.port,
          servername: tenant.hostname,
          // What kubectl and konnectivity's agents send.
          alpn: true,
          ...(ca === undefined ? {} : { ca }),
        },
      })),
    );
  });
}

/** Names that no tenant has, and no name at all; some controllers answer these themselves where the client offers ALPN. */
function askNobody(
  { tenants, hostnames }: Expectation,
  addresses: ReadonlyMap<string, readonly string[]>,
): Connection[] {
  const ports = new Map<string, { gateway: string; port: number; hostname: string }>();
  for (const { gateway = '', hostname, routes } of tenants) {
    for (const { port } of routes) {
      const key = `${gateway}:${port}`;
      if (!ports.has(key)) {
        ports.set(key, { gateway, port, hostname });
      }
    }
  }
  const sorted = [...ports].sort(([a], [b]) => compareStrings(a, b)).map(([, port]) => port);
  return sorted.flatMap(({ gateway, port, hostname }) => {
    const unknown = inventName(hostname, hostnames);
    return (addresses.get(gateway) ?? []).flatMap((address) =>
      [{ servername: unknown }, {}].flatMap((name) =>
        [true, false].map((alpn) => ({ gateway, question: { address, port, ...name, alpn } })),
      ),
    );
  });
}

/** Plans the connections that show who answers: one for each tenant, port and address, and some for names that nobody has. */
export function planConnections(
  expectation: Expectation,
  addresses: ReadonlyMap<string, readonly string[]>,
  cas: ReadonlyMap<ExpectedTenant, TenantCa>,
): Connection[] {
  return [...askTenants(expectation, addresses, cas), ...askNobody(expectation, addresses)];
}

import { isIP } from 'node:net';
import { CodeDefinition, Diagnostic, diagnose, Severity, sortDiagnostics } from '../diagnostics';
import { TargetPlatform } from '../platform';
import { ClusterReader } from './cluster-reader';
import { planConnections, readCa } from './connections';
import { Expectation, ExpectedGateway, expectationOf, VerifyInput } from './expectation';
import { ConnectionResults, judgeConnections } from './judge-connections';
import { addressesOf, judgeGateways } from './judge-gateways';
import { CLUSTER_INFO_PATH, judgeClusterInfo, judgeKubeconfigs } from './judge-kubeconfigs';
import { judgeListeners } from './judge-listeners';
import { judgeNames } from './judge-names';
import { judgeReads } from './judge-reads';
import { judgeRoutes } from './judge-routes';
import { judgeTenants } from './judge-tenants';
import { mapLimited } from './limit';
import { attachLive } from './live-attachment';
import { LiveCluster, readLiveCluster } from './live-cluster';
import { NameAnswer, NameLookup } from './name-lookup';
import { isFailure, TlsProbe } from './tls-probe';

/** Nothing that verification could be about. */
export const NOTHING_TO_VERIFY: CodeDefinition = {
  code: 'nothing-to-verify',
  severity: Severity.ERROR,
  title: 'The fleet or the manifests hold neither a Gateway nor a tenant behind one',
};

/** Everything outside of the process that verification touches, only ever to read. */
export interface VerifyWorld {
  readonly reader: ClusterReader;
  readonly probe: TlsProbe;

  /** Looks up names; undefined to leave DNS alone. */
  readonly names?: NameLookup;

  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What is being done. */
export type Phase = 'reading' | 'names' | 'connecting' | 'cluster-info';

/** How verification is done. */
export interface VerifyOptions {
  /** Requests and connections at a time. */
  readonly concurrency: number;

  /** Addresses in place of those that Gateways say they have. */
  readonly addresses?: AddressOverrides;

  /** Told how far the work is. */
  readonly onProgress?: (phase: Phase, done: number, total: number) => void;
}

/** Addresses that the user gives. */
export interface AddressOverrides {
  /** Addresses for every Gateway that has none of its own here. */
  readonly all: readonly string[];

  /** Addresses by `namespace/name` of the Gateway. */
  readonly byGateway: ReadonlyMap<string, readonly string[]>;
}

/** How much was looked at. */
export interface VerifySummary {
  readonly gateways: number;
  readonly tenants: number;
  readonly connections: number;
}

/** What verification found. */
export interface VerifyReport {
  /** All findings, sorted. */
  readonly diagnostics: readonly Diagnostic[];
  readonly expectation: Expectation;
  readonly summary: VerifySummary;
}

/** Names after which no further one is looked up where none was answered: each costs its whole timeout. */
const SILENT_NAMES = 4;

function overridesOf(overrides: AddressOverrides | undefined, key: string): readonly string[] {
  return overrides?.byGateway.get(key) ?? overrides?.all ?? [];
}

/** The addresses to connect to, by Gateway; names among them are looked up. */
async function resolveAddresses(
  gateways: readonly ExpectedGateway[],
  live: LiveCluster,
  world: VerifyWorld,
  overrides: AddressOverrides | undefined,
): Promise<Map<string, readonly string[]>> {
  const entries = gateways.map(async ({ key, namespace, name }): Promise<[string, string[]]> => {
    const given = overridesOf(overrides, key);
    const gateway = live.find('Gateway', namespace, name);
    const values = given.length > 0 || gateway === undefined ? given : addressesOf(gateway).map(({ value }) => value);
    const resolved = await Promise.all(
      values.map(async (value) => {
        if (isIP(value) !== 0) {
          return [value];
        }
        const answer = await world.names?.resolve(value);
        // A name that does not resolve here is dialled all the same, so that the failure is a finding.
        return answer !== undefined && 'addresses' in answer ? answer.addresses : [value];
      }),
    );
    return [key, [...new Set(resolved.flat())]];
  });
  return new Map(await Promise.all(entries));
}

async function lookUpNames(
  { hostnames }: Expectation,
  names: NameLookup,
  { concurrency, onProgress }: VerifyOptions,
): Promise<Map<string, NameAnswer>> {
  const answers = new Map<string, NameAnswer>();
  let silent = 0;
  await mapLimited(
    [...hostnames],
    Math.min(concurrency, SILENT_NAMES),
    async (name) => {
      if (silent >= SILENT_NAMES && silent === answers.size) {
        return;
      }
      const answer = await names.resolve(name);
      silent += 'failure' in answer && answer.failure === 'unavailable' ? 1 : 0;
      answers.set(name, answer);
    },
    (done, total) => onProgress?.('names', done, total),
  );
  return answers;
}

function judgeInput({ gateways, tenants }: Expectation): Diagnostic[] {
  return gateways.length > 0 || tenants.length > 0
    ? []
    : [
        diagnose(NOTHING_TO_VERIFY, {
          message: 'there is neither a Gateway nor a TenantControlPlane with a gateway and a hostname',
          fix: 'name the fleet (--fleet DIR) or the manifests (-f FILE) of what runs in the cluster',
        }),
      ];
}

/** Reads what tenants that answered as they should tell nodes that join. */
async function readClusterInfos(
  results: ConnectionResults,
  {
    live,
    platform,
    probe,
  }: { readonly live: LiveCluster; readonly platform: TargetPlatform; readonly probe: TlsProbe },
  { concurrency, onProgress }: VerifyOptions,
): Promise<Diagnostic[]> {
  const trusted = results.connections.flatMap(({ question, asked }, i) => {
    const answer = results.answers[i];
    const isTrusted =
      asked !== undefined &&
      asked.route === asked.tenant.routes[0] &&
      question.ca !== undefined &&
      answer !== undefined &&
      !isFailure(answer) &&
      answer.untrusted === undefined;
    return isTrusted ? [{ question, tenant: asked.tenant }] : [];
  });
  const first = new Map(trusted.map((entry) => [entry.tenant, entry]));
  const found = await mapLimited(
    [...first.values()],
    concurrency,
    async ({ question, tenant }) => {
      const { status, body } = await probe.fetch(question, CLUSTER_INFO_PATH);
      return status === 200 ? judgeClusterInfo(tenant, body, live, platform) : [];
    },
    (done, total) => onProgress?.('cluster-info', done, total),
  );
  return found.flat();
}

async function connect(
  expectation: Expectation,
  live: LiveCluster,
  addresses: ReadonlyMap<string, readonly string[]>,
  world: VerifyWorld,
  { concurrency, onProgress }: VerifyOptions,
): Promise<ConnectionResults> {
  const cas = new Map(expectation.tenants.map((tenant) => [tenant, readCa(tenant, live)]));
  const connections = planConnections(expectation, addresses, cas);
  const answers = await mapLimited(
    connections,
    concurrency,
    ({ question }) => world.probe.ask(question),
    (done, total) => onProgress?.('connecting', done, total),
  );
  return { connections, answers, cas, now: world.now() };
}

/**
 * Holds a live cluster against what should be there: reads it, opens a connection to every name, and judges. Writes nothing.
 *
 * @throws ReadError if there is no API server, or it refuses the credentials; whatever fails later is a finding
 */
export async function verify(input: VerifyInput, world: VerifyWorld, options: VerifyOptions): Promise<VerifyReport> {
  const { concurrency, addresses: overrides, onProgress } = options;
  await world.reader.probe();
  const expectation = expectationOf(input);
  const live = await readLiveCluster(world.reader, expectation, concurrency, (done, total) =>
    onProgress?.('reading', done, total),
  );
  const addresses = await resolveAddresses(expectation.gateways, live, world, overrides);
  const names = world.names === undefined ? new Map() : await lookUpNames(expectation, world.names, options);
  const results = await connect(expectation, live, addresses, world, options);
  const clusterInfo = await readClusterInfos(
    results,
    { live, platform: expectation.platform, probe: world.probe },
    options,
  );
  const attachment = attachLive(live, expectation.platform);
  const diagnostics = sortDiagnostics([
    ...judgeInput(expectation),
    ...judgeReads(expectation, live),
    ...judgeGateways(expectation, live, (key) => overridesOf(overrides, key).length > 0),
    ...judgeListeners(expectation, live, attachment),
    ...judgeTenants(expectation, live),
    ...judgeRoutes(expectation, live, attachment),
    ...judgeConnections(expectation, results),
    ...judgeNames(expectation, names, addresses),
    ...judgeKubeconfigs(expectation, live),
    ...clusterInfo,
  ]);
  const { gateways, tenants } = expectation;
  return {
    diagnostics,
    expectation,
    summary: { gateways: gateways.length, tenants: tenants.length, connections: results.connections.length },
  };
}

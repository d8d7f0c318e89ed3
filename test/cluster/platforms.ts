import { KAMAJI_SNAPSHOTS } from '../../imports/schemas';
import { GatewayApiChannel, GatewayApiRelease } from '../../src/gateway-api';
import { KamajiRelease } from '../../src/kamaji';
import { TargetPlatform } from '../../src/platform';
import { AdmissionCase } from '../admission/admission-case';
import { Bundle } from './bundles';

/** What one cluster is for: a platform, and what is tried on it. */
export interface ClusterPlan {
  readonly platform: TargetPlatform;
  readonly bundles: readonly Bundle[];
  readonly cases: readonly AdmissionCase[];
  /** Whether objects are generated, too: on the platforms under test, not on those that only a case asks for. */
  readonly generates: boolean;
}

function platform(kamaji: string, gatewayApi: string, channel: GatewayApiChannel): TargetPlatform {
  return TargetPlatform.of({
    kamaji: KamajiRelease.of(kamaji),
    gatewayApi: GatewayApiRelease.of(gatewayApi, channel),
  });
}

/** The platforms under test: the newest one in both channels, and the one of the second generation of Kamaji's contract. */
const UNDER_TEST: readonly TargetPlatform[] = [
  platform('26.8.2-edge', 'v1.6.1', GatewayApiChannel.STANDARD),
  platform('26.8.2-edge', 'v1.6.1', GatewayApiChannel.EXPERIMENTAL),
  platform('edge-26.1.3', 'v1.4.1', GatewayApiChannel.EXPERIMENTAL),
];

/** Names a platform for a person. */
export function describePlatform({ kamaji, gatewayApi }: TargetPlatform): string {
  return `Kamaji ${kamaji.tag}, Gateway API ${gatewayApi.tag} ${gatewayApi.channel}`;
}

/** Folders under `imports/crds` of the CRDs that a platform has. */
export function snapshotsOf({ kamaji, gatewayApi }: TargetPlatform): readonly [gatewayApi: string, kamaji: string] {
  return [`gateway-api/${gatewayApi.crdSnapshot}/${gatewayApi.channel}`, `kamaji/${kamaji.crdSnapshot}`];
}

/** A platform with the CRDs of a folder under `imports/crds`; the rest of it is the newest. */
function platformWith(snapshot: string): TargetPlatform {
  const [project, release = '', channel] = snapshot.split('/');
  const newest = TargetPlatform.newest();
  if (project === 'kamaji') {
    return platform(release, newest.gatewayApi.tag, newest.gatewayApi.channel);
  }
  const kamaji = KAMAJI_SNAPSHOTS.at(-1) ?? '';
  return platform(
    kamaji,
    release,
    channel === 'experimental' ? GatewayApiChannel.EXPERIMENTAL : GatewayApiChannel.STANDARD,
  );
}

/** Distributes everything that is to be tried over as few clusters as hold it. */
export function planClusters(bundles: readonly Bundle[], cases: readonly AdmissionCase[]): ClusterPlan[] {
  const platforms = new Map(UNDER_TEST.map((one) => [describePlatform(one), one]));
  for (const bundle of bundles) {
    platforms.set(describePlatform(bundle.platform), bundle.platform);
  }
  const covered = new Set([...platforms.values()].flatMap(snapshotsOf));
  for (const { snapshot } of cases) {
    if (!covered.has(snapshot) && !snapshot.startsWith('envoy-gateway/')) {
      const added = platformWith(snapshot);
      platforms.set(describePlatform(added), added);
      covered.add(snapshot);
    }
  }
  const underTest = new Set(UNDER_TEST.map(describePlatform));
  const tried = new Set<AdmissionCase>();
  return [...platforms].map(([name, one]) => {
    const snapshots: readonly string[] = snapshotsOf(one);
    const own = cases.filter((entry) => {
      const fits = snapshots.includes(entry.snapshot) || entry.snapshot.startsWith('envoy-gateway/');
      return fits && !tried.has(entry);
    });
    for (const entry of own) {
      tried.add(entry);
    }
    return {
      platform: one,
      bundles: bundles.filter((bundle) => describePlatform(bundle.platform) === name),
      cases: own,
      generates: underTest.has(name),
    };
  });
}

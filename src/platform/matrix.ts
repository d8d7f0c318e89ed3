import { compare } from 'semver';
import { ControllerProfile } from '../controllers/controller-profile';
import { GatewayController } from '../controllers/gateway-controller';
import { isNewerThan, parseRelease, Step } from '../controllers/history';
import { PROFILES } from '../controllers/profiles';
import { Diagnostic, Severity } from '../diagnostics';
import { GatewayApiChannel, GatewayApiRelease } from '../gateway-api/gateway-api-release';
import { KamajiGeneration, KamajiRelease } from '../kamaji/kamaji-release';
import { KubeObject } from '../objects';
import { checkPlatform } from './check-platform';
import { checkPlatformController } from './check-platform-controller';
import { TargetPlatform } from './target-platform';

/** Whether tenants behind a shared gateway work on a platform. */
export type Verdict =
  /** Nothing to say but notes. */
  | 'works'
  /** There are warnings: read them first. */
  | 'care'
  /** There are errors: it would not work. */
  | 'no';

/** One combination of releases, and what the checks say of it. */
export interface MatrixCell {
  readonly generation: KamajiGeneration;
  readonly gatewayApi: string;
  readonly channel: GatewayApiChannel;
  /** Id of the controller. */
  readonly controller: string;
  /** First release of the controller that the cell is about; empty for all before the next one. */
  readonly since: string;
  readonly verdict: Verdict;
  /** Codes of errors and warnings, sorted; notes are left out. */
  readonly codes: readonly string[];
}

/** First tag of each generation, oldest first; the newest generation is represented by the newest tag. */
const KAMAJI_TAGS: readonly string[] = ['edge-25.12.1', 'edge-26.1.3', 'edge-26.2.5', '26.5.2-edge', '26.8.2-edge'];

/** Gateway API releases of the matrix, oldest first. */
export const MATRIX_BUNDLES: readonly string[] = ['v1.4.1', 'v1.5.1', 'v1.6.1'];

/** Channels of the matrix. */
export const MATRIX_CHANNELS: readonly GatewayApiChannel[] = [
  GatewayApiChannel.STANDARD,
  GatewayApiChannel.EXPERIMENTAL,
];

/** Generations of the matrix, oldest first. */
export const MATRIX_GENERATIONS: readonly KamajiGeneration[] = KAMAJI_TAGS.map(
  (tag) => KamajiRelease.of(tag).generation,
);

/** A release before all others. */
const BEFORE_ALL = '0.0.0';

function isStep(value: unknown): value is Step<unknown> {
  return typeof value === 'object' && value !== null && 'from' in value && typeof value.from === 'string';
}

/** Releases at which a fact of the controller changed, oldest first; the empty one stands for the first release there was. */
export function releasesOf({ newestKnown, ...profile }: ControllerProfile): string[] {
  const changes = Object.values(profile)
    .flatMap((value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []))
    .filter(isStep)
    .map(({ from }) => from)
    .filter((from) => from === '' || !isNewerThan(from, newestKnown));
  // "-0" means "pre-releases too"; where there are only pre-releases yet, the newest of them is the release.
  const releases = changes.map((from) => from.replace(/-0$/, ''));
  const known = releases.map((release) =>
    release !== '' && isNewerThan(release, newestKnown) ? newestKnown : release,
  );
  return [...new Set(known)].sort((a, b) => compare(parseRelease(a) ?? BEFORE_ALL, parseRelease(b) ?? BEFORE_ALL));
}

/** A gateway and a tenant as the library makes them: what remains to be said is about the controller and the releases. */
function sample(controller: GatewayController): { readonly gateway: KubeObject; readonly tenant: KubeObject } {
  const metadata = { name: 'edge', namespace: 'kamaji-edge' };
  const listener = (name: string, port: number) => ({
    name,
    port,
    protocol: 'TLS',
    hostname: '*.cluster.dev',
    tls: { mode: 'Passthrough' },
  });
  return {
    gateway: {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata,
      spec: {
        gatewayClassName: controller.gatewayClassName,
        listeners: [listener('kube-apiserver', 6443), listener('konnectivity-server', 8132)],
      },
    },
    tenant: {
      apiVersion: 'kamaji.clastix.io/v1alpha1',
      kind: 'TenantControlPlane',
      metadata: { name: 'tcp-1', namespace: 'tenant-1' },
      spec: {
        controlPlane: {
          gateway: { hostname: 'tcp1.cluster.dev', parentRefs: [{ ...metadata, sectionName: 'kube-apiserver' }] },
        },
        addons: { konnectivity: { server: { extraArgs: ['--keepalive-time=60s'] } } },
      },
    },
  };
}

function judge(platform: TargetPlatform, controller: GatewayController): Diagnostic[] {
  const { gateway, tenant } = sample(controller);
  return [
    ...checkPlatform(platform),
    ...checkPlatformController({ objects: [gateway, tenant], known: [], platform }),
  ].filter(({ severity }) => severity !== Severity.NOTE);
}

function verdictOf(diagnostics: readonly Diagnostic[]): Verdict {
  if (diagnostics.some(({ severity }) => severity === Severity.ERROR)) {
    return 'no';
  }
  return diagnostics.length === 0 ? 'works' : 'care';
}

/** Works out every combination of Kamaji generation, Gateway API release and channel, and controller release that is known. */
export function compatibilityMatrix(): MatrixCell[] {
  return PROFILES.flatMap((profile) =>
    releasesOf(profile).flatMap((since) => {
      const controller = GatewayController.of(profile.id, since === '' ? BEFORE_ALL : since);
      return KAMAJI_TAGS.flatMap((tag) =>
        MATRIX_BUNDLES.flatMap((bundle) =>
          MATRIX_CHANNELS.map((channel): MatrixCell => {
            const kamaji = KamajiRelease.of(tag);
            const gatewayApi = GatewayApiRelease.of(bundle, channel);
            const platform = TargetPlatform.of({ kamaji, gatewayApi, controller });
            const diagnostics = judge(platform, controller);
            return {
              generation: kamaji.generation,
              gatewayApi: bundle,
              channel,
              controller: profile.id,
              since,
              verdict: verdictOf(diagnostics),
              codes: [...new Set(diagnostics.map(({ code }) => code))].sort(),
            };
          }),
        ),
      );
    }),
  );
}

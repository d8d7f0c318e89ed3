import { GatewayController } from '../controllers/gateway-controller';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { GatewayApiChannel, GatewayApiRelease } from '../gateway-api/gateway-api-release';
import { KamajiRelease } from '../kamaji/kamaji-release';
import { TargetPlatform } from './target-platform';

/** A release of Kamaji without gateway support. */
export const KAMAJI_RELEASE_UNSUPPORTED: CodeDefinition = {
  code: 'kamaji-release-unsupported',
  severity: Severity.ERROR,
  title: 'The Kamaji release is older than edge-25.12.1, the first one with gateway support',
};

/** A release of Kamaji that is newer than the library. */
export const KAMAJI_RELEASE_UNKNOWN: CodeDefinition = {
  code: 'kamaji-release-unknown',
  severity: Severity.WARNING,
  title: 'The Kamaji release is newer than the newest one that this version knows, and is treated like it',
};

/** A release of the Gateway API whose CRDs the library does not have. */
export const GATEWAY_API_RELEASE_UNSUPPORTED: CodeDefinition = {
  code: 'gateway-api-release-unsupported',
  severity: Severity.ERROR,
  title: 'The Gateway API release is older than 1.4',
};

/** A release of the Gateway API that is newer than the library. */
export const GATEWAY_API_RELEASE_UNKNOWN: CodeDefinition = {
  code: 'gateway-api-release-unknown',
  severity: Severity.WARNING,
  title: 'The Gateway API release is newer than the newest one that this version knows, and is treated like it',
};

/** Kamaji and the Gateway API do not fit together. */
export const TLS_ROUTE_VERSION_NOT_SERVED: CodeDefinition = {
  code: 'tls-route-version-not-served',
  severity: Severity.ERROR,
  title: 'Kamaji writes a TLSRoute version that the Gateway API release does not serve in this channel',
};

/** The controller and the Gateway API do not fit together. */
export const CONTROLLER_READS_NO_SERVED_VERSION: CodeDefinition = {
  code: 'controller-reads-no-served-version',
  severity: Severity.ERROR,
  title: 'The controller reads no TLSRoute version that the Gateway API release serves in this channel',
};

/** A Kubernetes version of the management cluster that is none. */
export const PLATFORM_KUBERNETES_UNPARSABLE: CodeDefinition = {
  code: 'platform-kubernetes-unparsable',
  severity: Severity.ERROR,
  title: 'The Kubernetes version of the management cluster is not a version',
};

/** The management cluster and the Gateway API do not fit together. */
export const KUBERNETES_TOO_OLD: CodeDefinition = {
  code: 'kubernetes-too-old',
  severity: Severity.ERROR,
  title: "The management cluster's Kubernetes is too old for the Gateway API release",
};

/** From this release on the TLSRoute CRD needs the CEL function `isIP`. */
const IS_IP_SINCE = 'v1.5.0';
const IS_IP_KUBERNETES_MINOR = 31;

function checkReleases({ kamaji, gatewayApi }: TargetPlatform): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  if (!kamaji.isSupported) {
    diagnostics.push(
      diagnose(KAMAJI_RELEASE_UNSUPPORTED, {
        path: 'platform.kamaji',
        message: `Kamaji ${JSON.stringify(kamaji.tag)} cannot put tenants behind a gateway; the first release that can is "${KamajiRelease.oldestSupported().tag}"`,
        fix: `upgrade Kamaji, best to "${KamajiRelease.latest().tag}"`,
      }),
    );
  }
  if (kamaji.isNewerThanKnown) {
    const newest = KamajiRelease.latest().tag;
    diagnostics.push(
      diagnose(KAMAJI_RELEASE_UNKNOWN, {
        path: 'platform.kamaji',
        message: `Kamaji ${JSON.stringify(kamaji.tag)} is newer than "${newest}", the newest release known here; it is treated like that one`,
        fix: 'look for a newer version of cdk8s-tenant-gateway, or acknowledge this after reading the release notes',
      }),
    );
  }
  if (!gatewayApi.isSupported) {
    diagnostics.push(
      diagnose(GATEWAY_API_RELEASE_UNSUPPORTED, {
        path: 'platform.gatewayApi',
        message: `Gateway API "${gatewayApi.tag}" is too old; 1.4 and newer are supported`,
        fix: `upgrade the Gateway API, best to "${GatewayApiRelease.latest().tag}"`,
      }),
    );
  }
  if (gatewayApi.isNewerThanKnown) {
    diagnostics.push(
      diagnose(GATEWAY_API_RELEASE_UNKNOWN, {
        path: 'platform.gatewayApi',
        message: `Gateway API "${gatewayApi.tag}" is newer than "${GatewayApiRelease.latest().tag}", the newest release known here; it is treated like that one`,
        fix: 'look for a newer version of cdk8s-tenant-gateway, or acknowledge this after reading the release notes',
      }),
    );
  }
  return diagnostics;
}

function listVersions(versions: readonly string[]): string {
  return versions.length === 0 ? 'no version of it' : `only ${versions.join(', ')}`;
}

function experimentalOf(gatewayApi: GatewayApiRelease): GatewayApiRelease {
  return GatewayApiRelease.of(gatewayApi.tag, GatewayApiChannel.EXPERIMENTAL);
}

const GUARD_NOTE =
  'from Gateway API 1.5 on the ValidatingAdmissionPolicy safe-upgrades.gateway.networking.k8s.io keeps the experimental channel from replacing the standard one';

function fixForKamaji(kamaji: KamajiRelease, gatewayApi: GatewayApiRelease): string {
  if (kamaji.tlsRouteVersion === 'v1') {
    const alternative = 'or stay on a Kamaji before 26.6.2-edge with the experimental channel';
    return `upgrade the Gateway API to v1.5.1 or newer (either channel), ${alternative}`;
  }
  if (gatewayApi.serves('TLSRoute', 'v1')) {
    return `upgrade Kamaji to 26.6.2-edge or newer, which writes v1, or install the experimental channel of Gateway API ${gatewayApi.tag} (${GUARD_NOTE})`;
  }
  return `install the experimental channel of Gateway API ${gatewayApi.tag}`;
}

function checkWriter({ kamaji, gatewayApi }: TargetPlatform): Diagnostic[] {
  if (gatewayApi.serves('TLSRoute', kamaji.tlsRouteVersion)) {
    return [];
  }
  return [
    diagnose(TLS_ROUTE_VERSION_NOT_SERVED, {
      path: 'platform.kamaji',
      message:
        `Kamaji ${kamaji.tag} writes TLSRoute ${kamaji.tlsRouteVersion}, but the ${gatewayApi.channel} channel of Gateway API ${gatewayApi.tag} ` +
        `serves ${listVersions(gatewayApi.servedVersions('TLSRoute'))}: Kamaji itself would exit two minutes after its start ` +
        'and take its webhooks along, so no TenantControlPlane of any kind could be written',
      fix: fixForKamaji(kamaji, gatewayApi),
    }),
  ];
}

function fixForController(controller: GatewayController, gatewayApi: GatewayApiRelease): string {
  const served = gatewayApi.servedVersions('TLSRoute').join(' or ');
  const newer = `use a release of ${controller.title} that reads ${served}, or another controller`;
  const experimental = experimentalOf(gatewayApi);
  if (controller.tlsRouteVersionsRead.some((version) => experimental.serves('TLSRoute', version))) {
    return `${newer}, or install the experimental channel of Gateway API ${gatewayApi.tag} (${GUARD_NOTE})`;
  }
  if (controller.tlsRouteVersionsRead.some((version) => GatewayApiRelease.latest().serves('TLSRoute', version))) {
    return `upgrade the Gateway API to v1.5.1 or newer (mind which version Kamaji writes), or ${newer}`;
  }
  return newer;
}

function checkReader({ controller, gatewayApi }: TargetPlatform): Diagnostic[] {
  const served = gatewayApi.servedVersions('TLSRoute');
  // Where nothing is served, the writer's diagnostic says all there is.
  if (controller === undefined || served.length === 0) {
    return [];
  }
  const read = controller.tlsRouteVersionsRead;
  if (read.some((version) => served.includes(version))) {
    return [];
  }
  const reads = read.length === 0 ? 'reads no TLSRoutes at all' : `reads TLSRoutes as ${read.join(', ')} only`;
  return [
    diagnose(CONTROLLER_READS_NO_SERVED_VERSION, {
      path: 'platform.controller',
      message: `${controller} ${reads}, but the ${gatewayApi.channel} channel of Gateway API ${gatewayApi.tag} serves ${listVersions(served)}: it would see no route of any tenant`,
      fix: fixForController(controller, gatewayApi),
    }),
  ];
}

function checkKubernetes(platform: TargetPlatform): Diagnostic[] {
  const { kubernetes, kubernetesMinor: minor, gatewayApi } = platform;
  if (kubernetes === undefined) {
    return [];
  }
  if (minor === undefined) {
    return [
      diagnose(PLATFORM_KUBERNETES_UNPARSABLE, {
        path: 'platform.kubernetes',
        message: `${JSON.stringify(kubernetes)} is not a version of Kubernetes 1.x`,
        fix: 'write the version of the management cluster as "v1.35.0"',
      }),
    ];
  }
  if (minor >= IS_IP_KUBERNETES_MINOR || !gatewayApi.isAtLeast(IS_IP_SINCE)) {
    return [];
  }
  return [
    diagnose(KUBERNETES_TOO_OLD, {
      path: 'platform.kubernetes',
      message: `Gateway API ${gatewayApi.tag} needs Kubernetes 1.${IS_IP_KUBERNETES_MINOR} or newer for its TLSRoute CRD, which Kubernetes ${JSON.stringify(kubernetes)} refuses`,
      fix: `upgrade the management cluster to Kubernetes 1.${IS_IP_KUBERNETES_MINOR} or newer`,
    }),
  ];
}

/**
 * Says which parts of a platform do not fit together, and which side to change.
 *
 * The path of each diagnostic is the part as the fleet file names it, `platform.kamaji` for example.
 */
export function checkPlatform(platform: TargetPlatform): Diagnostic[] {
  // Nothing is known of the pairs that a release outside the supported ones makes.
  const known = platform.kamaji.isSupported && platform.gatewayApi.isSupported;
  return [
    ...checkReleases(platform),
    ...(known ? [...checkWriter(platform), ...checkReader(platform)] : []),
    ...checkKubernetes(platform),
  ];
}

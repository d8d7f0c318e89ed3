import { IConstruct } from 'constructs';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { GatewayApiRelease } from '../gateway-api';
import { TargetPlatform } from '../platform';

/** Two gateways of one cluster that were made for different platforms. */
export const PLATFORM_CONFLICT: CodeDefinition = {
  code: 'platform-conflict',
  severity: Severity.ERROR,
  title: 'Two gateways of one management cluster name different Kamaji, Gateway API or Kubernetes releases',
};

/** No construct names a platform. */
export const PLATFORM_ASSUMED: CodeDefinition = {
  code: 'platform-assumed',
  severity: Severity.NOTE,
  title: 'No target platform is given, so the newest known releases are assumed',
};

interface Voter extends IConstruct {
  _targetPlatform?(): TargetPlatform | undefined;
  _gatewayApiRelease?(): GatewayApiRelease | undefined;
}

function describe(platform: TargetPlatform): string {
  return [
    `Kamaji ${platform.kamaji.tag}`,
    `Gateway API ${platform.gatewayApi.tag} ${platform.gatewayApi.channel}`,
    ...(platform.kubernetes === undefined ? [] : [`Kubernetes ${platform.kubernetes}`]),
  ].join(', ');
}

function describeRelease({ tag, channel }: GatewayApiRelease): string {
  return `Gateway API ${tag} ${channel}`;
}

/** Finds the release of the Gateway API that constructs were made for, apart from their platform. */
function findReleases(
  constructs: readonly Voter[],
): { readonly construct: Voter; readonly release: GatewayApiRelease }[] {
  return constructs.flatMap((construct) => {
    const release = construct._gatewayApiRelease?.();
    return release === undefined ? [] : [{ construct, release }];
  });
}

function judgeReleases(
  releases: ReturnType<typeof findReleases>,
  agreed: GatewayApiRelease,
  source: string,
): Diagnostic[] {
  return releases
    .filter(({ release }) => describeRelease(release) !== describeRelease(agreed))
    .map(({ construct, release }) =>
      diagnose(PLATFORM_CONFLICT, {
        message: `made for ${describeRelease(release)}, but ${source} is made for ${describeRelease(agreed)}`,
        fix: 'one management cluster serves one release of the Gateway API: give all constructs the same one, or leave it to the platform',
        constructPath: construct.node.path,
      }),
    );
}

/** What the constructs of a tree agree on. */
export interface Agreement {
  readonly platform: TargetPlatform;

  /** Whether nobody named a Kamaji release, so that the newest is assumed. */
  readonly isKamajiAssumed: boolean;

  readonly diagnostics: readonly Diagnostic[];
}

/** Finds the one platform that all constructs of a tree were made for; a management cluster has only one. */
export function agreePlatform(constructs: readonly Voter[]): Agreement {
  const votes = constructs.flatMap((construct) => {
    const platform = construct._targetPlatform?.();
    return platform === undefined ? [] : [{ construct, platform }];
  });
  const releases = findReleases(constructs);
  const [first, ...rest] = votes;
  if (first === undefined) {
    const [named] = releases;
    const newest = TargetPlatform.newest();
    const platform =
      named === undefined ? newest : TargetPlatform.of({ kamaji: newest.kamaji, gatewayApi: named.release });
    return {
      platform,
      isKamajiAssumed: true,
      diagnostics: [
        diagnose(PLATFORM_ASSUMED, {
          message: `no target platform is given; assumed ${describe(platform)}`,
          fix: 'name the releases that run in the cluster',
        }),
        ...(named === undefined ? [] : judgeReleases(releases, named.release, named.construct.node.path)),
      ],
    };
  }
  const diagnostics = rest
    .filter(({ platform }) => describe(platform) !== describe(first.platform))
    .map(({ construct, platform }) =>
      diagnose(PLATFORM_CONFLICT, {
        message: `made for ${describe(platform)}, but ${first.construct.node.path} is made for ${describe(first.platform)}`,
        fix: 'one management cluster runs one release of each: give all its gateways the same platform (the controller may differ)',
        constructPath: construct.node.path,
      }),
    );
  const { platform, construct } = first;
  const source = construct.node.path === '' ? 'the App' : construct.node.path;
  return {
    platform,
    isKamajiAssumed: false,
    diagnostics: [...diagnostics, ...judgeReleases(releases, platform.gatewayApi, source)],
  };
}

import { IConstruct } from 'constructs';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
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
}

function describe(platform: TargetPlatform): string {
  return [
    `Kamaji ${platform.kamaji.tag}`,
    `Gateway API ${platform.gatewayApi.tag} ${platform.gatewayApi.channel}`,
    ...(platform.kubernetes === undefined ? [] : [`Kubernetes ${platform.kubernetes}`]),
  ].join(', ');
}

/** Finds the one platform that all constructs of a tree were made for; a management cluster has only one. */
export function agreePlatform(constructs: readonly Voter[]): {
  readonly platform: TargetPlatform;
  readonly diagnostics: readonly Diagnostic[];
} {
  const votes = constructs.flatMap((construct) => {
    const platform = construct._targetPlatform?.();
    return platform === undefined ? [] : [{ construct, platform }];
  });
  const [first, ...rest] = votes;
  if (first === undefined) {
    const platform = TargetPlatform.newest();
    return {
      platform,
      diagnostics: [
        diagnose(PLATFORM_ASSUMED, {
          message: `no target platform is given; assumed ${describe(platform)}`,
          fix: 'name the releases that run in the cluster',
        }),
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
  return { platform: first.platform, diagnostics };
}

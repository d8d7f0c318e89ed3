import * as path from 'node:path';
import { Diagnostic, diagnose, sortDiagnostics } from '../diagnostics';
import { TargetPlatform } from '../platform';
import { checkRendered } from '../tenancy/check-rendered';
import { PLATFORM_ASSUMED } from '../tenancy/platform-agreement';
import { displayPath, readMap } from './fleet-files';
import { toPlatform } from './fleet-model';
import { validateFleetPart } from './fleet-schema';
import { ManifestSources, readManifests } from './manifest-input';
import { YamlDocument } from './yaml-document';

/** What manifests are checked for. */
export interface ManifestRun extends ManifestSources {
  /** File with the `platform:` block of a fleet as its contents; undefined for the newest releases known. */
  readonly platform?: string;
}

/** A platform from a file, or the newest. */
export interface GivenPlatform {
  /** The platform; undefined if its file is broken. */
  readonly platform?: TargetPlatform;
  readonly document?: YamlDocument;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a platform from a file of its own.
 *
 * @param file path of the file, relative to the working directory; undefined for the newest releases known, which a note then says
 */
export function readPlatformFile(file: string | undefined, cwd: string): GivenPlatform {
  if (file === undefined) {
    const platform = TargetPlatform.newest();
    const message = `no platform is given; the newest releases known are assumed: Kamaji ${platform.kamaji.tag}, Gateway API ${platform.gatewayApi.tag} (${platform.gatewayApi.channel} channel)`;
    return {
      platform,
      diagnostics: [diagnose(PLATFORM_ASSUMED, { message, fix: 'name a file with the platform (--platform FILE)' })],
    };
  }
  const absolute = path.resolve(cwd, file);
  const { document, diagnostics } = readMap(absolute, displayPath(cwd, absolute), 'a platform (kamaji, gatewayApi, …)');
  if (document === undefined) {
    return { diagnostics };
  }
  const findings = validateFleetPart('platform', document);
  return findings.length > 0 ? { diagnostics: findings } : { document, ...toPlatform(document, []) };
}

/** Places what is said of the platform in its file. */
function locateInPlatform(findings: readonly Diagnostic[], document: YamlDocument | undefined): Diagnostic[] {
  return findings.map((finding) => {
    const [first, ...rest] = (finding.path ?? '').split('.');
    const isPlatform = finding.object === undefined && finding.file === undefined && first === 'platform';
    return isPlatform && document !== undefined ? { ...finding, ...document.locate(rest) } : finding;
  });
}

/** Checks manifests from anywhere. They may not be all there is, so what they refer to and do not hold is a warning. */
export async function checkManifests(run: ManifestRun): Promise<Diagnostic[]> {
  const given = readPlatformFile(run.platform, run.cwd);
  const manifests = await readManifests(run);
  const objects = manifests.objects.map(({ object }) => object);
  const findings =
    given.platform === undefined
      ? []
      : checkRendered({
          objects,
          known: [],
          platform: given.platform,
          complete: false,
          controllers: given.platform.controller === undefined ? [] : [given.platform.controller],
        });
  const located = locateInPlatform(manifests.locate(findings), given.document);
  return sortDiagnostics([...given.diagnostics, ...manifests.diagnostics, ...located]);
}

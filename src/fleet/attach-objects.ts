import * as path from 'node:path';
import { indexDataPlanes } from '../controllers/data-planes';
import { Diagnostic, hasErrors, locate, Severity, sortDiagnostics } from '../diagnostics';
import { Attachment, computeAttachment, explainAttachment } from '../gateway-api/attachment';
import { formatRef, KubeObject, refOf } from '../objects';
import { TargetPlatform } from '../platform';
import { attachmentPolicies } from '../platform/attachment-policies';
import { pathInTenant } from '../tenancy/check-attachment';
import { controllersOf } from '../tenancy/checks';
import { predictObjects } from '../tenancy/predicted-objects';
import { readPlatformFile } from './check-manifests';
import { Fleet } from './fleet';
import { FleetApp } from './fleet-app';
import { readManifests } from './manifest-input';

/** What is to be attached. */
export interface AttachRun {
  /** Files and folders with manifests, `-` for standard input; undefined for the fleet. */
  readonly files?: readonly string[];

  /** The fleet folder, where no files are given. */
  readonly fleet: string;

  /** File with the platform that the manifests are for; undefined for the newest releases and no controller in particular. */
  readonly platform?: string;

  /** The working directory. */
  readonly cwd: string;

  /** Reads standard input to its end. */
  readonly readStdin: () => Promise<string>;
}

/** What came of it. */
export interface AttachOutcome {
  /** Who is attached where; undefined where the input cannot be read. */
  readonly attachment?: Attachment;

  /** Names the tenant of a route that Kamaji will make. */
  readonly tenantOf: (route: KubeObject) => string | undefined;

  /** Why routes are not attached and listeners refused, placed in their files. */
  readonly explanation: readonly Diagnostic[];

  /** What is wrong with the input itself. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Input {
  readonly objects: readonly KubeObject[];
  readonly platform?: TargetPlatform;
  readonly complete: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly locate: (findings: readonly Diagnostic[]) => readonly Diagnostic[];
}

async function readFiles(files: readonly string[], run: AttachRun): Promise<Input> {
  const { platform, diagnostics } = readPlatformFile(run.platform, run.cwd);
  const manifests = await readManifests({ files, cwd: run.cwd, readStdin: run.readStdin });
  const isAssumption = ({ severity }: Diagnostic): boolean => severity === Severity.NOTE;
  return {
    objects: manifests.objects.map(({ object }) => object),
    platform,
    complete: false,
    diagnostics: [...diagnostics.filter((d) => !isAssumption(d)), ...manifests.diagnostics],
    locate: (findings) => manifests.locate(findings),
  };
}

function readFleet(run: AttachRun): Input {
  const app = new FleetApp({});
  Fleet._read(path.resolve(run.cwd, run.fleet), run.cwd).addTo(app);
  const { diagnostics, synthesis } = app._synthesize({ mode: 'check', findings: [] });
  const constructs = new Map(synthesis.rendered.map(({ object, construct }) => [refOf(object), construct]));
  return {
    objects: [...synthesis.rendered.map(({ object }) => object), ...synthesis.known],
    platform: synthesis.platform,
    complete: true,
    // What attachment will say itself is no reason to say nothing else
    diagnostics: diagnostics.filter(({ file, object }) => file !== undefined && object === undefined),
    locate: (findings) =>
      findings.map((finding) => {
        const construct = finding.object === undefined ? undefined : constructs.get(finding.object);
        return construct === undefined ? finding : { ...finding, ...locate(construct, finding.path ?? '') };
      }),
  };
}

/** Attaches the routes of a fleet, or of manifests from anywhere, those that Kamaji will make included. */
export async function attachObjects(run: AttachRun): Promise<AttachOutcome> {
  const input = run.files === undefined ? readFleet(run) : await readFiles(run.files, run);
  const diagnostics = sortDiagnostics(input.diagnostics);
  if (hasErrors(diagnostics) || input.platform === undefined) {
    return { tenantOf: () => undefined, explanation: [], diagnostics };
  }
  const predicted = predictObjects(input.objects, input.platform);
  const attachment = computeAttachment([...input.objects, ...predicted.routes.keys(), ...predicted.services], {
    policies: attachmentPolicies(input.platform),
  });
  const findings = explainAttachment(attachment, {
    complete: input.complete,
    dataPlaneOf: indexDataPlanes(input.objects, controllersOf({ platform: input.platform })),
    subject: (object, place) => {
      const owner = predicted.routes.get(object);
      return owner === undefined ? undefined : { object: refOf(owner), path: pathInTenant(place) };
    },
  });
  return {
    attachment,
    tenantOf: (route) => {
      const owner = predicted.routes.get(route);
      return owner === undefined ? undefined : formatRef(refOf(owner));
    },
    explanation: sortDiagnostics(input.locate(findings)),
    diagnostics,
  };
}

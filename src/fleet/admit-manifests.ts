import { admit, diagnoseVerdict, FieldValidation, SchemaSet, Verdict } from '../admission';
import { Diagnostic, diagnose, Severity } from '../diagnostics';
import { KubeObject, parsePath, refKey, refOf } from '../objects';
import { platformSchemas } from '../platform/platform-schemas';
import { readPlatformFile } from './check-manifests';
import { NO_OBJECTS } from './manifest-input';
import { StreamedManifest, StreamSources, streamManifests } from './manifest-stream';

/** What is to be judged. */
export interface AdmissionRun extends StreamSources {
  /** File with the objects that are replaced; undefined where all are created. */
  readonly old?: string;

  /** File with the platform that judges; undefined for the newest releases known. */
  readonly platform?: string;

  /** What happens to fields that the schemas do not know. */
  readonly fieldValidation: FieldValidation;
}

/** One object with its verdict, or what is wrong with the input. */
export interface Admission {
  readonly judged?: { readonly object: KubeObject; readonly verdict: Verdict };

  /** What there is to say, placed in its file. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Names an object in a cluster; no namespace is the default one. */
function identityOf(object: KubeObject): string {
  const ref = refOf(object);
  return refKey({ ...ref, namespace: ref.namespace ?? 'default' });
}

interface OldObjects {
  readonly byIdentity: ReadonlyMap<string, KubeObject>;
  readonly diagnostics: readonly Diagnostic[];
}

async function readOldObjects(run: AdmissionRun): Promise<OldObjects> {
  const byIdentity = new Map<string, KubeObject>();
  const diagnostics: Diagnostic[] = [];
  for await (const one of run.old === undefined ? [] : streamManifests({ ...run, files: [run.old] })) {
    diagnostics.push(...one.diagnostics);
    if (one.object !== undefined) {
      byIdentity.set(identityOf(one.object), one.object);
    }
  }
  return { byIdentity, diagnostics };
}

function judge(
  one: StreamedManifest,
  object: KubeObject,
  schemas: SchemaSet,
  old: OldObjects,
  run: AdmissionRun,
): Admission {
  const { fieldValidation } = run;
  const verdict = admit(object, schemas, { old: old.byIdentity.get(identityOf(object)), fieldValidation });
  const findings = diagnoseVerdict(object, verdict, fieldValidation);
  const diagnostics = findings.map((finding) => ({ ...finding, ...one.locate(parsePath(finding.path ?? '')) }));
  return { judged: { object, verdict }, diagnostics };
}

/** Asks the API server of a platform, as far as its schemas go, about the objects of manifest files, one by one in their order. */
export async function* admitManifests(run: AdmissionRun): AsyncGenerator<Admission> {
  const given = readPlatformFile(run.platform, run.cwd);
  const old = await readOldObjects(run);
  yield { diagnostics: [...given.diagnostics, ...old.diagnostics] };
  if (given.platform === undefined || given.diagnostics.some(({ severity }) => severity === Severity.ERROR)) {
    return;
  }
  const schemas = platformSchemas(given.platform);
  let isEmpty = true;
  for await (const one of streamManifests(run)) {
    isEmpty = false;
    yield one.object === undefined ? { diagnostics: one.diagnostics } : judge(one, one.object, schemas, old, run);
  }
  if (isEmpty) {
    const message = `there is no Kubernetes object in ${run.files.map((file) => JSON.stringify(file)).join(', ')}`;
    yield { diagnostics: [diagnose(NO_OBJECTS, { message })] };
  }
}

import { isLabelValue, isQualifiedName } from '../../admission/metadata/names';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asMap, asString, formatPath, PathSegment, read } from '../../objects';
import { TenantControlPlaneView } from '../tenant-control-plane-view';
import { show } from './ports';

/** Labels or annotations that no object can have. */
export const ADDITIONAL_METADATA_INVALID: CodeDefinition = {
  code: 'additional-metadata-invalid',
  severity: Severity.ERROR,
  title:
    'A label or annotation that Kamaji copies onto an object of its own is none that Kubernetes takes, so that object is never written',
};

/** Where a control plane has metadata for others, and whose they are. */
const PLACES: readonly (readonly [readonly PathSegment[], string])[] = [
  [['spec', 'controlPlane', 'gateway', 'additionalMetadata'], 'TLSRoutes'],
  [['spec', 'controlPlane', 'ingress', 'additionalMetadata'], 'Ingress'],
  [['spec', 'controlPlane', 'service', 'additionalMetadata'], 'Service'],
  [['spec', 'controlPlane', 'deployment', 'additionalMetadata'], 'Deployment'],
  [['spec', 'controlPlane', 'deployment', 'podAdditionalMetadata'], 'Deployment'],
];

interface Problem {
  readonly path: readonly PathSegment[];
  readonly what: string;
  readonly details: readonly string[];
  readonly fix: string;
}

const KEY_FIX = 'use a key such as "team" or "example.com/team"';

function labelProblems(metadata: unknown): Problem[] {
  return Object.entries(asMap(read(metadata, 'labels')) ?? {}).flatMap(([key, value]) => {
    const path = ['labels', key];
    const text = asString(value);
    return [
      { path, what: `label key ${show(key)}`, details: isQualifiedName(key), fix: KEY_FIX },
      {
        path,
        what: `value ${show(value)} of label ${show(key)}`,
        // What is no text is refused by the schema.
        details: text === undefined ? [] : isLabelValue(text),
        fix: 'shorten the value to letters, digits, "-", "_" and ".", or make it an annotation, which may hold any text',
      },
    ];
  });
}

function annotationProblems(metadata: unknown): Problem[] {
  return Object.keys(asMap(read(metadata, 'annotations')) ?? {}).map((key) => ({
    path: ['annotations', key],
    what: `annotation key ${show(key)}`,
    details: isQualifiedName(key.toLowerCase()),
    fix: KEY_FIX,
  }));
}

/** Checks the labels and annotations that Kamaji copies onto what it makes; the tenant itself is admitted with any. */
export function checkAdditionalMetadata(view: TenantControlPlaneView): Diagnostic[] {
  return PLACES.flatMap(([place, owner]) => {
    const metadata = read(view.object, ...place);
    return [...labelProblems(metadata), ...annotationProblems(metadata)]
      .filter(({ details }) => details.length > 0)
      .map(({ path, what, details, fix }) =>
        diagnose(ADDITIONAL_METADATA_INVALID, {
          object: view.ref,
          path: formatPath([...place, ...path]),
          message: `${what}: ${details.join('; ')}; the API server refuses the ${owner} that Kamaji writes with it`,
          fix,
        }),
      );
  });
}

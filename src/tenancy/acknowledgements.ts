import { IConstruct } from 'constructs';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';

/** A warning that somebody has read and decided to live with. */
export interface Acknowledgement {
  /** Code of the warning, for example `in-cluster-reach`. */
  readonly code: string;

  /** Why it is fine here; shown to whoever reads the fleet next. */
  readonly reason: string;

  /**
   * Name of the one object it is about, as diagnostics print it: `namespace/name`, or `name` of a cluster-scoped object.
   *
   * @default - every object below the construct
   */
  readonly object?: string;
}

/** An acknowledgement that no warning needed. */
export const UNUSED_ACKNOWLEDGEMENT: CodeDefinition = {
  code: 'unused-acknowledgement',
  severity: Severity.WARNING,
  title: 'An acknowledgement matches no warning of this fleet',
};

interface Recorded extends Acknowledgement {
  readonly at?: { readonly file: string; readonly line?: number; readonly column?: number };
}

const ACKNOWLEDGEMENTS = Symbol.for('cdk8s-tenant-gateway.acknowledgements');

interface Marked {
  [ACKNOWLEDGEMENTS]?: Recorded[];
}

/** Codes of errors that an expert may overrule: everything else that is an error stays one. */
const OVERRULABLE_ERRORS: ReadonlySet<string> = new Set(['controller-refused']);

/**
 * Acknowledges warnings below a construct, so that they are no longer printed.
 *
 * Errors cannot be acknowledged, with one exception: `controller-refused`, for an expert who knows better than the profile.
 */
export class Acknowledgements {
  /** Returns the acknowledgements of a construct and everything below it. */
  public static of(scope: IConstruct): Acknowledgements {
    return new Acknowledgements(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /** Adds an acknowledgement; one that matches nothing is itself a warning. */
  public add(acknowledgement: Acknowledgement): void {
    this._record(acknowledgement);
  }

  /** @internal */
  public _record(acknowledgement: Acknowledgement, at?: Recorded['at']): void {
    const marked = this.scope as IConstruct & Marked;
    marked[ACKNOWLEDGEMENTS] ??= [];
    marked[ACKNOWLEDGEMENTS].push(at === undefined ? acknowledgement : { ...acknowledgement, at });
  }
}

function isBelow(constructPath: string | undefined, scope: IConstruct): boolean {
  const path = scope.node.path;
  return (
    path === '' || (constructPath !== undefined && (constructPath === path || constructPath.startsWith(`${path}/`)))
  );
}

function nameOf(diagnostic: Diagnostic): string | undefined {
  const ref = diagnostic.object;
  return ref === undefined || ref.namespace === undefined ? ref?.name : `${ref.namespace}/${ref.name}`;
}

/** Drops the diagnostics that the tree below `root` acknowledges, and adds a warning for each acknowledgement without use. */
export function acknowledge(
  diagnostics: readonly Diagnostic[],
  root: IConstruct,
  constructs: readonly IConstruct[],
): Diagnostic[] {
  const entries = constructs.flatMap((scope) =>
    ((scope as IConstruct & Marked)[ACKNOWLEDGEMENTS] ?? []).map((recorded) => ({ scope, recorded, used: false })),
  );
  if (entries.length === 0) {
    return [...diagnostics];
  }
  const left = diagnostics.filter((diagnostic) => {
    if (diagnostic.severity === Severity.ERROR && !OVERRULABLE_ERRORS.has(diagnostic.code)) {
      return true;
    }
    const matching = entries.filter(
      ({ scope, recorded }) =>
        recorded.code === diagnostic.code &&
        (recorded.object === undefined || recorded.object === nameOf(diagnostic)) &&
        (scope === root || isBelow(diagnostic.constructPath, scope)),
    );
    for (const entry of matching) {
      entry.used = true;
    }
    return matching.length === 0;
  });
  const unused = entries
    .filter((entry) => !entry.used)
    .map(({ scope, recorded }) =>
      diagnose(UNUSED_ACKNOWLEDGEMENT, {
        message: `"${recorded.code}"${recorded.object === undefined ? '' : ` of ${recorded.object}`} is acknowledged ("${recorded.reason}"), but no such warning was found`,
        fix: 'remove the acknowledgement, or correct its code or object; errors cannot be acknowledged',
        ...(recorded.at ?? (scope === root ? {} : { constructPath: scope.node.path })),
      }),
    );
  return [...left, ...unused];
}

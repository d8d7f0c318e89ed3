import { compareStrings, ObjectRef } from '../objects';

/** How much a diagnostic matters. */
export enum Severity {
  /** The cluster, the controller or Kamaji would refuse or misread it: nothing is written. */
  ERROR = 'error',
  /** It works, but not the way most people want; can be acknowledged. */
  WARNING = 'warning',
  /** Worth knowing; never fails anything. */
  NOTE = 'note',
}

/** One finding about one object or file. */
export interface Diagnostic {
  /** How much it matters. */
  readonly severity: Severity;

  /** What kind of finding it is, in kebab-case; fixed once released. */
  readonly code: string;

  /**
   * The object it is about.
   *
   * @default - the finding is about a file, or about no single object.
   */
  readonly object?: ObjectRef;

  /**
   * Path in the rendered object, as the API server writes it: `spec.listeners[0].hostname`.
   *
   * @default - the finding is about the object as a whole.
   */
  readonly path?: string;

  /** What is wrong, with the value received and what is allowed. */
  readonly message: string;

  /**
   * The likely fix.
   *
   * @default - the message says all there is.
   */
  readonly fix?: string;

  /**
   * File that the value stems from.
   *
   * @default - the value comes from code.
   */
  readonly file?: string;

  /**
   * Line in the file, from 1.
   *
   * @default - the whole file is meant.
   */
  readonly line?: number;

  /**
   * Column in the line, from 1.
   *
   * @default - the whole line is meant.
   */
  readonly column?: number;

  /**
   * Path of the construct that rendered the object.
   *
   * @default - no construct did.
   */
  readonly constructPath?: string;
}

/** A kind of finding: its code, how much it matters, and one line that the documentation prints. */
export interface CodeDefinition {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
}

/** Makes a diagnostic of a defined kind. */
export function diagnose(
  definition: CodeDefinition,
  details: Omit<Diagnostic, 'severity' | 'code'> & { readonly severity?: Severity },
): Diagnostic {
  return { ...details, severity: details.severity ?? definition.severity, code: definition.code };
}

const SEVERITIES = [Severity.ERROR, Severity.WARNING, Severity.NOTE];

function sortKey(d: Diagnostic): string[] {
  return [d.object?.namespace ?? '', d.object?.name ?? '', d.object?.kind ?? '', d.file ?? ''];
}

/** Orders diagnostics: errors first, then by object, place, code and message. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  const severity = SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
  if (severity !== 0) {
    return severity;
  }
  const left = sortKey(a);
  const right = sortKey(b);
  for (const [i, value] of left.entries()) {
    const order = compareStrings(value, right[i] ?? '');
    if (order !== 0) {
      return order;
    }
  }
  return (
    (a.line ?? 0) - (b.line ?? 0) ||
    (a.column ?? 0) - (b.column ?? 0) ||
    compareStrings(a.path ?? '', b.path ?? '') ||
    compareStrings(a.code, b.code) ||
    compareStrings(a.message, b.message)
  );
}

/** Sorts diagnostics and drops those that say exactly what another one says. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return [...diagnostics].sort(compareDiagnostics).filter((d) => {
    const key = JSON.stringify(d);
    return !seen.has(key) && seen.add(key);
  });
}

/** Says whether one of the diagnostics is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === Severity.ERROR);
}

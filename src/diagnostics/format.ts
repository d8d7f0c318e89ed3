import { formatRef } from '../objects';
import { Diagnostic, Severity } from './diagnostic';

/** How diagnostics are written as text. */
export interface FormatOptions {
  /**
   * Whether to colour the severity with ANSI escapes; only ever for a terminal.
   *
   * @default false
   */
  readonly colour?: boolean;
}

const COLOURS: Readonly<Record<Severity, number>> = {
  [Severity.ERROR]: 31,
  [Severity.WARNING]: 33,
  [Severity.NOTE]: 36,
};

/** Says where a diagnostic stems from: `file:line:column`, or the construct path; undefined where neither is known. */
export function formatOrigin(diagnostic: Diagnostic): string | undefined {
  if (diagnostic.file === undefined) {
    return diagnostic.constructPath;
  }
  return [diagnostic.file, diagnostic.line, diagnostic.column].filter((part) => part !== undefined).join(':');
}

/** Writes one diagnostic for a person, without a final newline. */
export function formatDiagnostic(diagnostic: Diagnostic, options: FormatOptions = {}): string {
  const severity = options.colour
    ? `\u001b[${COLOURS[diagnostic.severity]}m${diagnostic.severity}\u001b[0m`
    : diagnostic.severity;
  const subject = diagnostic.object === undefined ? undefined : formatRef(diagnostic.object);
  const head = [`${severity} ${diagnostic.code}`, subject, diagnostic.path].filter(Boolean).join('  ');
  const lines = [head, ...diagnostic.message.split('\n').map((line) => `  ${line}`)];
  if (diagnostic.fix !== undefined) {
    lines.push(`  fix: ${diagnostic.fix}`);
  }
  const origin = formatOrigin(diagnostic);
  if (origin !== undefined) {
    lines.push(`  at: ${origin}`);
  }
  return lines.join('\n');
}

/** Writes diagnostics for a person, one after the other, without a final newline. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions = {}): string {
  return diagnostics.map((d) => formatDiagnostic(d, options)).join('\n');
}

/** Counts diagnostics for a person: `2 errors, 1 warning`; an empty string where there is none. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  return [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    .map((severity) => ({ severity, count: diagnostics.filter((d) => d.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}${count === 1 ? '' : 's'}`)
    .join(', ');
}

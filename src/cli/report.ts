import { Option } from 'commander';
import { Diagnostic, formatDiagnostic, hasErrors, Severity, summarize } from '../diagnostics';
import { hasColour, Io } from './io';

/** How findings are printed. */
export type Format = 'text' | 'json';

/** The flag that every command with findings has. */
export function formatOption(): Option {
  return new Option('--format <format>', 'text for people, or json: one document on standard output')
    .choices(['text', 'json'])
    .default('text');
}

/** A command's findings and what it wrote. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];

  /** Paths relative to the working directory. */
  readonly written: readonly string[];
}

/** Flags that decide what a report looks like and what it means. */
export interface ReportOptions {
  readonly format: Format;

  /** Whether a warning is as bad as an error. */
  readonly failOnWarnings: boolean;
}

/** Says whether a command with these findings failed. */
export function hasFailed(diagnostics: readonly Diagnostic[], failOnWarnings: boolean): boolean {
  return (
    hasErrors(diagnostics) || (failOnWarnings && diagnostics.some(({ severity }) => severity === Severity.WARNING))
  );
}

function toJson(diagnostic: Diagnostic): Diagnostic {
  const { severity, code, object, path, message, fix, file, line, column, constructPath } = diagnostic;
  return { severity, code, object, path, message, fix, file, line, column, constructPath };
}

/**
 * Prints findings and sets the exit status.
 *
 * As text they go to standard error, so that standard output holds results only; as JSON they are the one document on standard output.
 */
export function printReport({ diagnostics, written }: Report, { format, failOnWarnings }: ReportOptions, io: Io): void {
  io.exitCode = hasFailed(diagnostics, failOnWarnings) ? 1 : 0;
  if (format === 'json') {
    io.stdout.write(`${JSON.stringify({ diagnostics: diagnostics.map(toJson), written }, null, 2)}\n`);
    return;
  }
  const colour = hasColour(io.stderr, io.env);
  for (const diagnostic of diagnostics) {
    io.stderr.write(`${formatDiagnostic(diagnostic, { colour })}\n`);
  }
  if (diagnostics.length > 0) {
    io.stderr.write(`${summarize(diagnostics)}\n`);
  }
}

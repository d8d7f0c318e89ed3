import { Diagnostic } from './diagnostic';
import { formatDiagnostics } from './format';

/** Thrown where a synth found errors; nothing was written. Its message holds all diagnostics, ready to print. */
export class DiagnosticsError extends Error {
  constructor(
    /** All findings of the run, sorted, warnings and notes included. */
    readonly diagnostics: readonly Diagnostic[],
  ) {
    super(formatDiagnostics(diagnostics));
    this.name = 'DiagnosticsError';
  }
}

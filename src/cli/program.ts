import { Command, CommanderError } from 'commander';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { formatJunit, NO_SUBJECTS } from '../verify';
import { registerAdmit } from './admit';
import { registerAttach } from './attach';
import { registerCheck } from './check';
import { registerInit } from './init';
import { Io } from './io';
import { registerPlatforms } from './platforms';
import { Format, printReport } from './report';
import { registerSynth } from './synth';
import { toolVersion } from './tool-version';
import { registerVerify } from './verify';

/** Something that should never happen. */
export const INTERNAL_ERROR: CodeDefinition = {
  code: 'internal-error',
  severity: Severity.ERROR,
  title: 'The tool itself is at fault',
};

/** Wrong flags, where JSON or JUnit was asked for. */
export const USAGE: CodeDefinition = {
  code: 'usage',
  severity: Severity.ERROR,
  title: 'The command line is wrong (exit status 2)',
};

const HELP = `
Examples:
  $ tenant-gateway init                 write a first fleet
  $ tenant-gateway synth                fleet/ to dist/
  $ tenant-gateway check -f dist/       check manifests from anywhere

Exit status: 0 fine (warnings allowed), 1 errors, 2 wrong flags.`;

const EXIT_USAGE = 2;

/** Builds the command line; each command is registered by its own file. */
export function createProgram(io: Io): Command {
  const program = new Command('tenant-gateway')
    .description(
      'Shared Gateway API gateways for Kamaji tenant control planes: checks a fleet as a whole and writes its manifests.',
    )
    .version(toolVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', HELP)
    .showHelpAfterError('(add --help for examples)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  for (const register of [
    registerSynth,
    registerCheck,
    registerAdmit,
    registerAttach,
    registerInit,
    registerPlatforms,
    registerVerify,
  ]) {
    register(program, io);
  }
  return program;
}

/** Finds out which format was asked for where flags could not be parsed, or before they were. */
function formatOf(argv: readonly string[]): Format | 'junit' {
  const isAsked = (format: string): boolean =>
    argv.some((arg, i) => arg === `--format=${format}` || (arg === '--format' && argv[i + 1] === format));
  if (isAsked('json')) {
    return 'json';
  }
  return commandOf(argv) === 'verify' && isAsked('junit') ? 'junit' : 'text';
}

function commandOf(argv: readonly string[]): string {
  return argv.find((arg) => !arg.startsWith('-')) ?? '';
}

function print(diagnostic: Diagnostic, format: Format | 'junit', io: Io): void {
  if (format === 'junit') {
    io.stdout.write(formatJunit(NO_SUBJECTS, [diagnostic]));
    io.exitCode = 1;
    return;
  }
  printReport({ diagnostics: [diagnostic], written: [] }, { format, failOnWarnings: false }, io);
}

function reportUsage(error: CommanderError, argv: readonly string[], io: Io): void {
  const format = formatOf(argv);
  if (format !== 'text') {
    const message = error.message.replace(/^error: /, '').split('\n', 1)[0] ?? '';
    print(diagnose(USAGE, { message }), format, io);
  }
  io.exitCode = EXIT_USAGE;
}

function reportInternalError(error: unknown, argv: readonly string[], io: Io): void {
  const { message = String(error), stack = '' } = (error ?? {}) as Partial<Error>;
  const diagnostic = diagnose(INTERNAL_ERROR, {
    message: `${message.split('\n', 1)[0]}`,
    fix: 'this is a fault of the tool: report it at https://github.com/cdk8s-tenant-gateway/cdk8s-tenant-gateway/issues with the files that cause it; DEBUG=1 prints where it comes from',
  });
  // Verdicts are printed as they come: a second document behind the first few would make neither readable.
  print(diagnostic, commandOf(argv) === 'admit' ? 'text' : formatOf(argv), io);
  if ((io.env['DEBUG'] ?? '') !== '') {
    io.stderr.write(`${stack}\n`);
  }
}

/**
 * Runs one command.
 *
 * @param argv the arguments, without node and the script
 * @returns the exit status: 0 fine, 1 errors among the findings, 2 wrong flags
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    await createProgram(io).parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      reportInternalError(error, argv, io);
    } else if (error.exitCode !== 0) {
      reportUsage(error, argv, io);
    }
  }
  return io.exitCode;
}

import * as fs from 'node:fs';
import * as path from 'node:path';
import { Command } from 'commander';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { displayPath } from '../fleet/fleet-files';
import { describeFileError } from '../fleet/read-yaml';
import { starterFiles } from '../fleet/starter';
import { isTaken } from '../fleet/try-stat';
import { Io } from './io';
import { Format, formatOption, printReport } from './report';

/** A file that a starter fleet would overwrite, or that cannot be written. */
export const STARTER_REFUSED: CodeDefinition = {
  code: 'starter-refused',
  severity: Severity.ERROR,
  title: 'A starter fleet is not written, because a file of it exists already or its folder cannot be written',
};

interface InitFlags {
  readonly fleet: string;
  readonly format: Format;
}

const HELP = `
Writes fleet.yaml and one tenant with comments that say what is what. Nothing that exists is overwritten.

Examples:
  $ tenant-gateway init
  $ tenant-gateway init --fleet fleets/eu`;

function writeStarter(folder: string, display: string): { written: string[]; diagnostics: Diagnostic[] } {
  const files = [...starterFiles()].map(([name, text]) => ({
    name: path.posix.join(display, name),
    target: path.join(folder, name),
    text,
  }));
  const taken = files.filter(({ target }) => isTaken(target));
  if (taken.length > 0) {
    const diagnostics = taken.map(({ name }) =>
      diagnose(STARTER_REFUSED, {
        file: name,
        message: `${JSON.stringify(name)} exists already`,
        fix: 'choose another folder (--fleet DIR), or go on with what is there',
      }),
    );
    return { written: [], diagnostics };
  }
  try {
    for (const { target, text } of files) {
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text, { flag: 'wx' });
    }
  } catch (error) {
    const message = `the fleet cannot be written: ${describeFileError(error)}`;
    return { written: [], diagnostics: [diagnose(STARTER_REFUSED, { file: display, message })] };
  }
  return { written: files.map(({ name }) => name), diagnostics: [] };
}

/** Writes a word as a shell takes it. */
function shellWord(text: string): string {
  return /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function init(flags: InitFlags, io: Io): void {
  const folder = path.resolve(io.cwd, flags.fleet);
  const display = displayPath(io.cwd, folder);
  const { written, diagnostics } = writeStarter(folder, display);
  printReport({ diagnostics, written }, { format: flags.format, failOnWarnings: false }, io);
  if (flags.format === 'text' && diagnostics.length === 0) {
    const flag = flags.fleet === 'fleet' ? '' : ` --fleet ${shellWord(display)}`;
    io.stdout.write(
      `${written.map((file) => `written    ${file}`).join('\n')}\n\nNext: name your releases and domain in ${written[0]}, then run\n  tenant-gateway synth${flag}\n`,
    );
  }
}

/** Adds `init`: a first fleet to start from. */
export function registerInit(program: Command, io: Io): void {
  program
    .command('init')
    .description('write a commented starter fleet')
    .option('--fleet <dir>', 'folder that the fleet is written to', 'fleet')
    .addOption(formatOption())
    .addHelpText('after', HELP)
    .action((flags: InitFlags) => init(flags, io));
}

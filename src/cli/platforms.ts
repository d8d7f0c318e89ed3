import { Command, Option } from 'commander';
import { GatewayController } from '../controllers/gateway-controller';
import { compatibilityMatrix, MatrixCell } from '../platform/matrix';
import { formatMatrixMarkdown, formatMatrixText } from '../platform/matrix-document';
import { Io } from './io';

const FORMATS: ReadonlyMap<string, (cells: readonly MatrixCell[]) => string> = new Map([
  ['text', formatMatrixText],
  ['json', (cells: readonly MatrixCell[]) => `${JSON.stringify({ cells }, undefined, 2)}\n`],
  ['markdown', formatMatrixMarkdown],
]);

interface PlatformsFlags {
  readonly format: string;
  readonly controller?: string;
}

const HELP = `
Rows are controllers from one release on, columns are releases and channels of the Gateway API; the checks themselves work it out.

Examples:
  $ tenant-gateway platforms --controller envoy-gateway
  $ tenant-gateway platforms --format json`;

function printPlatforms({ format, controller }: PlatformsFlags): string {
  const write = FORMATS.get(format) ?? formatMatrixText;
  return write(compatibilityMatrix().filter((cell) => controller === undefined || cell.controller === controller));
}

/** Adds `platforms`: which releases of Kamaji, the Gateway API and its controllers work together. */
export function registerPlatforms(program: Command, io: Io): void {
  program
    .command('platforms')
    .description('print which releases of Kamaji, the Gateway API and its controllers work together')
    .addOption(new Option('--format <format>', 'how to print').choices([...FORMATS.keys()]).default('text'))
    .addOption(new Option('--controller <id>', 'print this controller only').choices(GatewayController.ids()))
    .addHelpText('after', HELP)
    .action((flags: PlatformsFlags) => io.stdout.write(printPlatforms(flags)));
}

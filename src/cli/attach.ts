import { Command, InvalidArgumentError, Option } from 'commander';
import { AttachRun, attachObjects } from '../fleet/attach-objects';
import { AnswerQuery, answer, mermaidTopology, routingRows, toResult } from '../gateway-api/attachment';
import { formatAnswers, formatAttachment } from './attach-text';
import { Io } from './io';
import { printReport } from './report';

interface AttachFlags {
  readonly fleet: string;
  readonly file?: readonly string[];
  readonly platform?: string;
  readonly format: 'text' | 'json' | 'mermaid';
  readonly sni?: string;
  readonly host?: string;
  readonly port?: number;
}

const HELP = `
Says of every route which listeners take it and, if none does, why; it judges objects as they are, whether or not a cluster would
admit them. Routes that Kamaji will make for TenantControlPlanes are among them. References to Services and Secrets count as
resolved where the input holds none at all. --platform names a file with the releases that run in the cluster (see check);
its controller decides what the Gateway API leaves open.

With --port it says who answers there: for a name in a TLS handshake (--sni), for a Host header (--host), or for neither.

Examples:
  $ tenant-gateway attach --sni tcp-1.cluster.dev --port 6443
  $ tenant-gateway attach -f gateway.yaml routes/ --platform platform.yaml
  $ kubectl get gateways,tlsroutes,namespaces -A -o yaml | tenant-gateway attach -f - --format json

Exit status: 0 the question is answered, 1 the input cannot be read, 2 wrong flags.`;

function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port < 1 || port > 65535) {
    throw new InvalidArgumentError('A port is a whole number from 1 to 65535.');
  }
  return port;
}

function queryOf({ port, sni, host }: AttachFlags): AnswerQuery | undefined {
  if (port === undefined) {
    return undefined;
  }
  return { port, ...(sni === undefined ? {} : { sni }), ...(host === undefined ? {} : { host }) };
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function attach(flags: AttachFlags, command: Command, io: Io): Promise<void> {
  const query = queryOf(flags);
  if (query === undefined && (flags.sni !== undefined || flags.host !== undefined)) {
    command.error("error: options '--sni <name>' and '--host <name>' need '--port <n>': a name is answered on a port");
  }
  if (query !== undefined && flags.format === 'mermaid') {
    command.error("error: option '--format mermaid' draws everything; it has no use for '--port <n>'");
  }
  if (flags.platform !== undefined && flags.file === undefined) {
    command.error(
      "error: option '--platform <file>' needs '-f, --file <path...>'; a fleet names its platform in fleet.yaml",
    );
  }
  const { file: files, fleet, platform } = flags;
  const run: AttachRun = { files, fleet, platform, cwd: io.cwd, readStdin: io.readStdin };
  const { attachment, tenantOf, explanation, diagnostics } = await attachObjects(run);
  // Where there is no answer the findings are the document; else they go beside it.
  const format = attachment === undefined && flags.format === 'json' ? 'json' : 'text';
  printReport({ diagnostics, written: [] }, { format, failOnWarnings: false }, io);
  if (attachment === undefined) {
    return;
  }
  if (query !== undefined) {
    const answers = answer(attachment, query);
    io.stdout.write(flags.format === 'json' ? toJson({ answers }) : formatAnswers(query, answers));
    return;
  }
  if (flags.format === 'mermaid') {
    io.stdout.write(mermaidTopology(routingRows(attachment, { tenantOf })));
    return;
  }
  io.stdout.write(flags.format === 'json' ? toJson(toResult(attachment)) : formatAttachment(attachment, explanation));
}

/** Adds `attach`: which route is bound to which listener, and who answers a name. */
export function registerAttach(program: Command, io: Io): void {
  program
    .command('attach')
    .description('say which route is bound to which listener, why not, and who answers a name')
    .option('--fleet <dir>', 'folder of the fleet', 'fleet')
    .addOption(
      new Option(
        '-f, --file <path...>',
        'manifests to attach instead of a fleet: files, folders, or - for standard input',
      ).conflicts('fleet'),
    )
    .option('--platform <file>', 'with -f: file that names the releases in the cluster (default: the newest known)')
    .addOption(
      new Option('--format <format>', 'text for people, json as a controller writes status, or mermaid for a diagram')
        .choices(['text', 'json', 'mermaid'])
        .default('text'),
    )
    .option('--sni <name>', 'name in the TLS handshake that is asked for')
    .option('--host <name>', 'Host header that is asked for')
    .addOption(new Option('--port <n>', 'port that is asked').argParser(parsePort))
    .addHelpText('after', HELP)
    .action((flags: AttachFlags, command: Command) => attach(flags, command, io));
}

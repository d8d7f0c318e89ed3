import { Command, Option } from 'commander';
import { FieldValidation, Verdict } from '../admission';
import { Diagnostic, formatDiagnostic, Severity } from '../diagnostics';
import { admitManifests } from '../fleet/admit-manifests';
import { KubeObject, refOf } from '../objects';
import { hasColour, Io } from './io';
import { Format } from './report';

interface AdmitFlags {
  readonly file: readonly string[];
  readonly old?: string;
  readonly platform?: string;
  readonly fieldValidation: FieldValidation;
  readonly format: Format;
}

const HELP = `
Says what the API server (Kubernetes 1.36) would say about each object: unknown fields, defaults, metadata, types, patterns, limits,
list keys and rules in CEL. Objects without a namespace count as sent to the namespace default. --old names a file with the objects
as they are in the cluster: those of the same identity are replaced, so rules about a change apply, and what does not change is not
held against anybody. --platform names a file with the releases that run in the cluster (see check).

--format json prints an array with one entry for each object, in the order of the input:
  { "object": { apiVersion, kind, namespace, name }, "accepted": bool, "errors": [{ type, field, detail }],
    "unknownFields": [path], "defaulted": the object as it would be stored }
What is wrong with the input itself, and warnings, go to standard error.

Examples:
  $ tenant-gateway admit -f dist/
  $ tenant-gateway admit -f new.yaml --old live.yaml --platform platform.yaml
  $ kubectl get tenantcontrolplanes -A -o json | jq -c '.items[]' | tenant-gateway admit -f - --format json

Exit status: 0 all are accepted, 1 an object is refused, or the input cannot be read or holds none, 2 wrong flags.`;

/** Prints verdicts as they come. */
class Printer {
  private accepted = 0;
  private refused = 0;
  private isBroken = false;

  public constructor(
    private readonly io: Io,
    private readonly format: Format,
  ) {}

  public start(): void {
    this.json('[');
  }

  public verdict(object: KubeObject, verdict: Verdict): void {
    const isFirst = this.accepted + this.refused === 0;
    if (verdict.accepted) {
      this.accepted += 1;
    } else {
      this.refused += 1;
    }
    const { accepted, errors, unknownFields, defaulted } = verdict;
    const entry = { object: refOf(object), accepted, errors, unknownFields, defaulted };
    this.json(`${isFirst ? '\n' : ',\n'}${JSON.stringify(entry)}`);
  }

  /** `isVerdict` says that the array has them already. */
  public findings(diagnostics: readonly Diagnostic[], isVerdict: boolean): void {
    const colour = hasColour(this.io.stderr, this.io.env);
    for (const diagnostic of diagnostics) {
      this.isBroken ||= !isVerdict && diagnostic.severity === Severity.ERROR;
      const isInArray = isVerdict && diagnostic.severity === Severity.ERROR;
      const isTold = this.format === 'text' || (!isInArray && diagnostic.severity !== Severity.NOTE);
      if (isTold) {
        this.io.stderr.write(`${formatDiagnostic(diagnostic, { colour })}\n`);
      }
    }
  }

  public end(): void {
    this.json(this.accepted + this.refused === 0 ? ']\n' : '\n]\n');
    if (this.format === 'text') {
      this.io.stdout.write(`${this.accepted} accepted, ${this.refused} refused\n`);
    }
    this.io.exitCode = this.refused > 0 || this.isBroken ? 1 : 0;
  }

  private json(text: string): void {
    if (this.format === 'json') {
      this.io.stdout.write(text);
    }
  }
}

async function* readAtOnce(io: Io): AsyncGenerator<string> {
  yield await io.readStdin();
}

async function runAdmit({ file: files, old, platform, fieldValidation, format }: AdmitFlags, io: Io): Promise<void> {
  const printer = new Printer(io, format);
  const stdin = () => io.streamStdin?.() ?? readAtOnce(io);
  printer.start();
  for await (const { judged, diagnostics } of admitManifests({
    files,
    old,
    platform,
    fieldValidation,
    cwd: io.cwd,
    stdin,
  })) {
    if (judged !== undefined) {
      printer.verdict(judged.object, judged.verdict);
    }
    printer.findings(diagnostics, judged !== undefined);
  }
  printer.end();
}

/** Adds `admit`: the API server's verdict on manifests from anywhere, without a cluster. */
export function registerAdmit(program: Command, io: Io): void {
  program
    .command('admit')
    .description('say what the API server would say about manifests, without a cluster')
    .requiredOption('-f, --file <path...>', 'manifests to judge: files, folders, or - for standard input')
    .option('--old <file>', 'file with the objects that are replaced, paired by kind, namespace and name')
    .option('--platform <file>', 'file that names the releases in the cluster (default: the newest known)')
    .addOption(
      new Option(
        '--field-validation <mode>',
        'whether unknown fields are refused, worth a warning, or dropped in silence',
      )
        .choices(['strict', 'warn', 'ignore'])
        .default('strict'),
    )
    .addOption(
      new Option('--format <format>', 'text for people, or json: an array of verdicts on standard output')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText('after', HELP)
    .action((flags: AdmitFlags) => runAdmit(flags, io));
}

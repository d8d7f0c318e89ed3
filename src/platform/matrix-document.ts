import { CONTROLLER_CODES } from '../controllers/checks';
import { ControllerProfile, factsAt } from '../controllers/controller-profile';
import { formatSeconds } from '../controllers/duration';
import { PROFILES } from '../controllers/profiles';
import { KamajiGeneration } from '../kamaji/kamaji-release';
import { CONTROLLER_READS_NO_SERVED_VERSION, TLS_ROUTE_VERSION_NOT_SERVED } from './check-platform';
import { compatibilityMatrix, MATRIX_BUNDLES, MATRIX_CHANNELS, MATRIX_GENERATIONS, MatrixCell } from './matrix';

/** One line of a printed matrix: a controller from one release on. */
interface Row {
  readonly controller: string;
  readonly releases: string;
  readonly cells: readonly string[];
}

/** Generations for which every cell is the same. */
interface Block {
  readonly generations: readonly KamajiGeneration[];
  readonly rows: readonly Row[];
}

/** The matrix, ready to be written down. */
interface PrintedMatrix {
  readonly columns: readonly string[];
  readonly blocks: readonly Block[];
  /** Codes in the order of their numbers, from 1. */
  readonly legend: readonly string[];
}

const VERDICTS: Readonly<Record<MatrixCell['verdict'], string>> = { works: 'yes', care: 'care', no: 'no' };

function printCell({ verdict, codes }: MatrixCell, legend: readonly string[]): string {
  const numbers = codes.map((code) => legend.indexOf(code) + 1).join(',');
  return numbers === '' ? VERDICTS[verdict] : `${VERDICTS[verdict]} (${numbers})`;
}

function nameReleases(since: string, next: string | undefined): string {
  if (next === undefined) {
    return since === '' ? 'all' : `${since} and newer`;
  }
  return since === '' ? `before ${next}` : `${since} up to ${next}`;
}

/** Makes a row of each run of releases that have the same cells. */
function rowsOf(controller: string, cells: readonly MatrixCell[], legend: readonly string[]): Row[] {
  const bySince = new Map<string, string[]>();
  for (const cell of cells) {
    const printed = bySince.get(cell.since) ?? [];
    printed.push(printCell(cell, legend));
    bySince.set(cell.since, printed);
  }
  const runs: { readonly since: string; readonly cells: readonly string[] }[] = [];
  for (const [since, printed] of bySince) {
    if (runs[runs.length - 1]?.cells.join('|') !== printed.join('|')) {
      runs.push({ since, cells: printed });
    }
  }
  return runs.map((run, i) => ({
    controller,
    releases: nameReleases(run.since, runs[i + 1]?.since),
    cells: run.cells,
  }));
}

function printMatrix(cells: readonly MatrixCell[]): PrintedMatrix {
  const legend = [...new Set(cells.flatMap(({ codes }) => codes))].sort();
  const blocks: { generations: KamajiGeneration[]; rows: Row[] }[] = [];
  for (const generation of MATRIX_GENERATIONS) {
    const own = cells.filter((cell) => cell.generation === generation);
    const controllers = [...new Set(own.map(({ controller }) => controller))];
    const rows = controllers.flatMap((controller) =>
      rowsOf(
        controller,
        own.filter((cell) => cell.controller === controller),
        legend,
      ),
    );
    const previous = blocks[blocks.length - 1];
    if (previous !== undefined && JSON.stringify(previous.rows) === JSON.stringify(rows)) {
      previous.generations.push(generation);
      continue;
    }
    blocks.push({ generations: [generation], rows });
  }
  return {
    columns: MATRIX_BUNDLES.flatMap((bundle) => MATRIX_CHANNELS.map((channel) => `${bundle} ${channel}`)),
    blocks,
    legend,
  };
}

/** What the parts of a platform can have against each other: none of the matrix' releases is unknown or too old. */
const PAIR_CODES = [CONTROLLER_READS_NO_SERVED_VERSION, TLS_ROUTE_VERSION_NOT_SERVED];

const TITLES: ReadonlyMap<string, string> = new Map(
  [...PAIR_CODES, ...CONTROLLER_CODES].map(({ code, title }) => [code, title]),
);

function legendLines(legend: readonly string[]): string[] {
  return legend.map((code, i) => `${i + 1}. ${code}: ${TITLES.get(code) ?? ''}`);
}

const MEANING = 'yes: works; care: works, read the warnings; no: errors, nothing is written';

function pad(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Writes the matrix for a terminal, with a final newline. */
export function formatMatrixText(cells: readonly MatrixCell[] = compatibilityMatrix()): string {
  const { columns, blocks, legend } = printMatrix(cells);
  const lines = blocks.flatMap(({ generations, rows }) => [
    `Kamaji ${generations.join(', ')}`,
    ...pad([
      ['controller', 'release', ...columns],
      ...rows.map(({ controller, releases, cells: printed }) => [controller, releases, ...printed]),
    ]),
    '',
  ]);
  return `${[...lines, MEANING, ...legendLines(legend)].join('\n')}\n`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const [head = [], ...body] = rows;
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)];
}

const CREATORS: Readonly<Record<ControllerProfile['gatewayClass']['createdBy'], string>> = {
  user: 'you (the library creates it)',
  installer: 'its installer',
  controller: 'the controller',
  platform: 'the platform',
};

const LABELS: Readonly<Record<ControllerProfile['watchesNamespaces'], string>> = {
  yes: 'at once',
  no: 'with the next other change',
  unknown: 'unknown',
};

function idleOf({ idle }: ControllerProfile): string {
  const after = typeof idle.tcpSeconds === 'number' ? formatSeconds(idle.tcpSeconds) : idle.tcpSeconds;
  return idle.knob === undefined ? after : `${after}; ${idle.knob}`;
}

function capsOf({ connectionCaps, tenantCeiling }: ControllerProfile): string {
  const caps = connectionCaps.map(
    ({ limit, per, what, knob }) => `${limit} a ${per} (${what}${knob === undefined ? '' : `; ${knob}`})`,
  );
  return [...caps, ...(tenantCeiling === undefined ? [] : [tenantCeiling])].join('; ') || 'none known';
}

function profileTables(): string[] {
  const facts = PROFILES.map((profile) => ({ profile, now: factsAt(profile, undefined) }));
  return [
    ...table([
      [
        'id',
        'newest known',
        'tier',
        'GatewayClass',
        'created by',
        'TLSRoute read',
        'ListenerSet',
        'ports',
        "a Namespace's new label takes effect",
      ],
      ...facts.map(({ profile, now }) => [
        profile.id,
        profile.newestKnown,
        now.support.tier,
        profile.gatewayClass.name,
        CREATORS[profile.gatewayClass.createdBy],
        now.tlsRouteVersionsRead.join(', '),
        now.listenerSets,
        now.ports.opened,
        LABELS[profile.watchesNamespaces],
      ]),
    ]),
    '',
    '### Tiers',
    '',
    ...facts
      .filter(({ now }) => now.support.reason !== undefined)
      .map(({ profile, now }) => {
        const { reason, instead } = now.support;
        return `* **${profile.id}** (${now.support.tier}): ${profile.title} ${reason}.${instead === undefined ? '' : ` Instead: ${instead}.`}`;
      }),
    '',
    '### Addresses, timeouts and limits',
    '',
    ...table([
      [
        'id',
        'fixed address',
        'cuts a silent TCP connection after',
        'limits',
        'two routes with one name',
        'conformance',
      ],
      ...PROFILES.map((profile) => [
        profile.id,
        profile.addresses.how,
        idleOf(profile),
        capsOf(profile),
        profile.duplicateNames,
        profile.conformance,
      ]),
    ]),
  ];
}

/** Writes `docs/platforms.md`, with a final newline. */
export function formatMatrixMarkdown(cells: readonly MatrixCell[] = compatibilityMatrix()): string {
  const { columns, blocks, legend } = printMatrix(cells);
  const matrix = blocks.flatMap(({ generations, rows }) => [
    `### Kamaji ${generations.join(', ')}`,
    '',
    ...table([
      ['controller', 'release', ...columns],
      ...rows.map(({ controller, releases, cells: printed }) => [controller, releases, ...printed]),
    ]),
    '',
  ]);
  const lines = [
    '<!-- Generated by cdk8s-tenant-gateway (tenant-gateway platforms --format markdown); change the profiles, not this file. -->',
    '# Platforms',
    '',
    'What is known of each implementation of the Gateway API, and which releases work together.',
    'Where a fact comes from stands beside it in `src/controllers/`.',
    '',
    '## Controllers',
    '',
    ...profileTables(),
    '',
    '## Which releases work together',
    '',
    'Columns are releases and channels of the Gateway API. `yes` works, `care` works with warnings to read first, `no` has errors;',
    'the numbers are the codes below. Everything is worked out by the checks themselves, for one tenant on the shared wildcard pair of',
    'listeners, with the ports of manual controllers not declared as open.',
    '',
    ...matrix,
    '### Codes',
    '',
    ...legendLines(legend),
  ];
  return `${lines.join('\n')}\n`;
}

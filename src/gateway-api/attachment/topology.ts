import { compareStrings } from '../../objects';
import { RoutingRow, routingTable } from './routing-rows';

/** Most edges that are drawn: GitHub draws no diagram with more than 500. */
const MOST_EDGES = 300;

/** Most characters of a drawing: GitHub draws no text of more than 50,000. */
const MOST_TEXT = 45_000;

/** How many of a kind are drawn one by one, from the most generous to the barest. */
const CAPS: readonly Caps[] = [
  { gateways: 24, listeners: 24, targets: 40 },
  { gateways: 24, listeners: 12, targets: 20 },
  { gateways: 16, listeners: 8, targets: 10 },
  { gateways: 12, listeners: 6, targets: 4 },
];

const BAREST: Caps = { gateways: 12, listeners: 4, targets: 0 };

interface Caps {
  readonly gateways: number;
  /** For each Gateway. */
  readonly listeners: number;
  /** Tenants and routes, for each Gateway. */
  readonly targets: number;
}

interface Node {
  readonly id: string;
  readonly label: string;
}

/** Lines of a diagram, each written once. */
class Drawing {
  readonly edges = new Set<string>();
  private readonly nodes = new Map<string, string>();

  node(node: Node): void {
    this.nodes.set(node.id, node.label);
  }

  edge(from: Node, to: Node): void {
    this.node(from);
    this.node(to);
    this.edges.add(`${from.id} --> ${to.id}`);
  }

  toString(): string {
    const nodes = [...this.nodes].map(([id, label]) => `  ${id}["${label}"]`);
    const edges = [...this.edges].map((edge) => `  ${edge}`);
    return ['flowchart LR', ...nodes.sort(compareStrings), ...edges.sort(compareStrings), ''].join('\n');
  }
}

/**
 * Makes an id from a name that no other name gives, so that a tenant more changes only its own lines.
 * What is no letter or digit is written by its number.
 */
function idOf(prefix: string, ...parts: readonly (string | number)[]): string {
  const name = parts.join('/').replace(/[^A-Za-z0-9]/gu, (char) => `_${(char.codePointAt(0) ?? 0).toString(16)}_`);
  return `${prefix}_${name}`;
}

/** Writes lines into a label; whatever Mermaid or HTML could read as markup is written by its number. */
function labelOf(...lines: readonly string[]): string {
  return lines
    .map((line) => line.replace(/[^A-Za-z0-9 .,:/*()_-]/gu, (char) => `#${char.codePointAt(0) ?? 0};`))
    .join('<br/>');
}

/** Orders values as they come, each once. */
function distinct<T>(values: Iterable<T>): T[] {
  return [...new Set(values)];
}

/** Splits a list into those that are drawn one by one and the others; a single other one is drawn rather than counted. */
function split<T>(values: readonly T[], most: number): { shown: ReadonlySet<T>; others: ReadonlySet<T> } {
  const end = values.length === most + 1 ? values.length : most;
  return { shown: new Set(values.slice(0, end)), others: new Set(values.slice(end)) };
}

function listenerKey({ port, listener }: RoutingRow): string {
  return `${String(port).padStart(5, '0')} ${listener}`;
}

/** Groups values by a key; the order of both is kept. */
function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) {
      groups.set(key(value), [value]);
    } else {
      group.push(value);
    }
  }
  return groups;
}

/** The node that stands for all listeners of a port that are not drawn one by one. */
function restOfPort(gateway: string, port: number, count: number): Node {
  return { id: idOf('p', gateway, port), label: labelOf(`${count} more listeners`, `port ${port}`) };
}

function listenerNode(gateway: string, row: RoutingRow): Node {
  return {
    id: idOf('l', gateway, row.listener, row.port),
    label: labelOf(row.listener, `port ${row.port} ${row.protocol}`, row.listenerHostname),
  };
}

function drawGateway(drawing: Drawing, gateway: string, rows: readonly RoutingRow[], caps: Caps): void {
  const root = { id: idOf('g', gateway), label: labelOf(`Gateway ${gateway}`) };
  const listeners = split([...groupBy(rows, listenerKey).keys()].sort(compareStrings), caps.listeners);
  const named = distinct(rows.map(({ target }) => target)).filter((target) => target !== '');
  const targets = split(named.sort(compareStrings), caps.targets);
  const rest = {
    id: idOf('m', gateway),
    label: labelOf(`${targets.others.size} ${targets.shown.size === 0 ? 'tenants and routes' : 'more'}`),
  };
  const hidden = groupBy(
    rows.filter((row) => listeners.others.has(listenerKey(row))),
    ({ port }) => String(port),
  );
  const nodes = new Map(
    [...hidden].map(([port, found]) => [port, restOfPort(gateway, Number(port), new Set(found.map(listenerKey)).size)]),
  );
  for (const row of rows) {
    const grouped = listeners.others.has(listenerKey(row)) ? nodes.get(String(row.port)) : undefined;
    const node = grouped ?? listenerNode(gateway, row);
    drawing.edge(root, node);
    if (row.target !== '') {
      drawing.edge(
        node,
        targets.shown.has(row.target) ? { id: idOf('t', row.target), label: labelOf(row.target) } : rest,
      );
    }
  }
}

function draw(rows: readonly RoutingRow[], caps: Caps): Drawing {
  const drawing = new Drawing();
  const byGateway = groupBy(rows, ({ gateway }) => gateway);
  const gateways = split([...byGateway.keys()].sort(compareStrings), caps.gateways);
  for (const gateway of gateways.shown) {
    drawGateway(drawing, gateway, byGateway.get(gateway) ?? [], caps);
  }
  if (gateways.others.size > 0) {
    drawing.node({ id: 'more', label: labelOf(`${gateways.others.size} more Gateways`) });
  }
  return drawing;
}

/**
 * Draws Gateways, their listeners and who is reached behind them, as Mermaid text that GitHub renders.
 *
 * A large fleet is grouped: what does not fit is counted in one node, the listeners by port. The text depends on nothing but the rows,
 * and every node keeps its id while its name does.
 */
export function mermaidTopology(rows: readonly RoutingRow[]): string {
  for (const caps of CAPS) {
    const drawing = draw(rows, caps);
    const text = drawing.toString();
    if (drawing.edges.size <= MOST_EDGES && text.length <= MOST_TEXT) {
      return text;
    }
  }
  return draw(rows, BAREST).toString();
}

/** Writes the routing table of a fleet as a Markdown page: the table and the topology. */
export function routingPage(rows: readonly RoutingRow[], title = 'Routing table'): string {
  return [
    `# ${title}`,
    '',
    routingTable(rows),
    '## Topology',
    '',
    '```mermaid',
    `${mermaidTopology(rows)}\`\`\``,
    '',
  ].join('\n');
}

import { Diagnostic, formatOrigin } from '../diagnostics';
import { Answer, AnswerQuery, Attachment, Condition, ListenerState, RouteState } from '../gateway-api/attachment';
import { formatRef } from '../objects';

type Cells = readonly string[];

/** Sets cells in columns; the last one is not padded. */
function columns(rows: readonly Cells[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) {
      widths[i] = Math.max(widths[i] ?? 0, cell.length);
    }
  }
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function orDash(values: readonly string[]): string {
  return values.length === 0 ? '–' : values.join(', ');
}

function statusOf(...conditions: readonly (Condition | undefined)[]): string {
  const reasons = conditions.flatMap((condition, i) =>
    condition === undefined || (i > 0 && condition.status === 'True') ? [] : [condition.reason],
  );
  return [...new Set(reasons)].join(', ');
}

function nameOf({ kind, namespace, name }: { kind: string; namespace: string; name: string }): string {
  return `${kind} ${namespace}/${name}`;
}

function routeRows({ route, parents, unknownParents, resolvedRefs }: RouteState): Cells[] {
  const rows = parents.map(({ parentRef, accepted, attached }) => [
    nameOf(parentRef),
    statusOf(accepted, resolvedRefs),
    orDash([...new Set(attached.map(({ state }) => state.listener.name))]),
    orDash([...new Set(attached.flatMap(({ hostnames }) => hostnames))]),
  ]);
  const unknown = unknownParents.map((parentRef) => [nameOf(parentRef), 'no status', '–', '–']);
  const all = [...rows, ...unknown];
  return (all.length === 0 ? [['–', 'no parent', '–', '–']] : all).map((cells) => [nameOf(route), ...cells]);
}

function listenerRow({ listener, attached, accepted, resolvedRefs }: ListenerState): Cells {
  const { name, port, protocol, hostname, tlsMode } = listener;
  return [
    `  ${name}`,
    `${port}`,
    protocol === 'TLS' ? `TLS/${tlsMode}` : protocol,
    hostname ?? '*',
    `${attached.size}`,
    statusOf(accepted, resolvedRefs),
  ];
}

function holderRow(name: string, accepted: Condition): Cells {
  return [name, '', '', '', '', statusOf(accepted)];
}

function explain(diagnostic: Diagnostic): string[] {
  const origin = formatOrigin(diagnostic);
  const subject = diagnostic.object === undefined ? '' : `${formatRef(diagnostic.object)}: `;
  return [
    `  ${subject}${diagnostic.message}`,
    ...(diagnostic.fix === undefined ? [] : [`    fix: ${diagnostic.fix}`]),
    ...(origin === undefined ? [] : [`    at: ${origin}`]),
  ];
}

/** Writes an attachment for a person: routes, listeners, and what is wrong with them. */
export function formatAttachment(attachment: Attachment, explanation: readonly Diagnostic[]): string {
  const routes = attachment.routes.flatMap(routeRows);
  const holders = [
    ...attachment.gateways.map((state) => ({ ...state, head: state.gateway })),
    ...attachment.listenerSets.map((state) => ({ ...state, head: state.set })),
  ];
  const listeners = holders.flatMap(({ head, accepted, listeners: own }) => [
    holderRow(nameOf(head), accepted),
    ...own.map(listenerRow),
  ]);
  const parts = [
    routes.length === 0 ? ['no routes'] : columns([['ROUTE', 'PARENT', 'STATUS', 'LISTENERS', 'HOSTNAMES'], ...routes]),
    listeners.length === 0
      ? ['no gateways']
      : columns([['LISTENER', 'PORT', 'PROTOCOL', 'HOSTNAME', 'ROUTES', 'STATUS'], ...listeners]),
    ...(explanation.length === 0 ? [] : [['why, and what to do:', ...explanation.flatMap(explain)]]),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function formatQuery({ port, sni, host }: AnswerQuery): string {
  const names = [...(sni === undefined ? [] : [`SNI ${sni}`]), ...(host === undefined ? [] : [`Host ${host}`])];
  return [`port ${port}`, ...names].join(', ');
}

function formatAnswer({ gateway, transport, listener, routes }: Answer): string[] {
  const head = `Gateway ${gateway.namespace}/${gateway.name}${transport === 'UDP' ? ' (UDP)' : ''}`;
  if (listener === undefined) {
    return [`${head}: no listener takes the name`];
  }
  const where = `  listener  ${listener.listener} of ${nameOf(listener)} (${listener.protocol}, ${listener.hostname})`;
  const served = routes.map(({ serving, hostname, backends, ...route }) => {
    const to = backends.map(({ port, ...backend }) => `${nameOf(backend)}${port === undefined ? '' : `:${port}`}`);
    return serving
      ? `  route     ${nameOf(route)} (${hostname}) to ${orDash(to)}`
      : `  bound     ${nameOf(route)} (${hostname}), gets nothing: the one above comes first`;
  });
  return [head, where, ...(served.length === 0 ? ['  route     none'] : served)];
}

/** Writes for a person who answers. */
export function formatAnswers(query: AnswerQuery, answers: readonly Answer[]): string {
  const found = answers.flatMap(formatAnswer);
  return [formatQuery(query), ...(found.length === 0 ? ['no Gateway has a listener on the port'] : found), ''].join(
    '\n',
  );
}

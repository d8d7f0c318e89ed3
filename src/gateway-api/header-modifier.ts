import { checkAtMost, checkHeaderName, checkValue, quote } from './field-values';

/** How a filter changes the headers of a request or a response, or the metadata of a gRPC call. */
export interface HeaderModifier {
  /**
   * Headers to set, by name; what the message has under the name is replaced. At most 16.
   *
   * @default - none.
   */
  readonly set?: { [name: string]: string };

  /**
   * Headers to add, by name; what the message has under the name is kept, with the new value behind it. At most 16.
   *
   * @default - none.
   */
  readonly add?: { [name: string]: string };

  /**
   * Names of headers to remove. At most 16.
   *
   * @default - none.
   */
  readonly remove?: string[];
}

/** A header in wire form. */
export interface HeaderJson {
  readonly name: string;
  readonly value: string;
}

/** A header modifier in the wire form of every filter. */
export interface HeaderModifierJson {
  readonly set?: HeaderJson[];
  readonly add?: HeaderJson[];
  readonly remove?: string[];
}

const MAX_HEADERS = 16;
const MAX_HEADER_VALUE = 4096;

function checkOnce(names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(name.toLowerCase());
    if (other !== undefined) {
      throw new Error(`header names are case-insensitive, so ${quote(other)} and ${quote(name)} are one and the same`);
    }
    seen.set(name.toLowerCase(), name);
  }
}

function renderHeaders(headers: { [name: string]: string } | undefined): HeaderJson[] | undefined {
  if (headers === undefined) {
    return undefined;
  }
  const entries = Object.entries(headers).map(([name, value]) => ({
    name: checkHeaderName('the name of a header', name),
    value: checkValue(`the value of header ${quote(name)}`, value, MAX_HEADER_VALUE),
  }));
  checkAtMost('headers in one filter', entries.length, MAX_HEADERS);
  checkOnce(entries.map(({ name }) => name));
  return entries;
}

/**
 * Writes a header modifier.
 *
 * @throws where it changes nothing, names one header twice in a list, or has a name that is none.
 */
export function renderHeaderModifier({ set, add, remove }: HeaderModifier): HeaderModifierJson {
  const names = remove?.map((name) => checkHeaderName('the name of a header to remove', name));
  checkAtMost('headers to remove in one filter', names?.length ?? 0, MAX_HEADERS);
  checkOnce(names ?? []);
  const json = { set: renderHeaders(set), add: renderHeaders(add), remove: names };
  if ([json.set, json.add, json.remove].every((list) => list === undefined || list.length === 0)) {
    throw new Error(
      'a header modifier without set, add and remove does nothing (name a header, or leave the filter out)',
    );
  }
  return json;
}

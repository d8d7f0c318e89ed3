import { parseAllDocuments } from 'yaml';
import { asMap, KubeObject, refOf } from '../objects';

/** A document of a manifest that was written before. */
export interface OldDocument {
  readonly text: string;
  /** Line in its file, from 1. */
  readonly line: number;
}

/** Splits a manifest of ours into its documents, without parsing them; a checkout may have given it the line ends of Windows. */
export function splitDocuments(text: string): OldDocument[] {
  let line = 1;
  return text
    .replaceAll('\r\n', '\n')
    .split(/^---(?=[ \t]|$)/m)
    .map((part, i) => {
      // What follows a separator starts behind its line end.
      const start = line + (i === 0 ? 0 : 1);
      line += part.split('\n').length - 1;
      return { text: part, line: start };
    });
}

/** How this tool begins every document; a person, or a formatter, may have changed that. */
const BEGINNING =
  /^\uFEFF?\s*(?:#.*\n)*apiVersion: (?<apiVersion>.*)\nkind: (?<kind>.*)\nmetadata:\n(?<metadata>(?: {2}.*\n)*)(?=[A-Za-z]|$)/;

/** A word that is a string without quotes too; what starts with a digit is written with quotes. */
const WORD = /^(?:(?!(?:true|false|null)$)[A-Za-z](?:[\w./:-]*\w)?|"[\w./:-]+")$/i;

function wordOf(text: string | undefined): string | undefined {
  return text !== undefined && WORD.test(text) ? text.replaceAll('"', '') : undefined;
}

/** The keys of `metadata` and those of their values that are words; undefined if one is written otherwise. */
function readMetadata(block: string): Map<string, string | undefined> | undefined {
  const keys = new Map<string, string | undefined>();
  for (const line of block.split('\n').filter((text) => /^ {2}\S/.test(text))) {
    const [, key, value] = /^ {2}([A-Za-z]+):(?: (.*))?$/.exec(line) ?? [];
    if (key === undefined || keys.has(key)) {
      return undefined;
    }
    keys.set(key, wordOf(value));
  }
  return keys;
}

function keyOf(apiVersion: string, kind: string, namespace: string | undefined, name: string): string {
  return JSON.stringify([apiVersion, kind, namespace ?? '', name]);
}

/** Reads the lines that this tool writes; undefined where they look otherwise. */
function readHead(text: string): string | undefined {
  const groups = BEGINNING.exec(text)?.groups;
  const [apiVersion, kind] = [wordOf(groups?.apiVersion), wordOf(groups?.kind)];
  const metadata = readMetadata(groups?.metadata ?? '');
  const [name, namespace] = [metadata?.get('name'), metadata?.get('namespace')];
  if (apiVersion === undefined || kind === undefined || name === undefined) {
    return undefined;
  }
  const isUnclear = namespace === undefined && metadata?.has('namespace');
  return isUnclear ? undefined : keyOf(apiVersion, kind, namespace, name);
}

/** What names an object in a manifest of ours: read cheaply from its lines, and where a person has changed those, by parsing it. */
export function headOf(text: string): string {
  const head = readHead(text);
  if (head !== undefined) {
    return head;
  }
  const object = parseOne(text);
  if (object === undefined) {
    return '';
  }
  const { apiVersion, kind, namespace, name } = refOf(object);
  return keyOf(apiVersion, kind, namespace, name);
}

/** Parses one document of ours; undefined where a person has broken it. */
export function parseOne(text: string): KubeObject | undefined {
  try {
    const [document] = parseAllDocuments(text);
    return document === undefined || !('toJS' in document) ? undefined : asMap(document.toJS({ maxAliasCount: 0 }));
  } catch {
    return undefined;
  }
}

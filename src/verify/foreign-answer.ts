import { asMap, asString, read } from '../objects';

/** What a server sent. */
export interface ServerAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;

  /** The text as JSON, or the text itself where it is none. */
  readonly body: unknown;
}

/** Characters of a text that are shown. */
const MOST_SHOWN = 60;

/** As long as a token, a key or a hash, and longer than words. */
const SECRET_LIKE = /[\w+/=.~-]{20,}/g;

function isJson({ body, text }: ServerAnswer): boolean {
  return body !== text;
}

/** Says in a few words what a server sent; shows nothing of a JSON document but its kind, as its values may be secret. */
export function describeAnswer(answer: ServerAnswer): string {
  const { text, contentType, body } = answer;
  if (text.trim() === '') {
    return `"${contentType}" without a body`;
  }
  if (isJson(answer)) {
    const kind = asString(read(body, 'kind'));
    if (Array.isArray(body)) {
      return 'a JSON array';
    }
    if (asMap(body) === undefined) {
      return body === null ? '"null"' : `a JSON ${typeof body}`;
    }
    return kind === undefined ? 'a JSON object without a kind' : `a "${kind.slice(0, MOST_SHOWN)}"`;
  }
  const shown = text.replace(SECRET_LIKE, '…').replace(/\s+/g, ' ').trim().slice(0, MOST_SHOWN);
  return `"${contentType}" that begins "${shown}"`;
}

/** Returns what is wrong with a list, or undefined where it is one. */
export function faultOfList(answer: ServerAnswer): string | undefined {
  const said = describeAnswer(answer);
  if (!asString(read(answer.body, 'kind'))?.endsWith('List')) {
    return said;
  }
  const items = read(answer.body, 'items');
  if (items === null) {
    // An empty list, as Go writes a slice that was never made.
    return undefined;
  }
  if (!Array.isArray(items)) {
    return `${said} without items`;
  }
  const bad = items.findIndex((item) => asString(read(item, 'metadata', 'name')) === undefined);
  if (bad < 0) {
    return undefined;
  }
  return asMap(items[bad]) === undefined
    ? `${said} whose item ${bad} is no object`
    : `${said} whose item ${bad} has no metadata.name`;
}

/** Returns what is wrong with the answer to the question for the version, or undefined where an API server gave it. */
export function faultOfVersion(answer: ServerAnswer): string | undefined {
  const isVersion = ['gitVersion', 'major'].some((key) => asString(read(answer.body, key)) !== undefined);
  return isVersion ? undefined : describeAnswer(answer);
}

/** Returns what is wrong with an object that was asked for, or undefined where it is of the kind. */
export function faultOfObject(answer: ServerAnswer, kind: string): string | undefined {
  return read(answer.body, 'kind') === kind ? undefined : describeAnswer(answer);
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const LABEL_SYNTAX = new RegExp(`^${LABEL}$`);
const SUBDOMAIN_SYNTAX = new RegExp(`^${SUBDOMAIN}$`);
const LABEL_1035_SYNTAX = new RegExp(`^${LABEL_1035}$`);
const QUALIFIED_SYNTAX = new RegExp(`^${QUALIFIED}$`);

const MAX_LABEL = 63;
const MAX_SUBDOMAIN = 253;

/** A name that is too long is not matched as well: matching takes quadratic time, and one problem is enough. */
function tooLong(text: string, limit: number, unit: 'bytes' | 'characters'): string[] {
  return Buffer.byteLength(text) > limit ? [`must be no more than ${limit} ${unit}`] : [];
}

function syntax(rule: string, source: string, ...examples: readonly string[]): string {
  const quoted = examples.map((example) => `'${example}'`).join(', or ');
  return `${rule} (e.g. ${quoted}, regex used for validation is '${source}')`;
}

const ALPHANUMERIC = 'and must start and end with an alphanumeric character';

/** Says what is wrong with a name that has to be a DNS label of RFC 1123; empty where nothing is. */
export function isDns1123Label(name: string): string[] {
  const problems = tooLong(name, MAX_LABEL, 'characters');
  if (problems.length > 0 || LABEL_SYNTAX.test(name)) {
    return problems;
  }
  const rule = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', ${ALPHANUMERIC}`;
  const detail = SUBDOMAIN_SYNTAX.test(name) ? 'must not contain dots' : syntax(rule, LABEL, 'my-name', '123-abc');
  return [detail];
}

/** Says what is wrong with a name that has to be a DNS label of RFC 1035; empty where nothing is. */
export function isDns1035Label(name: string): string[] {
  const problems = tooLong(name, MAX_LABEL, 'characters');
  if (problems.length > 0 || LABEL_1035_SYNTAX.test(name)) {
    return problems;
  }
  const rule =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, " +
    'and end with an alphanumeric character';
  return [syntax(rule, LABEL_1035, 'my-name', 'abc-123')];
}

/**
 * Says what is wrong with a name that has to be a DNS subdomain of RFC 1123; empty where nothing is.
 *
 * @param unit what the message counts; the API server has two wordings of one rule
 */
export function isDns1123Subdomain(name: string, unit: 'bytes' | 'characters' = 'characters'): string[] {
  const problems = tooLong(name, MAX_SUBDOMAIN, unit);
  if (problems.length > 0 || SUBDOMAIN_SYNTAX.test(name)) {
    return problems;
  }
  const rule = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', ${ALPHANUMERIC}`;
  return [syntax(rule, SUBDOMAIN, 'example.com')];
}

/** Says what is wrong with a name that only has to fit into a URL; empty where nothing is. */
export function isPathSegment(name: string): string[] {
  if (name === '.' || name === '..') {
    return [`may not be '${name}'`];
  }
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`);
}

const QUALIFIED_RULE = `must consist of alphanumeric characters, '-', '_' or '.', ${ALPHANUMERIC}`;

function isNamePart(name: string): string[] {
  const problems = name === '' ? ['must be non-empty'] : tooLong(name, MAX_LABEL, 'bytes');
  if (problems.length === 0 && !QUALIFIED_SYNTAX.test(name)) {
    problems.push(syntax(QUALIFIED_RULE, QUALIFIED, 'MyName', 'my.name', '123-abc'));
  }
  return problems.map((problem) => `name part ${problem}`);
}

/** Says what is wrong with the key of a label or a finalizer, `example.com/name` or `name`; empty where nothing is. */
export function isQualifiedName(key: string): string[] {
  const parts = key.split('/');
  const [first = '', second] = parts;
  if (parts.length > 2) {
    const detail = syntax(QUALIFIED_RULE, QUALIFIED, 'MyName', 'my.name', '123-abc');
    return [`a valid label key ${detail} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  if (second === undefined) {
    return isNamePart(first);
  }
  const prefix = first === '' ? ['must be non-empty'] : isDns1123Subdomain(first, 'bytes');
  return [...prefix.map((problem) => `prefix part ${problem}`), ...isNamePart(second)];
}

/** Says what is wrong with the value of a label; empty where nothing is. */
export function isLabelValue(value: string): string[] {
  const problems = tooLong(value, MAX_LABEL, 'bytes');
  if (value === '' || problems.length > 0 || QUALIFIED_SYNTAX.test(value)) {
    return problems;
  }
  const rule = `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', ${ALPHANUMERIC}`;
  return [syntax(rule, `(${QUALIFIED})?`, 'MyValue', 'my_value', '12345')];
}

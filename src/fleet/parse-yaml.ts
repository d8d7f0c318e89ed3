import {
  Composer,
  Document,
  DocumentOptions,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  Pair,
  Parser,
  ScalarTag,
  SchemaOptions,
} from 'yaml';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { YamlDocument } from './yaml-document';
import { findBadReferences, isMergeKey, Problem } from './yaml-references';

/** A file that is no YAML. */
export const INVALID_YAML: CodeDefinition = {
  code: 'invalid-yaml',
  severity: Severity.ERROR,
  title: 'A file is not valid YAML: syntax, a duplicate key, an unknown tag or too many aliases',
};

/** What a YAML file holds. */
export interface YamlFile {
  /** Its documents in order; those that hold nothing are left out. */
  readonly documents: readonly YamlDocument[];

  /** What is wrong with it; a document with errors is not among the documents. */
  readonly diagnostics: readonly Diagnostic[];
}

/** How many problems of one document are printed: behind the first few every other one is a consequence. */
const MAX_PROBLEMS = 5;

/** How often one document may be copied through aliases before it is taken for an attack. */
const MAX_ALIASES = 100;

/** The parser recurses into brackets and into `- - -`; some thousands of them take all memory before it gives up. */
const MAX_DEPTH = 200;

/** How many tokens without meaning, or directives, a file may hold before it is taken for something else than YAML. */
const MAX_BAD_TOKENS = 20;

/**
 * Whose YAML a text is: `fleet` is version 1.2; `manifest` is what kubectl reads, which knows merge keys (`<<`),
 * `yes`, `no`, `on` and `off`, and octal numbers with a leading zero (`0644`) besides.
 */
export type YamlDialect = 'fleet' | 'manifest';

// Not the whole of version 1.1: kubectl knows neither its numbers to base 60 (`12:30:45`) nor its dates as anything but strings.
const MANIFEST_TAGS: readonly ScalarTag[] = [
  {
    tag: 'tag:yaml.org,2002:bool',
    default: true,
    test: /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
    resolve: (text) => /^(?:yes|on)$/i.test(text),
  },
  {
    tag: 'tag:yaml.org,2002:int',
    default: true,
    test: /^[-+]?0[0-7]+$/,
    resolve: (text) => (text.startsWith('-') ? -1 : 1) * Number.parseInt(text.replace(/^[-+]/, ''), 8),
  },
];

const DIALECTS: Readonly<Record<YamlDialect, DocumentOptions & SchemaOptions>> = {
  fleet: {},
  manifest: { merge: true, customTags: (tags) => [...MANIFEST_TAGS, ...tags] },
};

const MESSAGES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'tabs cannot indent YAML; use spaces',
  MISSING_CHAR: 'a character is missing here, such as a closing quote or bracket',
};

function describe(code: string, message: string): string {
  return message.includes('call stack') ? 'this is nested too deeply' : (MESSAGES[code] ?? lowerFirst(message));
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
}

/** Finds keys that a map holds twice, in time linear in the keys; the parser's own search is not. */
function findDuplicateKeys(node: unknown): Problem[] {
  if (isSeq(node)) {
    return node.items.flatMap(findDuplicateKeys);
  }
  if (!isMap(node)) {
    return [];
  }
  const seen = new Set<unknown>();
  return node.items.flatMap(({ key, value }: Pair) => {
    if (isMergeKey(key)) {
      return findDuplicateKeys(value);
    }
    const name = isScalar(key) ? String(key.value) : key;
    const isDuplicate = seen.has(name);
    seen.add(name);
    const message = `the key ${JSON.stringify(name)} is already in this map; of two, one would win silently`;
    const here = isDuplicate && isScalar(key) ? [{ offset: key.range?.[0] ?? 0, message }] : [];
    return [...here, ...findDuplicateKeys(value)];
  });
}

function problemsOf(document: Document.Parsed): Problem[] {
  const syntax = [...document.errors, ...document.warnings].slice(0, MAX_PROBLEMS + 1);
  const problems = syntax.map(({ code, message, pos }) => ({
    offset: pos[0],
    message: MESSAGES[code] ?? lowerFirst(message),
  }));
  return problems.length > 0
    ? problems
    : [...findDuplicateKeys(document.contents), ...findBadReferences(document.contents)];
}

/** What the lexer puts before documents and scalars, and where it finds an error: it stands for no text. */
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f', '\ufeff']);

/** Whether a text holds enough brackets and dashes to be nested dangerously; most files need not be looked at twice. */
function mayBeDeep(text: string): boolean {
  return (text.match(/[[{?-]/g)?.length ?? 0) > MAX_DEPTH;
}

/** Says where the text is nested so deeply that parsing it would be dangerous; undefined where it is not. */
function findTooDeep(text: string): number | undefined {
  let brackets = 0;
  let dashes = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') {
      brackets++;
    } else if (token === ']' || token === '}') {
      brackets--;
    } else if (token === '\n' || token === '\r\n') {
      dashes = 0;
    } else if (brackets === 0 && (token === '-' || token === '?')) {
      dashes++;
    }
    if (brackets + dashes > MAX_DEPTH) {
      return offset;
    }
    offset += MARKS.has(token) ? 0 : token.length;
  }
  return undefined;
}

/** Parses document by document, and stops where it is clear that this is no YAML. */
function compose(
  text: string,
  lines: LineCounter,
  dialect: YamlDialect,
): { documents: Document.Parsed[]; problem?: Problem } {
  const documents: Document.Parsed[] = [];
  const composer = new Composer({
    ...DIALECTS[dialect],
    uniqueKeys: false,
    lineCounter: lines,
    prettyErrors: false,
  });
  let badTokens = 0;
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    badTokens += token.type === 'error' || token.type === 'directive' ? 1 : 0;
    if (badTokens > MAX_BAD_TOKENS) {
      return { documents, problem: { offset: token.offset, message: 'this is not YAML' } };
    }
    documents.push(...(composer.next(token) as Iterable<Document.Parsed>));
  }
  documents.push(...(composer.end(false, text.length) as Iterable<Document.Parsed>));
  return { documents };
}

/** Makes plain data of a document; null where it holds nothing or has problems. */
function read(document: Document.Parsed): { readonly value: unknown; readonly problems: readonly Problem[] } {
  const found = problemsOf(document).slice(0, MAX_PROBLEMS);
  if (found.length > 0) {
    return { value: null, problems: found };
  }
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), problems: [] };
  } catch (error) {
    // Aliases that copy the document too often.
    const offset = document.contents?.range?.[0] ?? 0;
    return { value: null, problems: [{ offset, message: describe('', (error as Error).message) }] };
  }
}

/**
 * Reads all documents of a YAML text (version 1.2, so JSON too) with the places of everything in them.
 *
 * Whatever is wrong is a diagnostic. The time is linear in the text.
 *
 * @param text the text; a byte order mark and any kind of line end are fine
 * @param file name of the file, as messages print it
 * @param dialect whose YAML it is
 */
export function parseYaml(text: string, file: string, dialect: YamlDialect = 'fleet'): YamlFile {
  const lines = new LineCounter();
  const report = ({ offset, message }: Problem) => {
    const { line, col } = lines.linePos(offset);
    return diagnose(INVALID_YAML, { file, line: Math.max(line, 1), column: Math.max(col, 1), message });
  };
  const bare = text.replace(/^\uFEFF/, '');
  const tooDeep = mayBeDeep(bare) ? findTooDeep(bare) : undefined;
  if (tooDeep !== undefined) {
    const before = bare.slice(0, tooDeep).split('\n');
    const message = `this is nested more than ${MAX_DEPTH} levels deep`;
    const column = (before.at(-1)?.length ?? 0) + 1;
    return { documents: [], diagnostics: [diagnose(INVALID_YAML, { file, line: before.length, column, message })] };
  }
  const documents: YamlDocument[] = [];
  const problems: Problem[] = [];
  try {
    const composed = compose(bare, lines, dialect);
    for (const document of composed.documents) {
      const { value, problems: found } = read(document);
      problems.push(...found);
      if (value !== null) {
        documents.push(new YamlDocument(file, value, document, lines));
      }
    }
    problems.push(...(composed.problem === undefined ? [] : [composed.problem]));
  } catch (error) {
    // Indentation that is too deep.
    problems.push({ offset: 0, message: describe('', (error as Error).message) });
  }
  return { documents, diagnostics: problems.map(report) };
}

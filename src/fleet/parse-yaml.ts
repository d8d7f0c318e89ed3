import { Composer, Document, isMap, isScalar, isSeq, Lexer, LineCounter, Pair, Parser } from 'yaml';
import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { YamlDocument } from './yaml-document';

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

interface Problem {
  readonly offset: number;
  readonly message: string;
}

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
  return problems.length > 0 ? problems : findDuplicateKeys(document.contents);
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
function compose(text: string, lines: LineCounter): { documents: Document.Parsed[]; problem?: Problem } {
  const documents: Document.Parsed[] = [];
  const composer = new Composer({ uniqueKeys: false, lineCounter: lines, prettyErrors: false });
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

/**
 * Reads all documents of a YAML text (version 1.2, so JSON too) with the places of everything in them.
 *
 * Whatever is wrong is a diagnostic. The time is linear in the text.
 *
 * @param text the text; a byte order mark and any kind of line end are fine
 * @param file name of the file, as messages print it
 */
export function parseYaml(text: string, file: string): YamlFile {
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
    const composed = compose(bare, lines);
    for (const document of composed.documents) {
      const found = problemsOf(document);
      problems.push(...found.slice(0, MAX_PROBLEMS));
      const value: unknown = found.length > 0 ? null : document.toJS({ maxAliasCount: MAX_ALIASES });
      if (value !== null) {
        documents.push(new YamlDocument(file, value, document, lines));
      }
    }
    problems.push(...(composed.problem === undefined ? [] : [composed.problem]));
  } catch (error) {
    // Aliases that lead nowhere or copy the document too often, and indentation that is too deep.
    problems.push({ offset: 0, message: describe('', (error as Error).message) });
  }
  return { documents, diagnostics: problems.map(report) };
}

import * as fs from 'node:fs';
import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, Node, Pair, parseAllDocuments, Scalar } from 'yaml';
import { CodeDefinition, Diagnostic, diagnose, Severity, SourceLocation } from '../diagnostics';
import { PathSegment } from '../objects';

/** A file that is no YAML. */
export const INVALID_YAML: CodeDefinition = {
  code: 'invalid-yaml',
  severity: Severity.ERROR,
  title: 'A file is not valid YAML: syntax, a duplicate key, an unknown tag or too many aliases',
};

/** A file that cannot be read as text. */
export const UNREADABLE_FILE: CodeDefinition = {
  code: 'unreadable-file',
  severity: Severity.ERROR,
  title: 'A file does not exist, cannot be read, is not UTF-8 or is too large',
};

/** Largest file that is read; a tenant takes less than a kilobyte. */
const MAX_BYTES = 8 * 1024 * 1024;

/** How many problems of one file are printed: behind the first few every other one is a consequence. */
const MAX_PROBLEMS = 5;

/** How often one document may be copied through aliases before it is taken for an attack. */
const MAX_ALIASES = 100;

type Step = { readonly key?: Node; readonly value: unknown };

function stepInto(parent: unknown, segment: PathSegment): Step | undefined {
  if (isMap(parent)) {
    const pair = parent.items.find((item: Pair) => isScalar(item.key) && String(item.key.value) === String(segment));
    return pair === undefined ? undefined : { key: pair.key as Node, value: pair.value };
  }
  const item = isSeq(parent) && typeof segment === 'number' ? parent.items[segment] : undefined;
  return item === undefined ? undefined : { value: item };
}

/** One document of a YAML file, which knows the place of everything in it. */
export class YamlDocument {
  constructor(
    /** Name of the file, as messages print it. */
    public readonly file: string,
    /** The document as plain data. */
    public readonly value: unknown,
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {}

  /** Returns how many steps of the path the document holds. */
  public depthOf(path: readonly PathSegment[]): number {
    return this.follow(path).length;
  }

  /**
   * Returns the place of a value: of the value itself where it is a scalar, else of its key.
   *
   * A path that the document does not hold gives the place of the nearest thing around it, an empty one the document's first line.
   */
  public locate(path: readonly PathSegment[]): SourceLocation {
    const last = this.follow(path).at(-1);
    const node = last === undefined ? this.document.contents : this.nodeToPoint(last);
    return this.at(node?.range?.[0] ?? 0);
  }

  /** Returns the place of a key, whatever its value. */
  public locateKey(path: readonly PathSegment[]): SourceLocation {
    const steps = this.follow(path);
    return steps.length < path.length ? this.locate(path) : this.at(steps.at(-1)?.key?.range?.[0] ?? 0);
  }

  /** Returns a scalar as it is written in the file, `1.30` for example, which as a number would be 1.3. */
  public sourceOf(path: readonly PathSegment[]): string | undefined {
    const steps = this.follow(path);
    const value = steps.length === path.length ? steps.at(-1)?.value : undefined;
    return isScalar(value) ? (value as Scalar & { source?: string }).source : undefined;
  }

  private nodeToPoint({ key, value }: Step): Node | undefined {
    const isInline = isAlias(value) || (isScalar(value) && value.source !== '');
    return isInline || key === undefined ? (value as Node) : key;
  }

  private follow(path: readonly PathSegment[]): readonly Step[] {
    const steps: Step[] = [];
    let current: unknown = this.document.contents;
    for (const segment of path) {
      const step = stepInto(isAlias(current) ? current.resolve(this.document) : current, segment);
      if (step === undefined) {
        break;
      }
      steps.push(step);
      current = step.value;
    }
    return steps;
  }

  private at(offset: number): SourceLocation {
    const { line, col } = this.lines.linePos(offset);
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

/** What a YAML file holds. */
export interface YamlFile {
  /** Its documents in order; those that hold nothing are left out. */
  readonly documents: readonly YamlDocument[];

  /** What is wrong with it; a document with errors is not among the documents. */
  readonly diagnostics: readonly Diagnostic[];
}

const MESSAGES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this key is already in the map above; the second one would win silently',
  TAB_AS_INDENT: 'tabs cannot indent YAML; use spaces',
  BAD_INDENT: 'the indentation does not fit the lines around it',
  MISSING_CHAR: 'a character is missing here, such as a closing quote or bracket',
};

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
}

function problem(file: string, lines: LineCounter, offset: number, message: string): Diagnostic {
  const { line, col } = lines.linePos(offset);
  return diagnose(INVALID_YAML, { file, line: Math.max(line, 1), column: Math.max(col, 1), message });
}

function problemsOf(document: Document.Parsed, file: string, lines: LineCounter): Diagnostic[] {
  const errors = [...document.errors, ...document.warnings];
  const found = errors
    .slice(0, MAX_PROBLEMS)
    .map(({ code, message, pos }) => problem(file, lines, pos[0], MESSAGES[code] ?? lowerFirst(message)));
  const left = errors.length - found.length;
  const last = errors[MAX_PROBLEMS];
  return left === 0 || last === undefined
    ? found
    : [...found, problem(file, lines, last.pos[0], `and ${left} more problems from here on`)];
}

function toDocument(document: Document.Parsed, file: string, lines: LineCounter): YamlFile {
  const problems = problemsOf(document, file, lines);
  if (problems.length > 0 || document.contents === null) {
    return { documents: [], diagnostics: problems };
  }
  const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  return value === null
    ? { documents: [], diagnostics: [] }
    : { documents: [new YamlDocument(file, value, document, lines)], diagnostics: [] };
}

/**
 * Reads all documents of a YAML text (version 1.2, so JSON too) with the places of everything in them.
 *
 * @param text the text; a byte order mark and any kind of line end are fine
 * @param file name of the file, as messages print it
 */
export function parseYaml(text: string, file: string): YamlFile {
  const lines = new LineCounter();
  try {
    const parsed = parseAllDocuments(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
    const documents = Array.isArray(parsed)
      ? parsed.map((document) => toDocument(document as Document.Parsed, file, lines))
      : [];
    return {
      documents: documents.flatMap((document) => document.documents),
      diagnostics: documents.flatMap((document) => document.diagnostics),
    };
  } catch (error) {
    // The parser recurses into nested brackets, and gives up on aliases that copy a document too often.
    const message = error instanceof RangeError ? 'it is nested too deeply' : lowerFirst((error as Error).message);
    return { documents: [], diagnostics: [diagnose(INVALID_YAML, { file, line: 1, column: 1, message })] };
  }
}

function unreadable(file: string, message: string): YamlFile {
  return { documents: [], diagnostics: [diagnose(UNREADABLE_FILE, { file, line: 1, column: 1, message })] };
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder, not a file',
    ENOTDIR: 'a part of the path is a file, not a folder',
    ELOOP: 'it is a symbolic link that leads to itself',
  };
  return (code === undefined ? undefined : reasons[code]) ?? lowerFirst(message);
}

/**
 * Reads a YAML file with the places of everything in it; whatever is wrong is a diagnostic.
 *
 * @param path where the file is
 * @param file name of the file, as messages print it
 */
export function readYaml(path: string, file: string): YamlFile {
  let bytes: Buffer;
  try {
    const stat = fs.statSync(path);
    if (!stat.isFile()) {
      return unreadable(file, stat.isDirectory() ? 'it is a folder, not a file' : 'it is not a regular file');
    }
    if (stat.size > MAX_BYTES) {
      return unreadable(file, `it has ${stat.size} bytes; files of more than ${MAX_BYTES} bytes are not read`);
    }
    bytes = fs.readFileSync(path);
  } catch (error) {
    return unreadable(file, reason(error));
  }
  try {
    return parseYaml(new TextDecoder('utf-8', { fatal: true }).decode(bytes), file);
  } catch {
    return unreadable(file, 'it is not UTF-8 text');
  }
}

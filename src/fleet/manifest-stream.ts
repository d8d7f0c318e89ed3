import * as fs from 'node:fs';
import * as path from 'node:path';
import { Diagnostic, diagnose, SourceLocation } from '../diagnostics';
import { asList, asMap, asString, KubeObject, PathSegment } from '../objects';
import { displayPath } from './fleet-files';
import { listFolder, NOT_AN_OBJECT } from './manifest-input';
import { parseYaml } from './parse-yaml';
import { describeFileError, unreadable } from './read-yaml';

/** An object of a stream, or what is wrong with a piece of it. */
export interface StreamedManifest {
  /** The object; undefined where a piece of the stream holds none. */
  readonly object?: KubeObject;

  /** What is wrong with the piece. */
  readonly diagnostics: readonly Diagnostic[];

  /** Says where in the stream a value of the object is. */
  locate(path: readonly PathSegment[]): SourceLocation;
}

/** Where manifests stream from. */
export interface StreamSources {
  /** Files and folders, relative to the working directory; `-` is standard input. */
  readonly files: readonly string[];

  /** The working directory; names of files in messages are relative to it. */
  readonly cwd: string;

  /** Gives standard input piece by piece. */
  readonly stdin: () => AsyncIterable<string>;
}

/** The text of one document, and the line it starts at. */
interface Piece {
  readonly text: string;
  readonly line: number;
  /** The document, where it is JSON; reading that is a hundred times as fast as reading YAML. */
  readonly json?: unknown;
}

const SEPARATOR = /^---(?:\s|$)/;
const END = /^\.\.\.\s*$/;
/** Lines that may stand before a document: blank ones, comments, directives. */
const PREAMBLE = /^(?:\s*(?:#.*)?|%.*)$/;

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Cuts a text into documents as its lines come in.
 *
 * Documents of YAML are separated by `---`; an object of JSON ends where it ends, on its own line or over several, as `jq` writes it.
 */
class DocumentSplitter {
  private lines: string[] = [];
  private start = 1;
  private next = 1;
  private hasContent = false;

  public *push(line: string): Generator<Piece> {
    const isSeparator = SEPARATOR.test(line);
    if (isSeparator && this.hasContent) {
      yield* this.flush();
    }
    if (this.lines.length === 0) {
      this.start = this.next;
    }
    this.next += 1;
    if (END.test(line)) {
      yield* this.flush();
      return;
    }
    const json = this.jsonUpTo(line);
    if (json !== undefined) {
      yield { text: [...this.lines, line].join('\n'), line: this.start, json };
      this.reset();
      return;
    }
    this.lines.push(line);
    this.hasContent ||= isSeparator ? line.slice(3).trim() !== '' : !PREAMBLE.test(line);
  }

  public *flush(): Generator<Piece> {
    if (this.hasContent) {
      yield { text: this.lines.join('\n'), line: this.start };
    }
    this.reset();
  }

  private reset(): void {
    this.lines = [];
    this.hasContent = false;
  }

  private jsonUpTo(line: string): unknown {
    if (!this.hasContent) {
      const text = line.trim();
      return text.startsWith('{') && text.endsWith('}') ? tryJson(text) : undefined;
    }
    const isLastLine = line.startsWith('}');
    return isLastLine ? tryJson([...this.lines.filter((one) => !PREAMBLE.test(one)), line].join('\n')) : undefined;
  }
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') {
    yield rest;
  }
}

async function* piecesOf(chunks: AsyncIterable<string>): AsyncGenerator<Piece> {
  const splitter = new DocumentSplitter();
  let isFirst = true;
  for await (const line of linesOf(chunks)) {
    yield* splitter.push((isFirst ? line.replace(/^\uFEFF/, '') : line).replace(/\r$/, ''));
    isFirst = false;
  }
  yield* splitter.flush();
}

async function* decode(stream: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for await (const chunk of stream) {
    yield decoder.decode(Buffer.from(chunk as Buffer), { stream: true });
  }
  yield decoder.decode();
}

function shift<T extends { readonly line?: number }>(location: T, piece: Piece): T {
  return location.line === undefined ? location : { ...location, line: location.line + piece.line - 1 };
}

function toManifests(piece: Piece, value: unknown, file: string, named: boolean): StreamedManifest[] {
  const start: SourceLocation = { file, line: piece.line, column: 1 };
  const object = asMap(value);
  const kind = asString(object?.['kind']);
  if (object === undefined || kind === undefined || asString(object['apiVersion']) === undefined) {
    const message = 'this is no Kubernetes object: it has no apiVersion and kind';
    const diagnostics = named ? [diagnose(NOT_AN_OBJECT, { message, ...start })] : [];
    return [{ diagnostics, locate: () => start }];
  }
  const isList = kind.endsWith('List') && Array.isArray(object['items']);
  const entries = isList ? asList(object['items']) : [object];
  return entries.flatMap((entry, i) => {
    const item = asMap(entry);
    if (item === undefined) {
      return [];
    }
    const prefix: readonly PathSegment[] = isList ? ['items', i] : [];
    return [{ object: item, diagnostics: [], locate: (below) => locateIn(piece, file, [...prefix, ...below], start) }];
  });
}

/** Reads the text once more, with places: few objects are ever asked for one. */
function locateIn(piece: Piece, file: string, below: readonly PathSegment[], start: SourceLocation): SourceLocation {
  const [document] = parseYaml(piece.text, file).documents;
  return document === undefined ? start : shift(document.locate(below), piece);
}

async function* streamOne(
  chunks: AsyncIterable<string>,
  file: string,
  named: boolean,
): AsyncGenerator<StreamedManifest> {
  const start: SourceLocation = { file, line: 1, column: 1 };
  try {
    for await (const piece of piecesOf(chunks)) {
      if (piece.json !== undefined) {
        yield* toManifests(piece, piece.json, file, named);
        continue;
      }
      const { documents, diagnostics } = parseYaml(piece.text, file);
      if (diagnostics.length > 0) {
        yield { diagnostics: diagnostics.map((one) => shift(one, piece)), locate: () => start };
      }
      for (const { value } of documents) {
        yield* toManifests(piece, value, file, named);
      }
    }
  } catch (error) {
    const message = error instanceof TypeError ? 'it is not UTF-8 text' : describeFileError(error);
    yield { diagnostics: [unreadable(file, message)], locate: () => start };
  }
}

/**
 * Reads the objects of manifest files one by one, without ever holding a whole file:
 * YAML documents, JSON objects one after the other, items of Lists.
 */
export async function* streamManifests({ files, cwd, stdin }: StreamSources): AsyncGenerator<StreamedManifest> {
  for (const file of files) {
    if (file === '-') {
      yield* streamOne(stdin(), '-', true);
      continue;
    }
    const absolute = path.resolve(cwd, file);
    const isFolder = fs.statSync(absolute, { throwIfNoEntry: false })?.isDirectory() ?? false;
    for (const one of isFolder ? listFolder(absolute) : [absolute]) {
      yield* streamOne(decode(fs.createReadStream(one)), displayPath(cwd, one), !isFolder);
    }
  }
}

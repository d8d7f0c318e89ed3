import * as fs from 'node:fs';
import * as path from 'node:path';
import { Diagnostic, diagnose, SourceLocation } from '../diagnostics';
import { asList, asMap, asString, KubeObject, PathSegment } from '../objects';
import { displayPath } from './fleet-files';
import { listFolder, NOT_AN_OBJECT } from './manifest-input';
import { parseYaml } from './parse-yaml';
import { describeFileError, unreadable } from './read-yaml';
import { tryStat } from './try-stat';
import { YamlDocument } from './yaml-document';

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

/** Larger than a List of ten thousand tenants. */
const MAX_DOCUMENT_LENGTH = 128 * 1024 * 1024;

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

function checkLength(length: number): void {
  if (length > MAX_DOCUMENT_LENGTH) {
    throw new Error(`a document in it has more than the ${MAX_DOCUMENT_LENGTH} characters that are read`);
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
  private length = 0;
  private hasContent = false;
  private isJson = false;

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
    this.add(line, isSeparator ? line.slice(3).trim() : line);
  }

  public *flush(): Generator<Piece> {
    if (this.hasContent) {
      yield { text: this.lines.join('\n'), line: this.start };
    }
    this.reset();
  }

  private add(line: string, content: string): void {
    this.length += line.length;
    checkLength(this.length);
    if (!this.hasContent && !PREAMBLE.test(content)) {
      this.hasContent = true;
      this.isJson = line.startsWith('{');
    }
    this.lines.push(line);
  }

  private reset(): void {
    this.lines = [];
    this.length = 0;
    this.hasContent = false;
    this.isJson = false;
  }

  private jsonUpTo(line: string): unknown {
    if (!this.hasContent) {
      const text = line.trim();
      return text.startsWith('{') && text.endsWith('}') ? tryJson(text) : undefined;
    }
    const isLastLine = this.isJson && line.startsWith('}');
    return isLastLine ? tryJson([...this.lines.filter((one) => !PREAMBLE.test(one)), line].join('\n')) : undefined;
  }
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest: string[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    const lines = chunk.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      yield [...rest, line].join('');
      rest = [];
      length = 0;
    }
    rest.push(last);
    length += last.length;
    checkLength(length);
  }
  if (length > 0) {
    yield rest.join('');
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

/** Makes text of the bytes of a file or stream. */
export async function* decode(stream: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for await (const chunk of stream) {
    yield decoder.decode(Buffer.from(chunk as Buffer), { stream: true });
  }
  yield decoder.decode();
}

/** Places in a piece as places in its file. */
function shift<T extends { readonly line?: number }>(location: T, piece: Piece): T {
  return location.line === undefined ? location : { ...location, line: location.line + piece.line - 1 };
}

/** Reads JSON once more, with places, and only when somebody asks for one. */
function placesOf(piece: Piece, file: string): () => YamlDocument | undefined {
  let read: { readonly document?: YamlDocument } | undefined;
  return () => {
    read ??= { document: parseYaml(piece.text, file, 'manifest').documents[0] };
    return read.document;
  };
}

function* toManifests(
  value: unknown,
  named: boolean,
  locate: (path: readonly PathSegment[]) => SourceLocation,
): Generator<StreamedManifest> {
  const object = asMap(value);
  const kind = asString(object?.['kind']);
  if (object === undefined || kind === undefined || asString(object['apiVersion']) === undefined) {
    const message = 'this is no Kubernetes object: it has no apiVersion and kind';
    yield { diagnostics: named ? [diagnose(NOT_AN_OBJECT, { message, ...locate([]) })] : [], locate };
    return;
  }
  if (!kind.endsWith('List') || !Array.isArray(object['items'])) {
    yield { object, diagnostics: [], locate };
    return;
  }
  for (const [i, item] of asList(object['items']).entries()) {
    const place = (below: readonly PathSegment[]): SourceLocation => locate(['items', i, ...below]);
    yield* toManifests(item, true, place);
  }
}

function* readPiece(piece: Piece, file: string, named: boolean): Generator<StreamedManifest> {
  const start: SourceLocation = { file, line: piece.line, column: 1 };
  if (piece.json !== undefined) {
    const places = placesOf(piece, file);
    yield* toManifests(piece.json, named, (below) => {
      const document = places();
      return document === undefined ? start : shift(document.locate(below), piece);
    });
    return;
  }
  const { documents, diagnostics } = parseYaml(piece.text, file, 'manifest');
  if (diagnostics.length > 0) {
    yield { diagnostics: diagnostics.map((one) => shift(one, piece)), locate: () => start };
  }
  for (const document of documents) {
    yield* toManifests(document.value, named, (below) => shift(document.locate(below), piece));
  }
}

async function* streamOne(
  chunks: AsyncIterable<string>,
  file: string,
  named: boolean,
): AsyncGenerator<StreamedManifest> {
  const start: SourceLocation = { file, line: 1, column: 1 };
  try {
    for await (const piece of piecesOf(chunks)) {
      yield* readPiece(piece, file, named);
    }
  } catch (error) {
    yield { diagnostics: [unreadable(file, describeFileError(error))], locate: () => start };
  }
}

async function* streamPath(absolute: string, cwd: string): AsyncGenerator<StreamedManifest> {
  const isFolder = tryStat(absolute)?.isDirectory() ?? false;
  const display = displayPath(cwd, absolute);
  let found = [absolute];
  try {
    found = isFolder ? listFolder(absolute) : found;
  } catch (error) {
    const diagnostics = [unreadable(display, describeFileError(error))];
    yield { diagnostics, locate: () => ({ file: display, line: 1, column: 1 }) };
    return;
  }
  for (const one of found) {
    yield* streamOne(decode(fs.createReadStream(one)), displayPath(cwd, one), !isFolder);
  }
}

/**
 * Reads the objects of manifest files one by one, without ever holding a whole file:
 * YAML documents, JSON objects one after the other, items of Lists.
 */
export async function* streamManifests({ files, cwd, stdin }: StreamSources): AsyncGenerator<StreamedManifest> {
  for (const file of files) {
    yield* file === '-' ? streamOne(stdin(), '-', true) : streamPath(path.resolve(cwd, file), cwd);
  }
}

import { parseAllDocuments } from 'yaml';
import { asMap, KubeObject } from '../objects';

/** A document of a manifest that was written before. */
export interface OldDocument {
  readonly text: string;
  /** Line in its file, from 1. */
  readonly line: number;
}

/** Splits a manifest of ours into its documents, without parsing them. */
export function splitDocuments(text: string): OldDocument[] {
  let line = 1;
  return text.split(/^---$/m).map((part, i) => {
    // What follows a separator starts behind its line end.
    const start = line + (i === 0 ? 0 : 1);
    line += part.split('\n').length - 1;
    return { text: part, line: start };
  });
}

/** The lines that name an object in a manifest of ours; enough to see cheaply that it is still there. */
export function headOf(text: string): string {
  const metadata = /^metadata:\n((?: {2}.*\n)*)/m.exec(text)?.[1] ?? '';
  return [
    ...(text.match(/^(?:apiVersion|kind): .*$/gm) ?? []),
    ...(metadata.match(/^ {2}(?:name|namespace): .*$/gm) ?? []),
  ].join('\n');
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

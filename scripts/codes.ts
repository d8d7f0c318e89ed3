import * as fs from 'node:fs';
import * as path from 'node:path';
import { CodeDefinition } from '../src/diagnostics';
import { compareStrings } from '../src/objects';

const SRC = path.join(__dirname, '../src');
const ENTRY_POINTS: ReadonlySet<string> = new Set(['main.ts', path.join('cli', 'bin.ts')]);

function sources(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !ENTRY_POINTS.has(name))
    .map((name) => path.join(folder, name));
}

function isDefinition(value: unknown): value is CodeDefinition {
  return typeof value === 'object' && value !== null && 'code' in value && 'severity' in value && 'title' in value;
}

function definitionsIn(value: unknown): CodeDefinition[] {
  if (isDefinition(value)) {
    return [value];
  }
  return Array.isArray(value) ? value.filter(isDefinition) : [];
}

/** Returns every kind of finding that a module of the library exports, sorted by code. */
export function allCodes(): CodeDefinition[] {
  const found = new Map<string, CodeDefinition>();
  for (const file of sources(SRC)) {
    for (const value of Object.values(require(file) as Readonly<Record<string, unknown>>)) {
      for (const definition of definitionsIn(value)) {
        found.set(definition.code, definition);
      }
    }
  }
  return [...found.values()].sort((a, b) => compareStrings(a.code, b.code));
}

/** Writes the codes as a table for the README. */
export function codesTable(codes: readonly CodeDefinition[]): string {
  const rows = codes.map(
    ({ code, severity, title }) => `| \`${code}\` | ${severity} | ${title.replaceAll('|', '\\|')} |`,
  );
  return ['| code | severity | meaning |', '|---|---|---|', ...rows].join('\n');
}

const BEGIN = '<!-- checks:begin -->';
const END = '<!-- checks:end -->';

/** Puts the table between its two marks in the README. */
export function withCodesTable(readme: string, codes: readonly CodeDefinition[]): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new Error(`the README lacks ${BEGIN} or ${END}`);
  }
  return `${readme.slice(0, begin + BEGIN.length)}\n${codesTable(codes)}\n${readme.slice(end)}`;
}

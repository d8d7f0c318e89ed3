import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { transformSync } from '@swc/core';
import * as cdk8s from 'cdk8s';
import * as library from '../../src';

/** The folder of the pages, one for each construct. */
export const PAGES = join(__dirname, '../../docs/constructs');

/** What the examples know as `cdk8s-tenant-gateway`. */
export const PACKAGE = library;

/** Returns the first TypeScript example of a page. */
export function firstExample(page: string): string {
  const block = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(join(PAGES, page), 'utf8'));
  if (block?.[1] === undefined) {
    throw new Error(`${page} has no example`);
  }
  return block[1];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

/** Runs an example as a program of its own would run; returns the files that it wrote, by name. */
export function runExample(code: string): { readonly [name: string]: string } {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  const outdir = join(folder, 'dist');
  const modules: { readonly [name: string]: unknown } = {
    cdk8s: {
      ...cdk8s,
      App: class extends cdk8s.App {
        constructor(props: cdk8s.AppProps = {}) {
          super({ ...props, outdir });
        }
      },
    },
    'cdk8s-tenant-gateway': {
      ...library,
      FleetApp: class extends library.FleetApp {
        constructor(props: library.FleetAppProps = {}) {
          super({ ...props, outdir });
        }
      },
    },
  };
  const { code: script } = transformSync(code, {
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const load = (name: string): unknown => modules[name] ?? require(name);
  try {
    new Function('require', 'exports', script)(load, {});
    const files = existsSync(outdir) ? filesBelow(outdir) : [];
    return Object.fromEntries(files.map((file) => [relative(outdir, file), readFileSync(file, 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

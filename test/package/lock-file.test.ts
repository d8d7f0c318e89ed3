import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const LOCK = JSON.parse(readFileSync(join(__dirname, '../../package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const PACKAGES = new Map(Object.entries(LOCK.packages));

/** Where Node.js would find the dependency, from the innermost folder outwards. */
function locked(from: string, dependency: string): LockedPackage | undefined {
  const found = PACKAGES.get(`${from}/node_modules/${dependency}`);
  if (found !== undefined || from === '') {
    return found ?? PACKAGES.get(`node_modules/${dependency}`);
  }
  const outer = from.lastIndexOf('/node_modules/');
  return locked(outer < 0 ? '' : from.slice(0, outer), dependency);
}

describe('package-lock.json', () => {
  test('holds no download address, so that it works with any registry', () => {
    expect([...PACKAGES].filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test('locks the binaries of every platform, without which npm ci refuses it where a registry lacks one', () => {
    const missing = [...PACKAGES].flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((dependency) => locked(path, dependency)?.version === undefined),
    );
    expect(missing).toEqual([]);
  });
});

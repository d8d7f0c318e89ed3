import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { formatDiagnostic, Severity } from '../../src/diagnostics';
import { Fleet, FleetApp } from '../../src/fleet';
import { stringifyManifests } from '../../src/fleet/manifest-yaml';
import { asMap, KubeObject } from '../../src/objects';
import { TargetPlatform } from '../../src/platform';
import { Synthesis, synthesize } from '../../src/tenancy/synthesis';

/** An object and the manifest that is applied for it. */
export interface Manifest {
  readonly object: KubeObject;
  readonly text: string;
}

/** What is applied together: one example, or the fleet of this repository. */
export interface Bundle {
  readonly name: string;
  readonly platform: TargetPlatform;
  readonly manifests: readonly Manifest[];
  /** Errors that the project itself finds in it. */
  readonly errors: readonly string[];
}

const ROOT = join(__dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
const DIST = join(ROOT, 'dist');

function errorsOf({ diagnostics }: Synthesis): string[] {
  return diagnostics
    .filter(({ severity }) => severity === Severity.ERROR)
    .map((diagnostic) => formatDiagnostic(diagnostic));
}

/** Reads what an example builds; one without a program is what its manifests say, on the newest platform. */
function readExample(example: string): Bundle {
  const name = `examples/${example}`;
  const folder = join(EXAMPLES, example);
  if (!existsSync(join(folder, 'main.ts'))) {
    return { name, platform: TargetPlatform.newest(), manifests: readFolder(folder), errors: [] };
  }
  const { build } = require(join(folder, 'main')) as { build(app: FleetApp): void };
  const app = new FleetApp();
  build(app);
  const synthesis = synthesize(app);
  const manifests = synthesis.rendered.map(({ object }) => ({ object, text: stringifyManifests([object]) }));
  return { name, platform: synthesis.platform, manifests, errors: errorsOf(synthesis) };
}

function readFolder(folder: string): Manifest[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => readManifests(join(folder, file)));
}

function readManifests(file: string): Manifest[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      throw new Error(`${relative(ROOT, file)}: ${error.message}`);
    }
    const object = asMap(document.toJS());
    return object === undefined ? [] : [{ object, text: document.toString() }];
  });
}

function readDist(): Bundle {
  const app = new FleetApp();
  Fleet._read(join(ROOT, 'fleet'), ROOT).addTo(app);
  const synthesis = synthesize(app);
  return { name: 'dist', platform: synthesis.platform, manifests: readFolder(DIST), errors: errorsOf(synthesis) };
}

/** Reads dist and all examples. */
export function readBundles(): Bundle[] {
  return [readDist(), ...readdirSync(EXAMPLES).sort().map(readExample)];
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Severity } from '../../src/diagnostics';
import { Fleet, FleetApp } from '../../src/fleet';
import { stringifyManifests } from '../../src/fleet/manifest-yaml';
import { asMap, KubeObject } from '../../src/objects';
import { TargetPlatform } from '../../src/platform';
import { synthesize } from '../../src/tenancy/synthesis';

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
}

const ROOT = join(__dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
const DIST = join(ROOT, 'dist');

function synthesizeFreeOfErrors(name: string, app: FleetApp): ReturnType<typeof synthesize> {
  const synthesis = synthesize(app);
  const errors = synthesis.diagnostics.filter(({ severity }) => severity === Severity.ERROR);
  if (errors.length > 0) {
    throw new Error(`${name} has errors: ${errors.map(({ code, message }) => `${code}: ${message}`).join('; ')}`);
  }
  return synthesis;
}

/** Reads what an example builds; one without a program is what its manifests say, on the newest platform. */
function readExample(example: string): Bundle {
  const name = `examples/${example}`;
  const folder = join(EXAMPLES, example);
  if (!existsSync(join(folder, 'main.ts'))) {
    return { name, platform: TargetPlatform.newest(), manifests: readFolder(folder) };
  }
  const { build } = require(join(folder, 'main')) as { build(app: FleetApp): void };
  const app = new FleetApp();
  build(app);
  const { rendered, platform } = synthesizeFreeOfErrors(name, app);
  const manifests = rendered.map(({ object }) => ({ object, text: stringifyManifests([object]) }));
  return { name, platform, manifests };
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
  const { platform } = synthesizeFreeOfErrors('fleet', app);
  return { name: 'dist', platform, manifests: readFolder(DIST) };
}

/** Reads dist and all examples. */
export function readBundles(): Bundle[] {
  return [readDist(), ...readdirSync(EXAMPLES).sort().map(readExample)];
}

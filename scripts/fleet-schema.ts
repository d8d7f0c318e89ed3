import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleetSchema } from './fleet-schema/build';

// Writes schema/fleet.schema.json from the props of the constructs: `node scripts/run.cjs scripts/fleet-schema.ts`.
const ROOT = join(__dirname, '..');
const TARGET = join(ROOT, 'schema/fleet.schema.json');

writeFileSync(TARGET, JSON.stringify(fleetSchema(), null, 2));
const { status } = spawnSync(join(ROOT, 'node_modules/.bin/biome'), ['format', '--write', TARGET], { cwd: ROOT });
process.exitCode = status ?? 1;

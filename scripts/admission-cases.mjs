// Holds the admission engine against recorded verdicts of the API server: node scripts/admission-cases.mjs FILE.jsonl.gz...
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

process.argv.splice(2, 0, fileURLToPath(new URL('./admission-cases.ts', import.meta.url)));
createRequire(import.meta.url)('./run.cjs');

'use strict';

// Runs a TypeScript script on plain Node.js: `node scripts/run.cjs scripts/import.ts [arguments]`.
// The compiler is the one the tests use, so a fresh checkout needs no build first.
const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');
const { transformSync } = require('@swc/core');

// Extensions are tried in order: a module next to its data of the same name has to win, as it does once compiled.
const readJson = require.extensions['.json'];
delete require.extensions['.json'];
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    configFile: false,
    swcrc: false,
    sourceMaps: 'inline',
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs', ignoreDynamic: true },
  });
  module._compile(code, filename);
};
require.extensions['.json'] = readJson;

const [script, ...rest] = process.argv.slice(2);
if (script === undefined) {
  process.stderr.write('usage: node scripts/run.cjs SCRIPT [ARGUMENT...]\n');
  process.exit(2);
}
process.argv = [process.argv[0], resolve(script), ...rest];
require(resolve(script));

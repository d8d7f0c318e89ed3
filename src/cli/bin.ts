#!/usr/bin/env node
import * as fs from 'node:fs';
import { describeFileError } from '../fleet/read-yaml';
import { Io, processIo } from './io';
import { run } from './program';

const STDERR = 2;

let hasFailed = false;

/** Ends with one line and exit status 1; not process.exit(), which would cut off output that a pipe has not taken yet. */
function fail(message: string): void {
  process.exitCode = 1;
  if (hasFailed) {
    return;
  }
  hasFailed = true;
  try {
    fs.writeSync(STDERR, `tenant-gateway: ${message}\n`);
  } catch {
    // Where standard error takes nothing either, the exit status is all there is to say it with.
  }
}

for (const [stream, name] of [
  [process.stdout, 'standard output'],
  [process.stderr, 'standard error'],
] as const) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, such as `head`, is no error.
    if (error.code !== 'EPIPE') {
      fail(`${name} cannot be written: ${describeFileError(error)}`);
    }
  });
}

function tryProcessIo(): Io | undefined {
  try {
    return processIo();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    fail(`the working directory cannot be used: ${code === 'ENOENT' ? 'it does not exist any more' : message}`);
    return undefined;
  }
}

const io = tryProcessIo();
if (io !== undefined) {
  void run(process.argv.slice(2), io).then((exitCode) => {
    process.exitCode = hasFailed ? 1 : exitCode;
  });
}

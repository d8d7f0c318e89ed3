#!/usr/bin/env node
import { processIo } from './io';
import { run } from './program';

// A reader that has seen enough, such as `head`, is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') {
      throw error;
    }
  });
}

void run(process.argv.slice(2), processIo()).then((exitCode) => {
  // Not process.exit(), which would cut off output that a pipe has not taken yet.
  process.exitCode = exitCode;
});

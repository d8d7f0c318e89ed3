import { readFileSync } from 'node:fs';
import { Processes } from './processes';

/** How often it is looked whether whoever started the run is still there. */
const POLL_MS = 500;

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Returns the parent of a process; undefined where the system does not show it, or the process is gone. */
function parentOf(pid: number): number | undefined {
  try {
    // The name of the program, in parentheses, may hold anything.
    const [, rest = ''] = /\)\s+(.*)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return Number(rest.split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** The parent and its parent: npm starts a script through a shell, which does not end with npm. */
function ancestors(): string {
  return `${process.ppid} ${parentOf(process.ppid)}`;
}

/** Ends everything when the run is told to end, or when whoever started it is gone without a word. */
export function endWithParent(processes: Processes): void {
  const stop = (status: number): void => {
    void processes.end().finally(() => process.exit(status));
  };
  for (const [signal, status] of Object.entries(SIGNALS)) {
    process.on(signal, () => stop(status));
  }
  const before = ancestors();
  setInterval(() => {
    if (ancestors() !== before) {
      stop(SIGNALS.SIGHUP);
    }
  }, POLL_MS).unref();
}

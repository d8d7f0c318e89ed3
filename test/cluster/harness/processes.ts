import { ChildProcess, SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** How the folders of all runs start. */
const PREFIX = 'cdk8s-tenant-gateway-cluster-';

/** A socket in the folder that answers as long as its run lives, whatever became of process ids. */
const ALIVE = 'alive';

/** A folder without its socket is that of a run that just starts, for so long. */
const STARTING_MS = 60_000;

/**
 * Ends what the run started once the run itself is gone, even by SIGKILL: its standard input then ends.
 * A process of its own session, so that no signal to the run's group reaches it.
 */
const WATCHDOG = `
while read -r what pid; do
  case $what in
    started) pids="$pids $pid" ;;
    ended) left=; for p in $pids; do [ "$p" = "$pid" ] || left="$left $p"; done; pids=$left ;;
    finished) exit 0 ;;
  esac
done
for p in $pids; do kill -s KILL -- "-$p"; done 2>/dev/null
for i in 1 2 3 4 5; do rm -rf -- "$0" 2>/dev/null && exit 0; sleep 1; done`;

/** What a command that ended left behind. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** All that one run starts and writes: its processes and its temporary folder, gone when it ends in whatever way. */
export class Processes {
  /** Removes what runs that were killed left behind, then opens a folder for this one. */
  public static async open(): Promise<Processes> {
    await removeLeftovers();
    const folder = mkdtempSync(join(tmpdir(), PREFIX));
    const alive = createServer((socket) => socket.destroy()).listen(join(folder, ALIVE));
    await once(alive, 'listening');
    alive.unref();
    return new Processes(folder, alive);
  }

  private readonly running: ChildProcess[] = [];
  private readonly watchdog: ChildProcess;
  private ending: Promise<void> | undefined;

  private constructor(
    /** The run's own folder for everything it writes. */
    public readonly folder: string,
    private readonly alive: Server,
  ) {
    this.watchdog = spawn('sh', ['-c', WATCHDOG, folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    this.watchdog.unref();
  }

  /** Whether what was started is being ended; what fails from then on says nothing. */
  public get isEnding(): boolean {
    return this.ending !== undefined;
  }

  /**
   * Starts a process in a group of its own.
   *
   * @throws Error if the run is ending already
   */
  public start(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    if (this.ending !== undefined) {
      throw new Error(`the run is ending: ${command} is not started any more`);
    }
    const child = spawn(command, args, { ...options, detached: true });
    const { pid } = child;
    if (pid === undefined) {
      return child;
    }
    this.running.push(child);
    this.tell(`started ${pid}`);
    child.once('exit', () => {
      this.running.splice(this.running.indexOf(child), 1);
      this.tell(`ended ${pid}`);
    });
    return child;
  }

  /** Runs a command to its end; `stdin` is what it reads. */
  public async run(
    command: string,
    args: readonly string[],
    { stdin = '', ...options }: SpawnOptions & { readonly stdin?: string } = {},
  ): Promise<Outcome> {
    const child = this.start(command, args, { ...options, stdio: 'pipe' });
    const texts = { stdout: '', stderr: '' };
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      texts.stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      texts.stderr += text;
    });
    // A command that ends without reading all of it says why by its status.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(stdin);
    const [status] = (await once(child, 'close')) as [number | null];
    return { status: status ?? 1, ...texts };
  }

  /** Ends a process that was started here, hard: an API server without its etcd does not stop for minutes. */
  public async kill(child: ChildProcess): Promise<void> {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const gone = once(child, 'exit');
    killHard(-child.pid);
    await gone;
  }

  /** Ends all processes, the last one first, and removes the folder. */
  public end(): Promise<void> {
    this.ending ??= this.endAll();
    return this.ending;
  }

  private async endAll(): Promise<void> {
    for (const child of [...this.running].reverse()) {
      await this.kill(child);
    }
    this.alive.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
    this.tell('finished');
    this.watchdog.stdin?.end();
  }

  private tell(line: string): void {
    this.watchdog.stdin?.write(`${line}\n`);
  }
}

/** Ends a process, or a group of them, unless it just ended by itself. */
function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    if (await isLeftover(folder)) {
      for (const pid of serversOf(folder)) {
        killHard(pid);
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

async function isLeftover(folder: string): Promise<boolean> {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined || found.uid !== process.getuid?.()) {
    return false;
  }
  const socket = connect(join(folder, ALIVE));
  try {
    await once(socket, 'connect');
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED' || Date.now() - found.mtimeMs > STARTING_MS;
  } finally {
    socket.destroy();
  }
}

/** Finds the servers that keep their data in the folder, where the system shows what runs. */
function serversOf(folder: string): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((name) => {
        const [command = '', ...args] = commandLine(name);
        return /^(?:etcd|kube-apiserver)\b/.test(basename(command)) && args.some((arg) => arg.includes(folder));
      })
      .map(Number);
  } catch {
    return [];
  }
}

function commandLine(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

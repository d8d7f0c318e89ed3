import { decode } from '../fleet/manifest-stream';

/** Where a command writes to. */
export interface Output {
  write(text: string): void;
  /** Whether a person reads it, so that colours help. */
  readonly isTerminal: boolean;
}

/** What a command sees of the world around it; a test has one of its own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;

  /** Reads standard input to its end; throws where it is not UTF-8 text. */
  readonly readStdin: () => Promise<string>;

  /**
   * Gives standard input piece by piece.
   *
   * @default - it is read to its end first
   */
  readonly streamStdin?: () => AsyncIterable<string>;

  /** The working directory, absolute. */
  readonly cwd: string;

  /** The environment; it decides about colours and stack traces, never about what is written. */
  readonly env: Readonly<Record<string, string | undefined>>;

  /** Exit status: 0 fine, 1 errors among the findings, 2 wrong flags. A command sets it. */
  exitCode: number;
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal: stream.isTTY === true,
  };
}

async function readAll(pieces: AsyncIterable<string>): Promise<string> {
  const read: string[] = [];
  for await (const piece of pieces) {
    read.push(piece);
  }
  return read.join('');
}

/** The world of this process. */
export function processIo(): Io {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    readStdin: () => readAll(decode(process.stdin)),
    streamStdin: () => decode(process.stdin),
    cwd: process.cwd(),
    env: process.env,
    exitCode: 0,
  };
}

/** Whether text for an output may be coloured. */
export function hasColour(output: Output, env: Io['env']): boolean {
  return output.isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

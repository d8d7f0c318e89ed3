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

  /** Reads standard input to its end. */
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

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk as Buffer));
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function* readPieces(stream: NodeJS.ReadStream): AsyncGenerator<string> {
  stream.setEncoding('utf8');
  for await (const piece of stream) {
    yield String(piece);
  }
}

/** The world of this process. */
export function processIo(): Io {
  return {
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    readStdin: () => readAll(process.stdin),
    streamStdin: () => readPieces(process.stdin),
    cwd: process.cwd(),
    env: process.env,
    exitCode: 0,
  };
}

/** Whether text for an output may be coloured. */
export function hasColour(output: Output, env: Io['env']): boolean {
  return output.isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

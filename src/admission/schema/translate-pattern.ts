/** A part of a regular expression, translated. */
interface Part {
  /** The part as RegExp writes it, for the `u` flag. */
  readonly source: string;
  /** What it consists of: single characters and classes. */
  readonly leaves: readonly string[];
  /** Whether it can match one text in more than one way, or texts of different lengths. */
  readonly variable: boolean;
  /** The one character that every match starts with; undefined where there is no such character. */
  readonly first: string | undefined;
  /** The one character that every match ends with. */
  readonly last: string | undefined;
}

/** Thrown where RegExp has no equivalent, or one that may backtrack without end. */
class Untranslatable extends Error {}

const EMPTY: Part = { source: '', leaves: [], variable: false, first: undefined, last: undefined };

const QUANTIFIER = /([*+?]|\{(\d+)(?:(,)(\d*))?\})(\??)/y;
const SYNTAX_CHARACTER = /[\^$\\.*+?()[\]{}|/]/;
const CLASS_SYNTAX_CHARACTER = /[\]\\^-]/;
const SPACES = '\\t\\n\\f\\r ';
/** Escapes that mean the same to RegExp with the `u` flag. */
const SAME_ESCAPES = 'dDwWnrtfv';

class Translator {
  private position = 0;

  public constructor(private readonly pattern: string) {}

  public translate(): string {
    const { source } = this.alternatives();
    if (this.position < this.pattern.length) {
      throw new Untranslatable();
    }
    return source;
  }

  private peek(): string {
    return String.fromCodePoint(this.pattern.codePointAt(this.position) ?? 0);
  }

  private take(): string {
    if (this.position >= this.pattern.length) {
      throw new Untranslatable();
    }
    const character = this.peek();
    this.position += character.length;
    return character;
  }

  private skip(text: string): boolean {
    const found = this.pattern.startsWith(text, this.position);
    this.position += found ? text.length : 0;
    return found;
  }

  private alternatives(): Part {
    const parts = [this.sequence()];
    while (this.skip('|')) {
      parts.push(this.sequence());
    }
    const [only] = parts;
    if (parts.length === 1 && only !== undefined) {
      return only;
    }
    return {
      source: parts.map(({ source }) => source).join('|'),
      leaves: parts.flatMap(({ leaves }) => leaves),
      variable: true,
      first: undefined,
      last: undefined,
    };
  }

  private sequence(): Part {
    const parts: Part[] = [];
    while (this.position < this.pattern.length && !'|)'.includes(this.peek())) {
      parts.push(this.quantified(this.atom()));
    }
    return {
      source: parts.map(({ source }) => source).join(''),
      leaves: parts.flatMap(({ leaves }) => leaves),
      variable: parts.some(({ variable }) => variable),
      first: parts[0]?.first,
      last: parts.at(-1)?.last,
    };
  }

  private quantified(part: Part): Part {
    QUANTIFIER.lastIndex = this.position;
    const match = QUANTIFIER.exec(this.pattern);
    if (match === null) {
      return part;
    }
    this.position = QUANTIFIER.lastIndex;
    const [quantifier, symbol = '', , comma, maximum] = match;
    const unbounded = symbol === '*' || symbol === '+' || (comma !== undefined && maximum === '');
    if (unbounded && part.variable && !isSeparated(part)) {
      throw new Untranslatable();
    }
    const fixed = symbol.startsWith('{') && comma === undefined;
    return { ...EMPTY, source: `${part.source}${quantifier}`, leaves: part.leaves, variable: part.variable || !fixed };
  }

  private atom(): Part {
    const character = this.take();
    switch (character) {
      case '(':
        return this.group();
      case '[':
        return leaf(this.characterClass());
      case '.':
        return leaf('[^\\n]');
      case '^':
      case '$':
        return { ...EMPTY, source: character };
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw new Untranslatable();
      default:
        return literal(character);
    }
  }

  private group(): Part {
    const capturing = !this.skip('?:');
    if (capturing && this.peek() === '?') {
      throw new Untranslatable();
    }
    const inner = this.alternatives();
    if (!this.skip(')')) {
      throw new Untranslatable();
    }
    return { ...inner, source: `(?:${inner.source})` };
  }

  private escape(): Part {
    const character = this.take();
    if (character === 's' || character === 'S') {
      return leaf(`[${character === 'S' ? '^' : ''}${SPACES}]`);
    }
    if (SAME_ESCAPES.includes(character)) {
      return leaf(`\\${character}`);
    }
    if (character === 'x') {
      return literal(this.hexadecimal());
    }
    // Any other letter or digit means something that RegExp lacks, or means otherwise.
    if (/[A-Za-z0-9]/.test(character)) {
      throw new Untranslatable();
    }
    return literal(character);
  }

  private hexadecimal(): string {
    const digits = /[0-9a-fA-F]{2}/y;
    digits.lastIndex = this.position;
    const match = digits.exec(this.pattern);
    if (match === null) {
      throw new Untranslatable();
    }
    this.position += 2;
    return String.fromCodePoint(Number.parseInt(match[0], 16));
  }

  private characterClass(): string {
    let source = this.skip('^') ? '[^' : '[';
    // A bracket here is a literal, or begins a class like [:alpha:].
    for (let first = true; first || this.peek() !== ']'; first = false) {
      const character = this.take();
      if (character === '[' || (first && character === ']')) {
        throw new Untranslatable();
      }
      source += character === '\\' ? this.classEscape() : this.classCharacter(character, source);
    }
    this.take();
    return `${source}]`;
  }

  private classCharacter(character: string, before: string): string {
    const isRange = character === '-' && before !== '[' && before !== '[^' && this.peek() !== ']';
    return isRange || !CLASS_SYNTAX_CHARACTER.test(character) ? character : `\\${character}`;
  }

  private classEscape(): string {
    const character = this.take();
    if (character === 's') {
      return SPACES;
    }
    if (SAME_ESCAPES.includes(character)) {
      return `\\${character}`;
    }
    const plain = character === 'x' ? this.hexadecimal() : character;
    if (/[A-Za-z0-9]/.test(character) && character !== 'x') {
      throw new Untranslatable();
    }
    return escapeControl(plain, CLASS_SYNTAX_CHARACTER);
  }
}

function escapeControl(character: string, syntax: RegExp): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : syntax.test(character)
      ? `\\${character}`
      : character;
}

function leaf(source: string): Part {
  return { source, leaves: [source], variable: false, first: undefined, last: undefined };
}

function literal(character: string): Part {
  const source = escapeControl(character, SYNTAX_CHARACTER);
  return { source, leaves: [source], variable: false, first: source, last: source };
}

/**
 * Says whether repetitions of the part can be told apart: each starts, or ends, with a character that nothing else in the part matches.
 * Where they cannot, RegExp may try every way to cut a text into repetitions.
 */
function isSeparated({ first, last, leaves }: Part): boolean {
  return [first, last].some((separator) => {
    if (separator === undefined) {
      return false;
    }
    const character = separator.length > 1 && separator.startsWith('\\') ? separator.slice(1) : separator;
    return leaves.filter((source) => new RegExp(`^(?:${source})$`, 'u').test(character)).length === 1;
  });
}

/**
 * Translates a regular expression of RE2 into one that matches the same texts and never backtracks much.
 *
 * @returns undefined where there is none
 */
export function translatePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(new Translator(pattern).translate(), 'u');
  } catch (error) {
    if (error instanceof Untranslatable || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

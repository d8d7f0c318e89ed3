import { UnsupportedRuleError } from './unsupported-rule-error';

/** A piece of a rule. */
export type Token =
  | { readonly kind: 'identifier'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  /** An operator or a bracket. */
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'end'; readonly text: '' };

const SPACE = /(?:\s|\/\/[^\n]*)+/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SYMBOL = /==|!=|<=|>=|&&|\|\||[-+<>!?:.,()[\]{}]/y;
/** Prefixes of a string, then its opening quotes. Bytes (`b`) are not known. */
const QUOTES = /([rR]?)("""|'''|"|')/y;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([abfnrtv])|([\\'"`?])|)/g;

/** Cuts a rule into tokens. */
export class Lexer {
  private position = 0;

  public constructor(private readonly rule: string) {}

  /**
   * Returns the next token, an `end` after the last one.
   *
   * @throws UnsupportedRuleError where there is none
   */
  public next(): Token {
    this.take(SPACE);
    if (this.position >= this.rule.length) {
      return { kind: 'end', text: '' };
    }
    const quotes = this.take(QUOTES);
    if (quotes !== undefined) {
      return { kind: 'string', text: this.string(quotes[2] ?? '', quotes[1] !== '') };
    }
    const identifier = this.take(IDENTIFIER);
    if (identifier !== undefined) {
      return { kind: 'identifier', text: identifier[0] };
    }
    const number = this.take(NUMBER);
    if (number !== undefined) {
      return { kind: 'number', text: number[0] };
    }
    const symbol = this.take(SYMBOL);
    if (symbol !== undefined) {
      return { kind: 'symbol', text: symbol[0] };
    }
    throw new UnsupportedRuleError(this.rule, `unknown symbol ${JSON.stringify(this.rule.charAt(this.position))}`);
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.rule);
    if (match === null) {
      return undefined;
    }
    this.position = pattern.lastIndex;
    return match;
  }

  private string(quotes: string, raw: boolean): string {
    const start = this.position;
    let end = start;
    while (!this.rule.startsWith(quotes, end)) {
      if (end >= this.rule.length) {
        throw new UnsupportedRuleError(this.rule, 'a string has no end');
      }
      end += !raw && this.rule.charAt(end) === '\\' ? 2 : 1;
    }
    this.position = end + quotes.length;
    const text = this.rule.slice(start, end);
    return raw
      ? text
      : text.replace(ESCAPE, (sequence: string, ...groups: (string | undefined)[]) => this.unescape(sequence, groups));
  }

  private unescape(
    sequence: string,
    [byte, short, long, octal, letter, literal]: readonly (string | undefined)[],
  ): string {
    const hex = byte ?? short ?? long;
    if (hex !== undefined || octal !== undefined) {
      return String.fromCodePoint(hex === undefined ? Number.parseInt(octal ?? '', 8) : Number.parseInt(hex, 16));
    }
    const character = literal ?? ESCAPES.get(letter ?? '');
    if (character === undefined) {
      throw new UnsupportedRuleError(this.rule, `unknown escape ${sequence}`);
    }
    return character;
  }
}

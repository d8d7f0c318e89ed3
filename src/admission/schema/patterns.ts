import { RE2JS } from '@bufbuild/re2';

/** A compiled regular expression. */
export interface Pattern {
  /** Says whether the expression matches anywhere in the text. */
  test(text: string): boolean;
}

/** How many answers a pattern remembers. Fleets repeat few strings often (kinds, groups, "Gateway"). */
const REMEMBERED = 512;

/** Longer texts are rarely met twice. */
const REMEMBERED_LENGTH = 128;

class RememberingPattern implements Pattern {
  private readonly answers = new Map<string, boolean>();

  public constructor(private readonly re2: { test(text: string): boolean }) {}

  public test(text: string): boolean {
    const known = this.answers.get(text);
    if (known !== undefined) {
      return known;
    }
    const answer = this.re2.test(text);
    if (text.length <= REMEMBERED_LENGTH) {
      if (this.answers.size >= REMEMBERED) {
        this.answers.clear();
      }
      this.answers.set(text, answer);
    }
    return answer;
  }
}

const compiled = new Map<string, Pattern>();

/**
 * Compiles a regular expression with the API server's syntax and meaning (RE2), once per process.
 *
 * RegExp is no substitute: `.`, `\s`, `(?i)` and code points differ, and some patterns of the vendored schemas
 * (nested repetitions) make it backtrack for ever on a text of a hundred characters.
 *
 * @throws Error where the expression is not RE2
 */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known !== undefined) {
    return known;
  }
  const pattern = new RememberingPattern(RE2JS.compile(source));
  compiled.set(source, pattern);
  return pattern;
}

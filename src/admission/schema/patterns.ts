import type { RE2JS } from '@bufbuild/re2';
import { translatePattern } from './translate-pattern';

/** A compiled regular expression. */
export interface Pattern {
  /** Says whether the expression matches anywhere in the text. */
  test(text: string): boolean;
}

/** Where even a harmless expression may take quadratic time, RE2 is the faster engine. */
const LONG_TEXT = 4096;

/** How many answers of RE2 are remembered; it takes fifty times as long as RegExp. */
const REMEMBERED = 512;

/** The library takes longer to load than a small fleet to be judged. */
function loadRe2(): typeof RE2JS {
  return (require('@bufbuild/re2') as { readonly RE2JS: typeof RE2JS }).RE2JS;
}

class Re2Pattern implements Pattern {
  private readonly answers = new Map<string, boolean>();
  private readonly re2: RE2JS;

  public constructor(source: string) {
    this.re2 = loadRe2().compile(source);
  }

  public test(text: string): boolean {
    const known = this.answers.get(text);
    if (known !== undefined) {
      return known;
    }
    const answer = this.re2.test(text);
    if (this.answers.size >= REMEMBERED) {
      this.answers.clear();
    }
    this.answers.set(text, answer);
    return answer;
  }
}

class NativePattern implements Pattern {
  private re2: Pattern | undefined;

  public constructor(
    private readonly source: string,
    private readonly native: RegExp,
  ) {}

  public test(text: string): boolean {
    if (text.length <= LONG_TEXT) {
      return this.native.test(text);
    }
    this.re2 ??= new Re2Pattern(this.source);
    return this.re2.test(text);
  }
}

const compiled = new Map<string, Pattern>();

/**
 * Compiles a regular expression with the API server's syntax and meaning (RE2), once per process.
 *
 * RegExp serves where it means the same and cannot run away: some vendored patterns (nested repetitions)
 * would keep it busy for ever on a text of a hundred characters. RE2 serves elsewhere.
 *
 * @throws Error where the expression is not RE2
 */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known !== undefined) {
    return known;
  }
  const native = translatePattern(source);
  const pattern = native === undefined ? new Re2Pattern(source) : new NativePattern(source, native);
  compiled.set(source, pattern);
  return pattern;
}

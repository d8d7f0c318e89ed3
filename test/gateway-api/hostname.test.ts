import fc from 'fast-check';
import {
  ANY_HOSTNAME,
  hostnameCovers,
  hostnameMatches,
  intersectHostnames,
  patternsCovering,
  specificity,
} from '../../src/gateway-api/hostname';

const RUNS = { numRuns: Number(process.env['FC_RUNS'] ?? 500) };

// Few labels, so that generated names meet often
const label = fc.constantFrom('a', 'b', 'ab', 'x-1');
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const hostname = fc.oneof(
  name,
  name.map((suffix) => `*.${suffix}`),
);
const pattern = fc.option(hostname, { nil: undefined });

/** The same question, asked label by label from the right. */
function matchesByLabels(hostnamePattern: string | undefined, asked: string): boolean {
  if (hostnamePattern === undefined) {
    return true;
  }
  const wanted = hostnamePattern.split('.').reverse();
  const given = asked.split('.').reverse();
  const wildcard = wanted.at(-1) === '*';
  const fixed = wildcard ? wanted.slice(0, -1) : wanted;
  const lengthFits = wildcard ? given.length > fixed.length : given.length === fixed.length;
  return lengthFits && fixed.every((part, i) => part === given[i]);
}

describe('hostname intersection', () => {
  it.each([
    ['www.example.com', 'www.example.com', 'www.example.com'],
    ['*.example.com', 'www.example.com', 'www.example.com'],
    ['*.example.com', 'sub.domain.example.com', 'sub.domain.example.com'],
    ['www.example.com', '*.example.com', 'www.example.com'],
    ['sub.domain.example.com', '*.example.com', 'sub.domain.example.com'],
    ['*.example.com', '*.example.com', '*.example.com'],
    ['*.com', '*.example.com', '*.example.com'],
    ['*.example.com', '*.com', '*.example.com'],
    [undefined, 'www.example.com', 'www.example.com'],
    [undefined, '*.example.com', '*.example.com'],
    [undefined, undefined, ANY_HOSTNAME],
    ['', ANY_HOSTNAME, ANY_HOSTNAME],
    ['www.example.com', undefined, 'www.example.com'],
    ['*.example.com', 'example.com', undefined],
    ['*.example.com', 'test.example.net', undefined],
    ['www.example.com', '*.nomatch.com', undefined],
    ['*.example.com', 'badexample.com', undefined],
    ['*.example.com', '*.badexample.com', undefined],
  ])('of %s and %s is %s', (listener, route, expected) => {
    expect(intersectHostnames(listener, route)).toBe(expected);
  });

  it('does not depend on which side is which', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        expect(intersectHostnames(a, b)).toBe(intersectHostnames(b, a));
      }),
      RUNS,
    );
  });

  it('of a hostname with itself, or with a result, is that again', () => {
    fc.assert(
      fc.property(hostname, pattern, (a, b) => {
        expect(intersectHostnames(a, a)).toBe(a);
        const both = intersectHostnames(a, b);
        if (both !== undefined) {
          expect(intersectHostnames(both, a)).toBe(both);
          expect(intersectHostnames(both, b)).toBe(both);
        }
      }),
      RUNS,
    );
  });

  it('stands for exactly the names that both stand for', () => {
    fc.assert(
      fc.property(pattern, pattern, name, (a, b, asked) => {
        const both = intersectHostnames(a, b);
        const inBoth = matchesByLabels(a, asked) && matchesByLabels(b, asked);
        expect(both !== undefined && hostnameMatches(both, asked)).toBe(inBoth);
      }),
      { numRuns: RUNS.numRuns * 4 },
    );
  });

  it('is empty only where no name is in both', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const candidates = [a, b].map((side) => (side ?? 'any.name').replace('*', 'label'));
        const common = candidates.some((asked) => matchesByLabels(a, asked) && matchesByLabels(b, asked));
        expect(intersectHostnames(a, b) !== undefined).toBe(common);
      }),
      RUNS,
    );
  });
});

describe('matching a name', () => {
  it('agrees with a label by label comparison', () => {
    fc.assert(
      fc.property(pattern, name, (p, asked) => {
        expect(hostnameMatches(p, asked)).toBe(matchesByLabels(p, asked));
      }),
      { numRuns: RUNS.numRuns * 4 },
    );
  });

  it('takes a name in any case, and no name only where every name is meant', () => {
    expect(hostnameMatches('*.example.com', 'WWW.Example.COM')).toBe(true);
    expect(hostnameMatches('*.example.com', '')).toBe(false);
    expect(hostnameMatches(undefined, '')).toBe(true);
  });

  it('never takes a pattern for a name', () => {
    expect(hostnameMatches('*.example.com', '*.example.com')).toBe(false);
  });
});

describe('what covers a name', () => {
  it('is listed from the most specific on, and all of it covers the name', () => {
    expect(patternsCovering('a.b.c')).toEqual(['a.b.c', '*.b.c', '*.c', '*']);
    fc.assert(
      fc.property(name, (asked) => {
        const patterns = patternsCovering(asked);
        const order = patterns.map(specificity);
        expect(patterns.every((p) => hostnameCovers(p, asked))).toBe(true);
        expect(order).toEqual([...order].sort((a, b) => b - a));
        expect(new Set(order).size).toBe(order.length);
      }),
      RUNS,
    );
  });

  it('is everything that covers it', () => {
    fc.assert(
      fc.property(hostname, name, (p, asked) => {
        expect(patternsCovering(asked).includes(p)).toBe(hostnameCovers(p, asked));
      }),
      RUNS,
    );
  });
});

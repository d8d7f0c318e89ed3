import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import {
  checkHeaderName,
  checkHostname,
  checkPort,
  checkSectionName,
  formatDuration,
  quote,
} from '../../src/gateway-api/field-values';

test.each([
  [Duration.seconds(0), '0s'],
  [Duration.millis(1), '1ms'],
  [Duration.seconds(90), '1m30s'],
  [Duration.minutes(60), '1h'],
  [Duration.days(2), '48h'],
  [Duration.hours(99_999), '99999h'],
])('%p is written as %p', (duration, text) => {
  expect(formatDuration(duration)).toBe(text);
});

test('a duration that the API cannot hold is refused', () => {
  expect(() => formatDuration(Duration.hours(100_000))).toThrow('below 100000 hours');
  expect(() => formatDuration(Duration.millis(1.5))).toThrow('must be a whole number of milliseconds');
});

test('every duration is written as the API takes it and means the same', () => {
  const sizes: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (milliseconds) => {
      const text = formatDuration(Duration.millis(milliseconds));
      expect(text).toMatch(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
      const parts = [...text.matchAll(/(\d+)(h|ms|m|s)/g)];
      expect(parts.reduce((sum, [, count, unit]) => sum + Number(count) * (sizes[unit ?? ''] ?? 0), 0)).toBe(
        milliseconds,
      );
    }),
  );
});

test.each(['a', 'localhost', '*.example.com', 'a-b.c', '10.0.0.1', '0.a'])('the hostname %j is taken', (hostname) => {
  expect(checkHostname(hostname)).toBe(hostname);
});

test.each([
  ['A.b', ', did you mean "a.b"?'],
  ['a.b.', ', did you mean "a.b"?'],
  ['a..b', ''],
  ['f*.b', ''],
  ['*.*.b', ''],
  ['a_b', ''],
  ['', ''],
  ['a:80', ''],
  ['a'.repeat(254), ''],
])('the hostname %j is refused', (hostname, hint) => {
  expect(() => checkHostname(hostname)).toThrow(
    `a hostname must be a lower case DNS name that may start with "*." and does not end in a dot, got ${JSON.stringify(hostname)}${hint}`,
  );
});

test.each<[unknown, string]>([
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
  [1n, '1'],
  [undefined, 'undefined'],
  [null, 'null'],
  ['a"b', '"a\\"b"'],
  [1.5, '1.5'],
  [{ a: 1 }, '{"a":1}'],
])('%p is quoted as %s', (value, text) => {
  expect(quote(value)).toBe(text);
});

test('a value that cannot be written as JSON is quoted all the same', () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  expect(quote(cyclic)).toBe('[object Object]');
  expect(() => checkPort('a port', Number.NaN)).toThrow('a port must be a whole number from 1 to 65535, got NaN');
});

test.each([undefined, null, 7])('%p, which only JavaScript lets in, is refused as what it is', (value) => {
  const text = value as unknown as string;
  expect(() => checkHostname(text)).toThrow(`does not end in a dot, got ${value}`);
  expect(() => checkSectionName('a name', text)).toThrow(`at most 253 of them, got ${value}`);
  expect(() => checkHeaderName('a name', text)).toThrow(`at most 256 of them, got ${value}`);
  expect(() => formatDuration(value as unknown as Duration)).toThrow(
    `a duration must be one such as Duration.seconds(30), got ${value}`,
  );
});

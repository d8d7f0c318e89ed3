import { compileRule } from '../../src/admission/cel/cel-rule';
import { CelError, toCelValue } from '../../src/admission/cel/values';
import { compileSchema } from '../../src/admission/schema/compile-schema';

const TEXT = { type: 'string' };

const SCHEMA = compileSchema({
  type: 'object',
  properties: {
    name: TEXT,
    namespace: TEXT,
    'dash-ed': TEXT,
    count: { type: 'integer' },
    share: { type: 'number' },
    flag: { type: 'boolean' },
    either: { 'x-kubernetes-int-or-string': true },
    nothing: { type: 'string', nullable: true },
    texts: { type: 'array', items: TEXT },
    bag: { type: 'array', items: TEXT, 'x-kubernetes-list-type': 'set' },
    ports: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['port'],
      items: { type: 'object', properties: { port: { type: 'integer' }, name: TEXT } },
    },
    labels: { type: 'object', additionalProperties: TEXT },
    inner: { type: 'object', properties: { a: TEXT, b: TEXT } },
    free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  },
});

const SELF = {
  name: 'tcp-1',
  namespace: 'tenant-1',
  'dash-ed': 'yes',
  count: 3,
  share: 3,
  flag: true,
  either: 443,
  nothing: null,
  texts: ['a', 'b', 'é'],
  bag: ['x', 'y'],
  ports: [{ port: 1, name: 'one' }, { port: 2 }],
  labels: { 'a/b': 'c', namespace: 'd' },
  inner: { a: 'A' },
  free: { unknown: 1 },
  unknown: 'not in the schema',
};

function evaluate(rule: string, self: unknown = SELF, old?: unknown): boolean | string {
  const oldValue = old === undefined ? undefined : toCelValue(old, SCHEMA);
  const result = compileRule(rule).evaluate(toCelValue(self, SCHEMA), oldValue);
  return result instanceof CelError ? result.message : result;
}

describe('expressions that hold', () => {
  test.each([
    // Literals.
    ['\'a\\tb\' == "a\\u0009b"'],
    ["r'a\\d' == 'a\\\\d'"],
    ["'''it's''' == \"it's\""],
    ['"\\x41\\101\\U0001F600" == "AA😀"'],
    ['1.5e1 == 15.0'],
    ['-1 < 0'],
    // Precedence.
    ['false && false || true'],
    ['true || false && false'],
    ['!false && true'],
    ['true ? true : false ? false : false'],
    ['1 + 2 == 3'],
    ["'a' + 'b' == 'ab'"],
    // Fields.
    ["self.name == 'tcp-1'"],
    ["self.__namespace__ == 'tenant-1'"],
    ["self.dash__dash__ed == 'yes'"],
    ["self.labels['a/b'] == 'c'"],
    ["self.labels.namespace == 'd'"],
    ["self['name'] == 'tcp-1'"],
    ['has(self.inner.a) && !has(self.inner.b)'],
    ['!has(self.unknown)'],
    ['!has(self.nothing)'],
    ['!has(self.free.unknown)'],
    ["self.texts[2] == 'é'"],
    ["{'a': 1, 'b': 2}['b'] == 2"],
    // Numbers.
    ['self.count == 3'],
    ['self.count == self.share'],
    ['self.either == 443'],
    ["self.either != '443'"],
    ['self.count >= 3 && self.count <= 3 && !(self.count > 3) && !(self.count < 3)'],
    // Texts are counted, cut and ordered by code point.
    ["size('😀é') == 2"],
    ["'😀é'.size() == 2"],
    ["'😀é'.substring(1) == 'é'"],
    ["'\\uFFFD' < '😀'"],
    ["'a,b,'.split(',').size() == 3"],
    ["'😀é'.split('') == ['😀', 'é']"],
    ["'ÄaZ'.lowerAscii() == 'Äaz' && 'äaz'.upperAscii() == 'äAZ'"],
    ["'abc'.startsWith('a') && 'abc'.endsWith('bc') && 'abc'.contains('b')"],
    ["'abc'.matches('^a.c$') && 'xabc'.matches('b')"],
    // Lists, sets and maps.
    ["'a' in self.texts && !('z' in self.texts)"],
    ["'a/b' in self.labels && !('name' in self.labels)"],
    ['size(self.texts) == 3 && size(self.labels) == 2'],
    ["self.texts == ['a', 'b', 'é'] && self.texts != ['b', 'a', 'é']"],
    ["self.bag == ['y', 'x'] && self.bag != ['x', 'z'] && self.bag != ['x']"],
    ["self.texts.all(t, t != '') && self.texts.exists(t, t == 'b') && self.texts.exists_one(t, t == 'b')"],
    ["!self.texts.exists_one(t, t != 'b')"],
    ["self.texts.filter(t, t > 'a').size() == 2"],
    ['self.labels.all(key, key.size() > 2)'],
    ['self.texts.all(a, self.texts.exists_one(b, a == b))'],
    ['[].all(x, false) && ![].exists(x, true)'],
    // Durations.
    ["duration('1h') == duration('60m') && duration('1.5s') > duration('1499ms')"],
    ["duration('-1s') < duration('0')"],
    ["duration('1us') == duration('1000ns') && duration('1µs') == duration('1μs')"],
    // Addresses.
    ["isIP('192.0.2.1') && isIP('::1') && isIP('1:2:3:4:5:6:7::')"],
    ["!isIP('192.0.2.01') && !isIP('::ffff:192.0.2.1') && !isIP('fe80::1%eth0') && !isIP('1::2::3') && !isIP('')"],
    ["isCIDR('10.0.0.0/8') && isCIDR('10.1.2.3/8') && isCIDR('::/0') && isCIDR('10.0.0.0/0')"],
    ["!isCIDR('10.0.0.0/08') && !isCIDR('10.0.0.0/33') && !isCIDR('10.0.0.0') && !isCIDR('::ffff:10.0.0.0/104')"],
    ["cidr('10.0.0.0/8').containsIP('10.255.0.1') && !cidr('10.0.0.0/8').containsIP('11.0.0.1')"],
    ["!cidr('10.0.0.0/8').containsIP('::1')"],
    // An optional is never null, whatever it holds.
    ["format.dns1123Label().validate('a') != null"],
  ])('%s', (rule) => {
    expect(evaluate(rule)).toBe(true);
  });
});

describe('errors', () => {
  test.each([
    ['self.inner.b == "x"', 'no such key: b'],
    ['has(self.inner.b.c)', 'no such key: b'],
    ["self.labels['x'] == ''", 'no such key: x'],
    ['self.__namespace__.a == ""', 'no such overload'],
    ["self.texts[3] == ''", 'index out of bounds: 3'],
    ["self.texts[-1] == ''", 'index out of bounds: -1'],
    ["'abc'.substring(4) == ''", 'index out of range: 4'],
    ["self.either > '4'", 'no such overload'],
    ["'a' + 1 == ''", 'no such overload'],
    ['!self.name', 'no such overload'],
    ['self.name ? true : false', 'no such overload'],
    ['self.name.all(x, true)', 'no such overload'],
    ['self.name', 'no such overload'],
    ["duration('1') > duration('0s')", 'time: invalid duration "1"'],
    ["duration('300000h1000000000h') > duration('0s')", 'time: invalid duration "300000h1000000000h"'],
    [
      "cidr('10.0.0.0').containsIP('10.0.0.1')",
      'network address parse error during conversion from string: "10.0.0.0"',
    ],
    ["cidr('10.0.0.0/8').containsIP('x')", 'IP Address "x" parse error during conversion from string'],
  ])('%s gives %s', (rule, message) => {
    expect(evaluate(rule)).toBe(message);
  });

  test.each([
    // The other side decides.
    ['self.inner.b == "" || true', true],
    ['true || self.inner.b == ""', true],
    ['self.inner.b == "" && false', false],
    ['false && self.inner.b == ""', false],
    // Another element decides.
    ['self.ports.exists(p, p.name == "one")', true],
    ['self.ports.all(p, p.name != "one")', false],
    // Nothing decides.
    ['self.inner.b == "" || false', 'no such key: b'],
    ['true && self.inner.b == ""', 'no such key: b'],
    ['self.ports.exists(p, p.name == "two")', 'no such key: name'],
    ['self.ports.all(p, p.name == "one")', 'no such key: name'],
    ['self.ports.exists_one(p, p.name == "one")', 'no such key: name'],
    ['self.ports.filter(p, p.name == "one").size() == 1', 'no such key: name'],
  ])('%s is %s', (rule, result) => {
    expect(evaluate(rule)).toBe(result);
  });

  test.each([
    ['self.count == 1', { count: 1.5 }, 'invalid data, expected integer, got 1.5'],
    ['self.name == ""', { name: 1 }, 'invalid data, expected string, got 1'],
    ['has(self.name)', { name: [] }, 'invalid data, expected string, got []'],
    ['self.texts.all(t, t != "")', { texts: ['a', 1] }, 'invalid data, expected string, got 1'],
    ['self.texts.exists(t, t == "a")', { texts: [1, 'a'] }, true],
    ['self.inner.a == ""', { inner: 'x' }, 'invalid data, expected object, got "x"'],
    ['self.flag', { flag: 'true' }, 'invalid data, expected boolean, got "true"'],
  ])('%s on data of the wrong type: %j', (rule, self, result) => {
    expect(evaluate(rule, self)).toBe(result);
  });
});

test('a list of type map is equal in any order, by its keys', () => {
  const old = { ...SELF, ports: [{ port: 2 }, { port: 1, name: 'one' }] };
  expect(evaluate('self.ports == oldSelf.ports', SELF, old)).toBe(true);
  expect(evaluate('self.ports == oldSelf.ports', SELF, { ...old, ports: [{ port: 2 }, { port: 1 }] })).toBe(false);
  expect(evaluate('self.inner == oldSelf.inner && self.labels == oldSelf.labels', SELF, old)).toBe(true);
  expect(evaluate('self.inner == oldSelf.inner', SELF, { ...old, inner: { b: 'A' } })).toBe(false);
});

test('names that every object of JavaScript has are no fields', () => {
  expect(evaluate("'constructor' in self.labels || '__proto__' in self.labels")).toBe(false);
  const labels: unknown = JSON.parse('{"__proto__":"a","toString":"b"}');
  expect(evaluate("self.labels['__proto__'] == 'a' && self.labels.toString == 'b'", { labels })).toBe(true);
});

test('a rule knows whether it is about a transition', () => {
  expect(compileRule('self == oldSelf').usesOldSelf).toBe(true);
  expect(compileRule("self.all(x, x == 'oldSelf')").usesOldSelf).toBe(false);
});

test('variables of neighbouring and nested macros do not meet', () => {
  expect(evaluate('self.texts.all(a, self.texts.exists(b, b == a) && self.texts.exists(c, c == a))')).toBe(true);
  expect(evaluate("self.texts.exists(x, x == 'a' && self.texts.exists(x, x == 'b') && x == 'a')")).toBe(true);
  expect(() => compileRule('self.all(x, true) && x')).toThrow(/unknown identifier x/);
});

test.each([
  ['self.map(x, x)', /unknown function \.map with 3 arguments|unknown identifier x/],
  ['self * 2 == 4', /unknown symbol "\*"/],
  ['self - 1 == 2', /unexpected "-"/],
  ["b'a' == self", /unexpected "a"/],
  ["'a", /a string has no end/],
  ["'\\q'", /unknown escape \\/],
  ['has(self)', /has\(\) needs a field/],
  ['self.?a == 1', /unexpected "\?"/],
  ['{1: 2}[1] == 2', /unexpected "1"/],
  ['(true', /unexpected end/],
  ['true true', /unexpected "true"/],
])('%s is refused', (rule, message) => {
  expect(() => compileRule(rule)).toThrow(message);
});

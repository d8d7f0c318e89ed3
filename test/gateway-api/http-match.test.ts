import { HttpMatch, HttpMethod, StringMatchType } from '../../src/gateway-api';

test('a match without conditions has the path that the API would fill in', () => {
  expect(HttpMatch.any()._toJson()).toEqual({ path: { type: 'PathPrefix', value: '/' } });
});

test('a match is never changed: each condition makes a new one', () => {
  const base = HttpMatch.pathPrefix('/api');
  const narrowed = base.header('a', '1').queryParam('b', '2').method(HttpMethod.POST);
  expect(base._toJson()).toEqual({ path: { type: 'PathPrefix', value: '/api' } });
  expect(narrowed._toJson()).toEqual({
    path: { type: 'PathPrefix', value: '/api' },
    method: 'POST',
    headers: [{ name: 'a', type: 'Exact', value: '1' }],
    queryParams: [{ name: 'b', type: 'Exact', value: '2' }],
  });
});

test('a regular expression is taken as it is, in a path, a header and a query parameter', () => {
  const match = HttpMatch.pathRegularExpression('^//.*#')
    .header('h', '.*', StringMatchType.REGULAR_EXPRESSION)
    .queryParam('q', '.+', StringMatchType.REGULAR_EXPRESSION);
  expect(match._toJson()).toEqual({
    path: { type: 'RegularExpression', value: '^//.*#' },
    headers: [{ name: 'h', type: 'RegularExpression', value: '.*' }],
    queryParams: [{ name: 'q', type: 'RegularExpression', value: '.+' }],
  });
});

test.each([
  ['api', 'must start with "/", did you mean "/api"?, got "api"'],
  ['', 'must start with "/", did you mean "/"?'],
  ['/a//b', 'must not contain "//", as no request has it once its path is cleaned'],
  ['/a/../b', 'must not contain "/../"'],
  ['/a/./b', 'must not contain "/./"'],
  ['/a/..', 'must not contain "/.."'],
  ['/a/.', 'must not contain "/."'],
  ['/a%2Fb', 'must not contain "%2F"'],
  ['/a%2fb', 'must not contain "%2f"'],
  ['/a#b', 'must not contain "#"'],
  ['/a b', 'must consist of the characters of a URL path'],
  ['/a%zz', 'must consist of the characters of a URL path'],
  [`/${'a'.repeat(1024)}`, 'must have at most 1024 characters'],
])('the path %j is refused', (path, message) => {
  expect(() => HttpMatch.pathPrefix(path)).toThrow(`the path of a match ${message}`);
  expect(() => HttpMatch.pathExact(path)).toThrow(`the path of a match ${message}`);
});

test.each(['/', '/a', '/a/', '/a/b.c', '/%20', "/~!$&'()*+,;=:@", `/${'a'.repeat(1023)}`])(
  'the path %j is taken',
  (path) => {
    expect(HttpMatch.pathExact(path)._toJson()).toEqual({ path: { type: 'Exact', value: path } });
  },
);

test('a header is named once, in whatever case; a query parameter once in the same case', () => {
  const match = HttpMatch.any().header('X-Id', '1').queryParam('q', '1');
  expect(() => match.header('x-id', '2')).toThrow(
    'a match names the header "X-Id" twice (for either of two values, use two matches)',
  );
  expect(() => match.queryParam('q', '2')).toThrow('a match names the query parameter "q" twice');
  expect(() => match.queryParam('Q', '2')).not.toThrow();
  expect(() => match.method(HttpMethod.GET).method(HttpMethod.PUT)).toThrow('this one has GET already');
});

test('names and values have their limits', () => {
  expect(() => HttpMatch.any().header('a b', '1')).toThrow('the name of a header in a match must consist of');
  expect(() => HttpMatch.any().header('a', '')).toThrow(
    'the value of header "a" in a match must have 1 to 4096 characters',
  );
  expect(() => HttpMatch.any().queryParam('a', 'x'.repeat(1025))).toThrow('must have 1 to 1024 characters');
  expect(() => HttpMatch.pathRegularExpression('x'.repeat(1025))).toThrow('must have at most 1024 characters');
  let match = HttpMatch.any();
  for (let i = 0; i < 16; i++) {
    match = match.header(`h${i}`, 'v');
  }
  expect(() => match.header('one-more', 'v')).toThrow('at most 16 headers in one match are allowed, got 17');
});

test('names that every object has are names like any other', () => {
  const match = HttpMatch.any().header('constructor', 'a').queryParam('__proto__', 'b');
  expect(match._toJson()).toMatchObject({
    headers: [{ name: 'constructor', value: 'a' }],
    queryParams: [{ name: '__proto__', value: 'b' }],
  });
});

import { always, at, History, isAtLeast, isNewerThan, parseRelease } from '../../src/controllers/history';

const history: History<string> = [
  { from: '', value: 'old' },
  { from: 'v1.8.0-0', value: 'new' },
  { from: 'v1.9.0', value: 'newest' },
];

test.each([
  ['v1.7.9', 'old'],
  ['1.7', 'old'],
  ['v1.8.0-rc.1', 'new'],
  ['v1.8.0', 'new'],
  ['v1.9.0-rc.1', 'new'],
  ['v1.9', 'newest'],
  ['v2', 'newest'],
  ['latest', 'old'],
])('release %s has the value %s', (release, value) => {
  expect(at(history, release)).toBe(value);
});

test('a fact of every release needs one step', () => {
  expect(at(always(3), 'v0.0.1')).toBe(3);
  expect(() => at([], 'v1')).toThrow('a history needs at least one step');
});

test.each(['latest', '', 'v', 'main', 'v1.x', '1.2.3.4', '26.8.2-edge '])('%j is no release', (text) => {
  expect(parseRelease(text)).toBeUndefined();
});

test('releases of GKE are ordered by their build too', () => {
  expect(isAtLeast('1.35.2-gke.1842001', '1.35.2-gke.1842000')).toBe(true);
  expect(isAtLeast('1.35.2-gke.1841999', '1.35.2-gke.1842000')).toBe(false);
  expect(isNewerThan('1.37.0-gke.1', '1.36.2-gke.2154000')).toBe(true);
});

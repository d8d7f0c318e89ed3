import { compareStrings, formatPath, parsePath } from '../../src/objects';

describe('a path into an object', () => {
  it.each([
    [['spec', 'listeners', 0, 'hostname'], 'spec.listeners[0].hostname'],
    [['metadata', 'annotations', 'example.com/key'], 'metadata.annotations[example.com/key]'],
    [[], ''],
    [['certSans', 2], 'certSans[2]'],
  ])('%j is written %s and read back', (segments, text) => {
    expect(formatPath(segments)).toBe(text);
    expect(parsePath(text)).toEqual(segments);
  });

  it('is read even where it is not closed', () => {
    expect(parsePath('a[b')).toEqual(['a', 'b']);
  });
});

describe('the order of strings', () => {
  it('is that of code points in every locale', () => {
    const words = ['é', 'z', 'Z', 'a', '\u{1F600}', '\uFF5E', '', 'a1', 'a-b'];
    expect([...words].sort(compareStrings)).toEqual(['', 'Z', 'a', 'a-b', 'a1', 'z', 'é', '\uFF5E', '\u{1F600}']);
  });
});

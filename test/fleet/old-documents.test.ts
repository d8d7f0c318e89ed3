import { headOf, splitDocuments } from '../../src/fleet/old-documents';

const HEAD = headOf('apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: b\nspec: {}\n');

describe('the head of an old document', () => {
  test.each([
    ['a comment', '# x\napiVersion: v1 # x\nkind: Service\nmetadata: # x\n  name: a # x\n  namespace: b\n'],
    ['quotes', '"apiVersion": "v1"\nkind: \'Service\'\nmetadata:\n  "name": "a"\n  \'namespace\': b\n'],
    ['braces', '{ apiVersion: v1, kind: Service, metadata: { name: a, namespace: b } }\n'],
    ['another order', 'kind: Service\napiVersion: v1\nspec: {}\nmetadata:\n  namespace: b\n  name: a\n'],
    ['another indentation', 'apiVersion: v1\nkind: Service\nmetadata:\n    name: a\n    namespace: b\n'],
    ['a blank line', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n\n  namespace: b\n'],
    [
      'a blank line in a text',
      'apiVersion: v1\nkind: Service\nmetadata:\n  annotations:\n    x: |-\n      y\n\n      z\n  name: a\n  namespace: b\nspec: {}\n',
    ],
    ['a key in quotes behind one without', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  "namespace": b\n'],
    ['a name of several lines', 'apiVersion: v1\nkind: Service\nmetadata:\n  namespace: b\n  name:\n    a\n'],
    ['a byte order mark', '\uFEFF# x\napiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: b\n'],
  ])('is the same with %s', (_, text) => {
    expect(headOf(text)).toBe(HEAD);
  });

  test.each([
    ['name', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: c\n  namespace: b\n'],
    ['namespace', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  namespace: b\n'],
    ['kind', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: b\n'],
    ['API version', 'apiVersion: v2\nkind: Service\nmetadata:\n  name: a\n  namespace: b\n'],
  ])('is another one with another %s', (_, text) => {
    expect(headOf(text)).not.toBe(HEAD);
  });
});

describe('splitting a manifest', () => {
  test('finds the lines of its documents, whatever the line ends and comments', () => {
    const text = '# x\na: 1\n--- # y\nb: 2\n---\nc: 3\n';
    const documents = splitDocuments(text);
    expect(documents.map(({ line }) => line)).toEqual([1, 4, 6]);
    expect(splitDocuments(text.replaceAll('\n', '\r\n'))).toEqual(documents);
  });
});

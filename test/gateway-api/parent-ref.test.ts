import { IRouteParent, ParentRef } from '../../src/gateway-api';

const WEB = ParentRef.to({ name: 'edge', namespace: 'infra', sectionName: 'web', port: 443 });

test.each([
  [{}, { sectionName: 'web', port: 443 }],
  [
    { sectionName: undefined, port: undefined },
    { sectionName: 'web', port: 443 },
  ],
  [{ sectionName: 'api' }, { sectionName: 'api', port: 443 }],
  [
    { sectionName: undefined, port: 80 },
    { sectionName: 'web', port: 80 },
  ],
])('a reference to a reference, with %p, changes only what is given', (options, expected) => {
  expect(ParentRef.of(WEB, options).toRouteParent()).toEqual({ name: 'edge', namespace: 'infra', ...expected });
});

test('a listener of nothing is refused with words, not with a TypeError', () => {
  expect(() => ParentRef.of(undefined as unknown as IRouteParent)).toThrow(
    'a parent must be a Gateway, a ListenerSet or a ParentRef, got undefined',
  );
  expect(() => ParentRef.of({ name: 'edge' } as unknown as IRouteParent)).toThrow('got {"name":"edge"}');
});

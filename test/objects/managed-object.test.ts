import { App, Chart, IResolver, Lazy, Testing } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { createManagedObject, PlainMap, toPlain } from '../../src/objects';

test('unions of number and string become what they hold, at any depth', () => {
  const value = {
    limits: { cpu: k8s.Quantity.fromString('500m') },
    ports: [{ targetPort: k8s.IntOrString.fromNumber(8080) }],
    value: { value: 1 },
  };
  expect(toPlain(value)).toEqual({ limits: { cpu: '500m' }, ports: [{ targetPort: 8080 }], value: { value: 1 } });
});

test('an instance of a class of the language is refused with its path', () => {
  expect(() => toPlain({ a: [{ b: new Date(0) }] }, ['spec'])).toThrow(
    '"spec.a[0].b" holds an instance of Date; give plain values',
  );
});

test('lazy values and tokens are left to the resolvers of the App, wherever they stand', () => {
  class Token {
    constructor(public readonly stands: number) {}
  }
  const resolver: IResolver = {
    resolve: (context) => {
      if (context.value instanceof Token) {
        context.replaceValue(context.value.stands);
      }
    },
  };
  const app = new App({ outdir: Testing.app().outdir, resolvers: [resolver] });
  const chart = new Chart(app, 'test');
  const spec = (): PlainMap => ({ a: [new Token(3)], b: { c: Lazy.any({ produce: () => 'late' }) } });
  createManagedObject(new Construct(chart, 'thing'), { apiVersion: 'example.com/v1', kind: 'Thing', spec });
  expect(Testing.synth(chart)[0].spec).toEqual({ a: [3], b: { c: 'late' } });
});

test('what no resolver knows is refused by cdk8s', () => {
  class Thing {}
  const chart = new Chart(Testing.app(), 'test');
  const object = { apiVersion: 'example.com/v1', kind: 'Thing', spec: (): PlainMap => ({ a: new Thing() }) };
  createManagedObject(new Construct(chart, 'thing'), object);
  expect(() => Testing.synth(chart)).toThrow("can't render non-simple object of type 'Thing'");
});

test('a map from another realm, or without a prototype, is plain', () => {
  expect(toPlain(structuredClone({ a: { b: [1] } }))).toEqual({ a: { b: [1] } });
  expect(toPlain(Object.assign(Object.create(null), { a: 1 }))).toEqual({ a: 1 });
});

test('the spec is made anew at each rendering, and no union gets past it', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'ns' });
  const spec: PlainMap = { cpu: k8s.Quantity.fromNumber(2) };
  const object = { apiVersion: 'example.com/v1', kind: 'Thing', spec: () => ({ ...spec }) };
  createManagedObject(new Construct(chart, 'thing'), object);
  expect(Testing.synth(chart)[0]).toEqual({
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    metadata: { name: 'thing', namespace: 'ns', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' } },
    spec: { cpu: 2 },
  });
  spec['memory'] = k8s.Quantity.fromString('1Gi');
  expect(Testing.synth(chart)[0].spec).toEqual({ cpu: 2, memory: '1Gi' });
});

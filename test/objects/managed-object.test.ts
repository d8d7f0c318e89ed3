import { Chart, Testing } from 'cdk8s';
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

test('another class instance is refused with its path', () => {
  expect(() => toPlain({ a: [{ b: new Date(0) }] }, ['spec'])).toThrow(
    '"spec.a[0].b" holds an instance of Date; give plain values',
  );
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

import { gatewayKeys } from '../../src/fleet/prop-keys';
import { formatPath, parsePath } from '../../src/objects';

test.each([
  ['gatewayClass.name', ['class.name']],
  ['domain', ['domain', 'domains']],
  ['spec.listeners[1].port', ['listeners[1].port']],
  ['spec.gatewayClassName', ['class.name']],
  ['metadata.namespace', ['namespace']],
])('%s of a gateway stands at %j in its file', (prop, keys) => {
  expect(gatewayKeys(parsePath(prop)).map(formatPath)).toEqual(keys);
});

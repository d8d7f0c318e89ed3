import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { kamajiSchemas } from '../../imports/schemas';
import { attachSource, locate } from '../../src/diagnostics';
import { DataStore, DataStoreDriver, DataStoreProps } from '../../src/kamaji';
import { KubeObject, read } from '../../src/objects';
import { specSchema, unreachedPaths } from '../support/schema-walk';

const key = (keyPath: string) => ({ name: 'etcd-certs', namespace: 'kamaji-system', keyPath });

const FULL: DataStoreProps = {
  driver: DataStoreDriver.ETCD,
  endpoints: ['etcd-0.etcd.kamaji-system.svc:2379'],
  basicAuth: { username: key('user'), password: key('password') },
  tls: {
    certificateAuthority: { certificate: key('ca.crt'), privateKey: key('ca.key') },
    clientCertificate: { certificate: key('tls.crt'), privateKey: key('tls.key') },
  },
};

const SCHEMA = specSchema(kamajiSchemas('26.8.2-edge'), 'DataStore', 'v1alpha1');

test('a DataStore with everything renders every field but credentials written out, and no namespace', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'somewhere' });
  new DataStore(chart, 'default', FULL);
  const [rendered] = Testing.synth(chart);
  const secret = (keyPath: string) => ({
    secretReference: { name: 'etcd-certs', namespace: 'kamaji-system', keyPath },
  });
  expect(rendered).toEqual({
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'DataStore',
    metadata: { name: 'default', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-tenant-gateway' } },
    spec: {
      driver: 'etcd',
      endpoints: ['etcd-0.etcd.kamaji-system.svc:2379'],
      basicAuth: { username: secret('user'), password: secret('password') },
      tlsConfig: {
        certificateAuthority: { certificate: secret('ca.crt'), privateKey: secret('ca.key') },
        clientCertificate: { certificate: secret('tls.crt'), privateKey: secret('tls.key') },
      },
    },
  });
  expect(unreachedPaths(SCHEMA, [rendered.spec])).toEqual([
    'basicAuth.password.content',
    'basicAuth.username.content',
    'tlsConfig.certificateAuthority.certificate.content',
    'tlsConfig.certificateAuthority.privateKey.content',
    'tlsConfig.clientCertificate.certificate.content',
    'tlsConfig.clientCertificate.privateKey.content',
  ]);
});

test('the drivers are those of the CRD', () => {
  expect(Object.values(DataStoreDriver)).toEqual(read(SCHEMA, 'properties', 'driver', 'enum'));
});

test('what is not given is not rendered', () => {
  const chart = new Chart(Testing.app(), 'test');
  new DataStore(chart, 'pg', {
    metadata: { name: 'postgres' },
    driver: DataStoreDriver.POSTGRESQL,
    endpoints: ['pg:5432'],
    tls: { certificateAuthority: { certificate: key('ca.crt') } },
  });
  expect(Testing.synth(chart)[0]).toMatchObject({ metadata: { name: 'postgres' }, spec: { driver: 'PostgreSQL' } });
  expect(Testing.synth(chart)[0].spec.tlsConfig).toEqual({
    certificateAuthority: {
      certificate: { secretReference: { name: 'etcd-certs', namespace: 'kamaji-system', keyPath: 'ca.crt' } },
    },
  });
});

test('patches survive', () => {
  const chart = new Chart(Testing.app(), 'test');
  const store = new DataStore(chart, 'default', FULL);
  ApiObject.of(store).addJsonPatch(JsonPatch.add('/spec/unknownField', 1), JsonPatch.remove('/spec/basicAuth'));
  const [rendered] = Testing.synth(chart);
  expect(rendered.spec.unknownField).toBe(1);
  expect(rendered.spec).not.toHaveProperty('basicAuth');
});

test('a path of the object leads to the prop that it stems from', () => {
  const store = new DataStore(new Chart(Testing.app(), 'test'), 'default', FULL);
  attachSource(store, { locate: (prop) => ({ file: prop }) });
  const prop = (path: string) => locate(ApiObject.of(store), path)?.file;
  expect(prop('spec.endpoints[0]')).toBe('endpoints[0]');
  expect(prop('spec.tlsConfig.clientCertificate.privateKey.secretReference.name')).toBe(
    'tls.clientCertificate.privateKey.name',
  );
  expect(prop('spec.basicAuth.username.secretReference')).toBe('basicAuth.username');
});

test('a DataStore that exists already renders nothing, but is known to the checks', () => {
  const chart = new Chart(Testing.app(), 'test');
  const plain = DataStore.fromDataStoreName(chart, 'a', 'default');
  const described = DataStore.fromDataStoreName(chart, 'b', 'mysql', {
    driver: DataStoreDriver.MYSQL,
    endpoints: ['mysql:3306'],
  });
  expect(Testing.synth(chart)).toEqual([]);
  expect([plain.name, described.name]).toEqual(['default', 'mysql']);
  const known = (store: unknown) => (store as { _knownObjects(): KubeObject[] })._knownObjects();
  expect(known(plain)).toEqual([
    { apiVersion: 'kamaji.clastix.io/v1alpha1', kind: 'DataStore', metadata: { name: 'default' }, spec: {} },
  ]);
  expect(known(described)).toEqual([
    {
      apiVersion: 'kamaji.clastix.io/v1alpha1',
      kind: 'DataStore',
      metadata: { name: 'mysql' },
      spec: { driver: 'MySQL', endpoints: ['mysql:3306'] },
    },
  ]);
});

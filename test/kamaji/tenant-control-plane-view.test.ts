import { viewTenantControlPlane } from '../../src/kamaji/tenant-control-plane-view';
import { KubeObject } from '../../src/objects';

function view(
  spec: unknown,
  metadata: unknown = { name: 'a', namespace: 'b' },
): ReturnType<typeof viewTenantControlPlane> {
  const object = { apiVersion: 'kamaji.clastix.io/v1alpha1', kind: 'TenantControlPlane', metadata, spec };
  return viewTenantControlPlane(object as KubeObject);
}

describe('what the rules read of a TenantControlPlane', () => {
  test('has the defaults of the CRD, marked as such', () => {
    const read = view({ addons: { konnectivity: {} } });
    expect(read.port).toEqual({ value: 6443, path: 'spec.networkProfile.port', given: false });
    expect(read.konnectivityPort).toEqual({
      value: 8132,
      path: 'spec.addons.konnectivity.server.port',
      given: false,
    });
    expect(read.serviceCidrs).toEqual([
      { value: '10.96.0.0/16', path: 'spec.networkProfile.serviceCidr', given: false },
    ]);
    expect(read.podCidrs).toEqual([{ value: '10.244.0.0/16', path: 'spec.networkProfile.podCidr', given: false }]);
  });

  test('has no konnectivity, gateway or ingress where there is none, or a null', () => {
    const read = view({ addons: { konnectivity: null }, controlPlane: { gateway: null } });
    expect(read).not.toHaveProperty('konnectivityPort');
    expect(read).not.toHaveProperty('gateway');
    expect(read).not.toHaveProperty('ingressPath');
  });

  test('takes the plural CIDRs where there are any, and no empty singular one', () => {
    expect(
      view({ networkProfile: { serviceCidr: '10.0.0.0/16', serviceCidrs: ['10.1.0.0/16'] } }).serviceCidrs,
    ).toEqual([{ value: '10.1.0.0/16', path: 'spec.networkProfile.serviceCidrs[0]', given: true }]);
    expect(view({ networkProfile: { serviceCidr: '' } }).serviceCidrs).toEqual([]);
  });

  test('defaults group and kind of a parentRef, never namespace, sectionName or port', () => {
    const { gateway } = view({ controlPlane: { gateway: { hostname: 'a.b', parentRefs: [{ name: 'edge' }] } } });
    expect(gateway?.parentRefs).toEqual([
      {
        path: 'spec.controlPlane.gateway.parentRefs[0]',
        raw: { name: 'edge' },
        group: 'gateway.networking.k8s.io',
        kind: 'Gateway',
        name: 'edge',
      },
    ]);
  });

  test('puts an object without namespace where kubectl puts it', () => {
    expect(view({}, { name: 'a' }).namespace).toBe('default');
  });

  test('reads an empty name of a DataStore as none', () => {
    expect(view({ dataStore: '', dataStoreSchema: 'x' })).not.toHaveProperty('dataStore');
    expect(view({ dataStore: '', dataStoreSchema: 'x' }).dataStoreSchema).toEqual({
      value: 'x',
      path: 'spec.dataStoreSchema',
      given: true,
    });
  });

  test('keeps values of the wrong type as they are', () => {
    const read = view({ networkProfile: { port: '6443' }, kubernetes: { version: 1.35 }, controlPlane: 'x' });
    expect(read.port.value).toBe('6443');
    expect(read.kubernetesVersion.value).toBe(1.35);
    expect(read.serviceType.value).toBeUndefined();
  });
});

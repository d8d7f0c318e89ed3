import { admit } from '../../src/admission';
import { GatewayApiChannel, GatewayApiRelease } from '../../src/gateway-api/gateway-api-release';
import { KamajiRelease } from '../../src/kamaji/kamaji-release';
import { TargetPlatform } from '../../src/platform';
import { platformSchemas } from '../../src/platform/platform-schemas';

function platform(kamaji: string, gatewayApi = 'v1.6.1', channel = GatewayApiChannel.EXPERIMENTAL): TargetPlatform {
  return TargetPlatform.of({ kamaji: KamajiRelease.of(kamaji), gatewayApi: GatewayApiRelease.of(gatewayApi, channel) });
}

function tenant(networkProfile: object, service: object = {}) {
  return {
    apiVersion: 'kamaji.clastix.io/v1alpha1',
    kind: 'TenantControlPlane',
    metadata: { name: 'alpha', namespace: 'tenants' },
    spec: {
      kubernetes: { version: 'v1.34.0', kubelet: {} },
      controlPlane: { deployment: {}, service: { serviceType: 'ClusterIP', ...service } },
      networkProfile,
    },
  };
}

const verdict = (kamaji: string, object: object) => {
  const { accepted, unknownFields, warnings } = admit({ ...object }, platformSchemas(platform(kamaji)));
  return { accepted, unknownFields, warnings };
};

describe('the schemas of a platform', () => {
  it('refuse a field that the release does not have yet', () => {
    expect(verdict('26.6.3-edge', tenant({ serviceCidrs: ['10.96.0.0/16'] }))).toEqual({
      accepted: false,
      unknownFields: ['spec.networkProfile.serviceCidrs'],
      warnings: [],
    });
  });

  it('know a field that came between two snapshots', () => {
    expect(verdict('26.6.4-edge', tenant({ serviceCidrs: ['10.96.0.0/16'] })).accepted).toBe(true);
    expect(verdict('26.6.4-edge', tenant({}, { allocateLoadBalancerNodePorts: false })).accepted).toBe(false);
    const service = { allocateLoadBalancerNodePorts: false, serviceType: 'LoadBalancer' };
    expect(verdict('26.6.4-edge', tenant({}, service)).accepted).toBe(false);
    expect(verdict('26.6.5-edge', tenant({}, service)).accepted).toBe(true);
  });

  it.each(['26.6.5-edge', '26.7.3-edge', '26.7.4-edge', '26.8.2-edge'])(
    'have the rule of %s that came with a field, above the field itself',
    (kamaji) => {
      const { accepted, errors } = admit(
        { ...tenant({}, { allocateLoadBalancerNodePorts: false }) },
        platformSchemas(platform(kamaji)),
      );
      expect(accepted).toBe(false);
      expect(errors.map(({ detail }) => detail)).toEqual([
        'Invalid value: allocateLoadBalancerNodePorts is supported only with LoadBalancer service type',
      ]);
      expect(verdict(kamaji, tenant({})).accepted).toBe(true);
    },
  );

  it('have no rule on an older field of which nobody knows when it came', () => {
    const withName = tenant({ advertiseAddress: 'no-address' });
    expect(verdict('26.6.5-edge', withName).accepted).toBe(true);
    expect(verdict('26.7.4-edge', withName).accepted).toBe(false);
  });

  it('take a release newer than all snapshots for the newest', () => {
    expect(verdict('27.1.1-edge', tenant({ serviceCidrs: ['10.96.0.0/16'] })).accepted).toBe(true);
  });

  it('keep the rules of the generation', () => {
    const object = tenant({});
    const gateway = {
      hostname: 'a.example.com',
      parentRefs: [{ name: 'edge', namespace: 'gw', sectionName: 'kube-apiserver' }],
    };
    const behind = { ...object, spec: { ...object.spec, controlPlane: { ...object.spec.controlPlane, gateway } } };
    expect(verdict('edge-26.1.3', behind).accepted).toBe(false);
    expect(verdict('edge-26.2.5', behind).accepted).toBe(true);
  });

  it('are those of the release and channel of the Gateway API', () => {
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'TLSRoute',
      metadata: { name: 'a', namespace: 'b' },
      spec: { hostnames: ['a.example.com'], rules: [{ backendRefs: [{ name: 'a', port: 443 }] }] },
    };
    const accepted = (release: string, channel: GatewayApiChannel) =>
      admit(route, platformSchemas(platform('26.8.2-edge', release, channel))).accepted;
    expect(accepted('v1.4.1', GatewayApiChannel.EXPERIMENTAL)).toBe(false);
    expect(accepted('v1.5.0', GatewayApiChannel.STANDARD)).toBe(true);
    expect(accepted('v1.6.1', GatewayApiChannel.STANDARD)).toBe(true);
  });

  it('are compiled once for a platform', () => {
    expect(platformSchemas(platform('26.8.2-edge'))).toBe(platformSchemas(platform('26.8.2-edge')));
  });
});

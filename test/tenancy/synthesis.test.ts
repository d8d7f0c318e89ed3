import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { GatewayController } from '../../src/controllers';
import { Gateway, GatewayApiChannel, GatewayApiRelease, GatewayClass, Listener } from '../../src/gateway-api';
import { TargetPlatform } from '../../src/platform';
import { Acknowledgements } from '../../src/tenancy/acknowledgements';
import { SharedTenantGateway } from '../../src/tenancy/shared-tenant-gateway';
import { synthesize } from '../../src/tenancy/synthesis';
import { findings, platformOf, Stage, stage } from './fixtures';

function withTenant(): Stage {
  const s = stage();
  s.gateway.addTenant('alpha', { hostname: 'alpha', kubernetesVersion: 'v1.35.7', dataStore: s.dataStore });
  return s;
}

function breakHostname({ gateway }: Stage): void {
  ApiObject.of(gateway).addJsonPatch(JsonPatch.replace('/spec/listeners/0/hostname', '*.other.dev'));
}

describe('a stock App', () => {
  let printed: string[];
  beforeEach(() => {
    printed = [];
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      printed.push(String(text));
      return true;
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('is checked once for all its charts, and prints warnings once', () => {
    const s = withTenant();
    let checks = 0;
    Object.assign(new Construct(s.chart, 'counter'), {
      _diagnostics: () => {
        checks += 1;
        return [];
      },
    });
    for (const id of ['b', 'c', 'd']) {
      new Chart(s.app, id);
    }
    s.app.synth();
    expect(checks).toBe(1);
    expect(printed).toHaveLength(1);
    expect(printed[0]).toContain('warning in-cluster-reach');
    s.app.synth();
    expect(checks).toBe(2);
    expect(printed).toHaveLength(1);
  });

  it('refuses to synthesize with an error', () => {
    const s = withTenant();
    breakHostname(s);
    expect(() => s.app.synth()).toThrow('error no-matching-listener-hostname  TenantControlPlane alpha/alpha');
    expect(() => s.app.synthYaml()).toThrow('no-matching-listener-hostname');
  });

  it('is checked anew after a change between two calls of Testing.synth', () => {
    const s = withTenant();
    expect(() => Testing.synth(s.chart)).not.toThrow();
    breakHostname(s);
    expect(() => Testing.synth(s.chart)).toThrow('no-matching-listener-hostname');
  });
});

describe('a synth', () => {
  it('names the construct of a finding', () => {
    const s = withTenant();
    breakHostname(s);
    expect(synthesize(s.app).diagnostics[0]?.constructPath).toBe('test/edge/alpha/Resource/Resource');
  });

  it('says which construct cannot be rendered', () => {
    const s = withTenant();
    ApiObject.of(s.gateway).addJsonPatch(JsonPatch.add('/spec/no/such/path', 1));
    const [finding] = synthesize(s.app).diagnostics;
    expect(finding).toMatchObject({ code: 'render-failed', constructPath: 'test/edge/Resource/Resource' });
  });

  it('assumes the newest releases where nobody names any, and says so', () => {
    const app = new App();
    new Chart(app, 'empty');
    expect(synthesize(app).diagnostics.map((d) => `${d.severity} ${d.code}`)).toEqual(['note platform-assumed']);
  });

  describe('of constructs that name a release of the Gateway API', () => {
    function webGateway(scope: Construct, id: string, release: GatewayApiRelease): void {
      new Gateway(scope, id, {
        release,
        gatewayClass: GatewayClass.fromGatewayClassName(scope, `${id}-class`, 'eg'),
        listeners: [Listener.http({ name: 'http', port: 80 })],
      });
    }
    const old = GatewayApiRelease.of('v1.4.1', GatewayApiChannel.STANDARD);
    const experimental = GatewayApiRelease.of('v1.6.1', GatewayApiChannel.EXPERIMENTAL);

    it.each([old, experimental])('is checked for that release, whatever Kamaji would say of it', (release) => {
      const chart = new Chart(new App(), 'web', { namespace: 'web' });
      webGateway(chart, 'web', release);
      const { platform, diagnostics } = synthesize(chart.node.root);
      expect([platform.gatewayApi.tag, platform.gatewayApi.channel]).toEqual([release.tag, release.channel]);
      expect(diagnostics.map(({ code }) => code)).toEqual(['platform-assumed']);
    });

    it('wants one release', () => {
      const chart = new Chart(new App(), 'web', { namespace: 'web' });
      webGateway(chart, 'a', old);
      webGateway(chart, 'b', experimental);
      expect(synthesize(chart.node.root).diagnostics).toContainEqual(
        expect.objectContaining({ code: 'platform-conflict', constructPath: 'web/b' }),
      );
    });

    it('wants that of the platform where there is one', () => {
      const s = withTenant();
      webGateway(s.chart, 'web', old);
      expect(synthesize(s.app).diagnostics).toContainEqual(
        expect.objectContaining({ code: 'platform-conflict', constructPath: 'test/web' }),
      );
    });
  });

  it('wants one platform in a cluster, but for the controller', () => {
    const s = withTenant();
    const { kamaji, gatewayApi } = platformOf('G5');
    const other = TargetPlatform.of({ kamaji, gatewayApi, controller: GatewayController.istio() });
    new SharedTenantGateway(s.chart, 'inner', { platform: other, namespace: 'gw', domain: 'inner.dev' });
    expect(findings(s)).toEqual(['note gateway-api-newer-than-controller']);
    new SharedTenantGateway(s.chart, 'old', { platform: platformOf('G4'), namespace: 'gw', domain: 'old.dev' });
    expect(findings(s)).toContain('error platform-conflict');
  });
});

describe('an acknowledgement', () => {
  const codes = (s: Stage) => synthesize(s.app).diagnostics.map((d) => `${d.severity} ${d.code}`);

  it('silences a warning', () => {
    const s = withTenant();
    expect(codes(s)).toEqual(['warning in-cluster-reach']);
    Acknowledgements.of(s.app).add({ code: 'in-cluster-reach', reason: 'no in-cluster clients' });
    expect(codes(s)).toEqual([]);
  });

  it('is a warning itself where it matches nothing', () => {
    const s = withTenant();
    Acknowledgements.of(s.app).add({ code: 'in-cluster-reach', reason: 'no in-cluster clients' });
    Acknowledgements.of(s.app).add({ code: 'no-such-code', reason: 'once there was one' });
    expect(synthesize(s.app).diagnostics).toEqual([
      expect.objectContaining({
        code: 'unused-acknowledgement',
        severity: 'warning',
        message: expect.stringContaining('"no-such-code" is acknowledged ("once there was one")'),
      }),
    ]);
  });

  it('cannot silence an error', () => {
    const s = withTenant();
    breakHostname(s);
    Acknowledgements.of(s.app).add({ code: 'no-matching-listener-hostname', reason: 'never mind' });
    expect(codes(s)).toContain('error no-matching-listener-hostname');
    expect(codes(s)).toContain('warning unused-acknowledgement');
  });

  it('holds for what is below its construct, or for one object', () => {
    const s = stage({ domain: 'a.example.com', domains: ['b.example.com'] });
    s.gateway.addTenant('alpha', { hostname: 'alpha', kubernetesVersion: 'v1.35.7', dataStore: s.dataStore });
    expect(findings(s)).toEqual(['warning listener-hostname-widened']);
    Acknowledgements.of(new Construct(s.chart, 'elsewhere')).add({ code: 'listener-hostname-widened', reason: 'x' });
    expect(findings(s)).toEqual(['warning unused-acknowledgement', 'warning listener-hostname-widened']);
    Acknowledgements.of(s.gateway).add({ code: 'listener-hostname-widened', reason: 'ours', object: 'gw/edge' });
    expect(findings(s)).toEqual(['warning unused-acknowledgement']);
  });
});

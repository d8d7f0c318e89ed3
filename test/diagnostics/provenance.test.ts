import { Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { attachSource, locate, recordProvenance } from '../../src/diagnostics';

function tree() {
  const outer = new Construct(Testing.chart(), 'outer');
  const inner = new Construct(outer, 'inner');
  return { outer, inner };
}

describe('the place that a path stems from', () => {
  it('is unknown where no file is behind the construct', () => {
    expect(locate(tree().inner, 'spec.a')).toBeUndefined();
  });

  it('is found through the props of each construct on the way up', () => {
    const { outer, inner } = tree();
    recordProvenance(inner, { 'spec.networkProfile': 'network', 'spec.networkProfile.certSANs': 'network.certSans' });
    recordProvenance(outer, { 'network.certSans[0]': 'hostname' });
    attachSource(outer.node.scope as Construct, { locate: (prop) => ({ file: `${prop}.yaml` }) });
    expect(locate(inner, 'spec.networkProfile.port')).toEqual({ file: 'network.port.yaml' });
    expect(locate(inner, 'spec.networkProfile.certSANs[0]')).toEqual({ file: 'hostname.yaml' });
    expect(locate(inner, 'spec.networkProfile.certSANs[1]')).toEqual({ file: 'network.certSans[1].yaml' });
    expect(locate(inner, 'metadata.name')).toEqual({ file: 'metadata.name.yaml' });
  });

  it('is that of the map around it, where only parts of a map are known', () => {
    const { outer, inner } = tree();
    recordProvenance(inner, {
      'spec.network': 'network',
      'spec.plan.a.b': 'overrides.plan.a.b',
      'spec.network.gateway.refs': 'overrides.network.gateway.refs',
      'spec.name': 'name',
      'spec.service.type': 'serviceType',
    });
    attachSource(outer, { locate: (prop) => ({ file: prop }) });
    const found = ['spec.plan', 'spec.plan.a', 'spec.network.gateway', 'spec.network', 'spec.service', 'spec.pla'];
    expect(found.map((path) => locate(inner, path)?.file)).toEqual([
      'overrides.plan',
      'overrides.plan.a',
      'overrides.network.gateway',
      'network',
      'spec.service',
      'spec.pla',
    ]);
  });

  it('is asked of the nearest file', () => {
    const { outer, inner } = tree();
    attachSource(outer, { locate: () => ({ file: 'outer.yaml' }) });
    attachSource(inner, { locate: () => ({ file: 'inner.yaml', line: 3 }) });
    expect(locate(inner, 'spec')).toEqual({ file: 'inner.yaml', line: 3 });
  });
});

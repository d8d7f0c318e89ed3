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

  it('is asked of the nearest file', () => {
    const { outer, inner } = tree();
    attachSource(outer, { locate: () => ({ file: 'outer.yaml' }) });
    attachSource(inner, { locate: () => ({ file: 'inner.yaml', line: 3 }) });
    expect(locate(inner, 'spec')).toEqual({ file: 'inner.yaml', line: 3 });
  });
});

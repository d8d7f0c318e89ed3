import { setTimeout as sleep } from 'node:timers/promises';
import { attach } from '../../src/gateway-api/attachment';
import { GatewayController } from '../../src';
import { Diagnostic } from '../../src/diagnostics';
import { Report } from '../cluster/harness/report';
import { VARIATIONS } from './variations';
import { FLEET, tool, World } from './world';

export async function playScenario(world: World, report: Report): Promise<void> {
  const { management } = world;
  const kubeconfig = await world.management.kubeconfigFor('kamaji-system', 'tenant-gateway-verify');
  const verify = async () => {
    const out = await tool('verify', '--fleet', FLEET, '--kubeconfig', kubeconfig, '--format', 'json');
    const { diagnostics } = JSON.parse(out.stdout) as { diagnostics: Diagnostic[] };
    return { status: out.status, diagnostics };
  };
  const status = async () => {
    const g = 'gateway.networking.k8s.io/v1';
    const live = (
      await Promise.all([
        management.list(g, 'GatewayClass'), management.list(g, 'Gateway'), management.list(g, 'TLSRoute'),
        management.list('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant'), management.list('v1', 'Namespace'), management.list('v1', 'Service'),
      ])
    ).flat();
    const p = attach(live, { policies: GatewayController.of('traefik', 'v3.7.10')._facts.attachment, controllerName: 'traefik.io/gateway-controller' });
    const cond = (cs: any[]) => cs.map((c) => `${c.type}=${c.status}/${c.reason}@${c.observedGeneration}:${c.message}`);
    for (const o of live as any[]) {
      if (o.kind === 'Gateway') { report.log('  GW gen ' + o.metadata.generation + ' ' + cond(o.status.conditions).join(' | ')); for (const l of o.status.listeners ?? []) report.log('    ' + l.name + ' ' + l.attachedRoutes + ' ' + JSON.stringify(l.supportedKinds) + cond(l.conditions).join(' | ')); }
      if (o.kind === 'TLSRoute') report.log('  RT ' + o.metadata.name + ' gen ' + o.metadata.generation + ' ' + (o.status?.parents ?? []).map((x: any) => JSON.stringify(x.parentRef) + cond(x.conditions).join(' | ')).join('\n     '));
    }
    report.log('  PREDICT ' + JSON.stringify(p));
  };
  await status();
  for (const v of VARIATIONS) {
    report.log('=== ' + v.title);
    await v.spoil(world);
    let last = '';
    for (let i = 0; i < 8; i++) {
      const { diagnostics } = await verify();
      const codes = diagnostics.map((d) => `${d.severity} ${d.code} ${d.object?.kind} ${d.object?.name} ${d.path ?? ''}\n      ${d.message}`).join('\n    ');
      if (codes !== last) report.log(`  after ${i} s\n    ${codes}`);
      last = codes;
      await sleep(1000);
    }
    await status();
    await v.mend(world);
    for (let i = 0; i < 40; i++) {
      const r = await verify();
      if (r.diagnostics.length === 0) { report.log(`  mended after ${i}`); break; }
      if (i % 10 === 9) report.log('  still ' + r.diagnostics.map((d) => d.code + ' ' + d.message).join('\n    '));
      await sleep(500);
    }
  }
}

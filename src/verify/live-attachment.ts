import { indexDataPlanes } from '../controllers/data-planes';
import { Diagnostic } from '../diagnostics';
import { Attachment, computeAttachment, explainAttachment, ListenerState } from '../gateway-api/attachment';
import { KubeObject, ObjectRef, refOf } from '../objects';
import { TargetPlatform } from '../platform';
import { attachmentPolicies } from '../platform/attachment-policies';
import { controllersOf } from '../tenancy/checks';
import { LiveCluster } from './live-cluster';

/** What the Gateway API makes of the live objects, whatever their status says. */
export interface LiveAttachment {
  readonly attachment: Attachment;

  /** What is wrong with an object, in words. */
  explain(object: KubeObject): readonly Diagnostic[];

  /** A listener by the object that holds it. */
  listener(kind: string, namespace: string, name: string, listener: string): ListenerState | undefined;
}

/** Attaches the live routes to the live listeners. */
export function attachLive(live: LiveCluster, platform: TargetPlatform): LiveAttachment {
  const objects = [
    ...live.all('GatewayClass'),
    ...live.all('Gateway'),
    ...live.all('ListenerSet'),
    ...live.all('TLSRoute'),
    ...live.all('ReferenceGrant'),
    ...live.all('Namespace'),
    ...live.all('Service'),
  ];
  const attachment = computeAttachment(objects, { policies: attachmentPolicies(platform) });
  // Without Gateways or routes everything would seem to be missing.
  const canExplain = live.knows('Gateway') && live.knows('TLSRoute');
  const findings = new Map<ObjectRef, Diagnostic[]>();
  const complete = live.knows('Namespace') && live.knows('Service');
  const dataPlaneOf = indexDataPlanes(objects, controllersOf({ platform }));
  for (const finding of explainAttachment(attachment, { complete, dataPlaneOf })) {
    if (finding.object !== undefined) {
      findings.set(finding.object, [...(findings.get(finding.object) ?? []), finding]);
    }
  }
  const listeners = new Map(
    attachment.gateways
      .flatMap((state) => [state, ...state.sets])
      .flatMap((parent) => parent.listeners)
      .map((state) => [
        `${state.owner.kind} ${state.owner.namespace}/${state.owner.name} ${state.listener.name}`,
        state,
      ]),
  );
  return {
    attachment,
    explain: (object) => (canExplain ? (findings.get(refOf(object)) ?? []) : []),
    listener: (kind, namespace, name, listener) => listeners.get(`${kind} ${namespace}/${name} ${listener}`),
  };
}

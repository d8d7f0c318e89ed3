import { Diagnostic } from '../../diagnostics';
import { KubeObject, ObjectRef, refOf } from '../../objects';
import { Attachment } from './attach';
import { explainBackendTls } from './explain-backend-tls';
import { explainListeners } from './explain-listeners';
import { explainRivals } from './explain-rivals';
import { explainRoutes } from './explain-routes';
import { GatewayModel } from './model-types';

/** How attachment is explained. */
export interface ExplainOptions {
  /**
   * Whether all Gateways and ListenerSets of the cluster are among the objects; otherwise a parent that is not is a warning.
   *
   * @default true
   */
  readonly complete?: boolean;

  /**
   * Whether all else that is referred to is among the objects: Services, Secrets, ConfigMaps and the labels of Namespaces;
   * otherwise what is not is a warning.
   *
   * @default - as `complete`
   */
  readonly referencesComplete?: boolean;

  /**
   * Says which Gateways have their ports in common, by one key for all of them: there a name can be had by one TLSRoute only.
   *
   * @default - each Gateway has its own ports
   */
  readonly dataPlaneOf?: (gateway: GatewayModel) => string;

  /**
   * Says about what a person should be told in place of an object: a route that somebody's controller makes is not theirs to edit.
   * Undefined leaves a diagnostic as it is; `false` leaves it out.
   *
   * @default - every diagnostic is about the object that attachment looked at
   */
  readonly subject?: (object: KubeObject, path: string) => { object: ObjectRef; path: string } | false | undefined;
}

/**
 * Explains what is wrong in an attachment, each finding with the reason of the Gateway API as its code and a likely fix:
 * routes that no listener takes or that get no traffic, references that do not resolve or are not permitted, listeners in conflict,
 * ListenerSets that are refused, BackendTLSPolicies without effect. The diagnostics are in no particular order.
 */
export function explainAttachment(attachment: Attachment, options: ExplainOptions = {}): Diagnostic[] {
  const { complete = true, referencesComplete = complete } = options;
  const completeness = { parents: complete, references: referencesComplete };
  const found = [
    ...explainListeners(attachment, completeness),
    ...explainRoutes(attachment, completeness),
    ...explainRivals(attachment, options.dataPlaneOf),
    ...explainBackendTls(attachment),
  ];
  const { subject } = options;
  if (subject === undefined) {
    return found;
  }
  const models = [
    ...attachment.routes.map(({ route }) => route),
    ...attachment.inventory.gateways.values(),
    ...attachment.inventory.listenerSets.values(),
    ...attachment.inventory.backendTlsPolicies.values(),
  ];
  const objects = new Map(models.map(({ object }) => [refOf(object), object]));
  return found.flatMap((diagnostic) => {
    const object = diagnostic.object === undefined ? undefined : objects.get(diagnostic.object);
    const about = object === undefined ? undefined : subject(object, diagnostic.path ?? '');
    if (about === false) {
      return [];
    }
    return [about === undefined ? diagnostic : { ...diagnostic, ...about }];
  });
}

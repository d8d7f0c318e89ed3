import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { isKind, refOf } from '../../objects';
import { CheckInput } from './check-input';

/** A Gateway that GitOps tools will soon be unable to apply. */
export const GATEWAY_TOO_LARGE: CodeDefinition = {
  code: 'gateway-too-large',
  severity: Severity.WARNING,
  title: 'A Gateway nears the size at which client-side apply fails, as its list of namespaces grows',
};

/** Client-side apply keeps the whole object in an annotation, and the API server allows 262,144 bytes of annotations. */
const MOST_BYTES = 262_144;
const WARN_BYTES = 200 * 1024;

/** Checks that the Gateways that are rendered still fit into what client-side apply can hold. */
export function checkGatewaySize({ objects }: CheckInput): Diagnostic[] {
  return objects
    .filter((object) => isKind(object, 'gateway.networking.k8s.io', 'Gateway'))
    .flatMap((object) => {
      const bytes = Buffer.byteLength(JSON.stringify(object));
      if (bytes < WARN_BYTES) {
        return [];
      }
      return [
        diagnose(GATEWAY_TOO_LARGE, {
          object: refOf(object),
          path: 'spec.listeners',
          message: `the Gateway has ${bytes} bytes; client-side apply (kubectl's and Argo CD's default) fails above ${MOST_BYTES}`,
          fix: 'admit namespaces by a label in place of their names (allowedNamespaces), or divide the tenants among gateways',
        }),
      ];
    });
}

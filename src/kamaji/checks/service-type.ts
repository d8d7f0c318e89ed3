import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { TenantControlPlaneView } from '../tenant-control-plane-view';
import { asPort, show } from './ports';

/** A Service that cannot stand behind a gateway. */
export const SERVICE_TYPE_UNSUITABLE: CodeDefinition = {
  code: 'service-type-unsuitable',
  severity: Severity.ERROR,
  title:
    'With this service type the control plane never comes up (NodePort without an address, or none of the three types)',
};

/** A node port that most clusters refuse. */
export const NODE_PORT_OUT_OF_RANGE: CodeDefinition = {
  code: 'node-port-out-of-range',
  severity: Severity.WARNING,
  title: 'With service type NodePort the API server port is the node port too, and lies outside 30000 to 32767',
};

const TYPES: readonly unknown[] = ['ClusterIP', 'NodePort', 'LoadBalancer'];
const FIRST_NODE_PORT = 30000;
const LAST_NODE_PORT = 32767;

/** Checks that the type of the control plane's Service lets it start; behind a gateway ClusterIP is enough. */
export function checkServiceType(view: TenantControlPlaneView): Diagnostic[] {
  const { value, path } = view.serviceType;
  if (!TYPES.includes(value)) {
    return [
      diagnose(SERVICE_TYPE_UNSUITABLE, {
        object: view.ref,
        path,
        message: `${value === undefined ? 'no service type is given' : `${show(value)} is no service type that Kamaji knows`}; it takes ClusterIP, NodePort and LoadBalancer`,
        fix: 'use ClusterIP, which is all that a gateway needs',
      }),
    ];
  }
  if (value !== 'NodePort') {
    return [];
  }
  if (view.address === undefined) {
    return [
      diagnose(SERVICE_TYPE_UNSUITABLE, {
        object: view.ref,
        path,
        message: 'NodePort without networkProfile.address: Kamaji makes the Service, but never the Deployment',
        fix: 'use ClusterIP, which is all that a gateway needs, or set networkProfile.address',
      }),
    ];
  }
  const port = asPort(view.port.value);
  if (port === undefined || (port >= FIRST_NODE_PORT && port <= LAST_NODE_PORT)) {
    return [];
  }
  return [
    diagnose(NODE_PORT_OUT_OF_RANGE, {
      object: view.ref,
      path: view.port.path,
      message: `with NodePort, port ${port} is asked for on every node; unless the cluster was set up otherwise it refuses what is outside ${FIRST_NODE_PORT} to ${LAST_NODE_PORT}`,
      fix: 'use ClusterIP, which is all that a gateway needs, or a port in that range',
    }),
  ];
}

import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { Located, TenantControlPlaneView } from '../tenant-control-plane-view';
import { ControlPlaneContext } from './context';
import { asPort, show } from './ports';

/** A port that is none. */
export const PORT_INVALID: CodeDefinition = {
  code: 'port-invalid',
  severity: Severity.ERROR,
  title: 'A port of the control plane is not a whole number from 1 to 65535',
};

/** Two containers of the control plane that listen on one port. */
export const POD_PORT_COLLISION: CodeDefinition = {
  code: 'pod-port-collision',
  severity: Severity.ERROR,
  title: 'Two containers of the control-plane pod want the same port, so one of them never starts',
};

const ALWAYS_TAKEN: readonly (readonly [number, string])[] = [
  [10257, 'kube-controller-manager'],
  [10259, 'kube-scheduler'],
];
const TAKEN_BY_KONNECTIVITY: readonly (readonly [number, string])[] = [
  [8133, "konnectivity's admin port"],
  [8134, "konnectivity's health port"],
];
const KINE: readonly [number, string] = [2379, 'kine'];

interface UsedPort extends Located<unknown> {
  readonly what: string;
}

function takenPorts(view: TenantControlPlaneView, context: ControlPlaneContext): Map<number, string> {
  return new Map([
    ...ALWAYS_TAKEN,
    ...(view.konnectivityPort === undefined ? [] : TAKEN_BY_KONNECTIVITY),
    // An unknown driver may be one that needs kine.
    ...(context.driverOf(view.dataStore?.value) === 'etcd' ? [] : [KINE]),
  ]);
}

/** Checks that the containers of the control plane, which share one network namespace, listen on different ports. */
export function checkPodPorts(view: TenantControlPlaneView, context: ControlPlaneContext): Diagnostic[] {
  const { port, konnectivityPort } = view;
  const used: UsedPort[] = [
    { ...port, what: 'the API server' },
    ...(konnectivityPort === undefined ? [] : [{ ...konnectivityPort, what: 'konnectivity' }]),
  ];
  const diagnostics = used
    .filter(({ value }) => asPort(value) === undefined)
    .map(({ value, path, what }) =>
      diagnose(PORT_INVALID, {
        object: view.ref,
        path,
        message: `${show(value)} is no port for ${what}: it must be a whole number from 1 to 65535`,
        fix: what === 'konnectivity' ? 'leave it out for 8132' : 'leave it out for 6443',
      }),
    );
  const taken = takenPorts(view, context);
  for (const { value, path, what } of used) {
    const owner = taken.get(asPort(value) ?? 0);
    if (owner !== undefined) {
      diagnostics.push(
        diagnose(POD_PORT_COLLISION, {
          object: view.ref,
          path,
          message: `port ${show(value)} of ${what} is taken by ${owner} in the same pod`,
          fix: `use another port; taken are ${[...taken.keys()].sort((a, b) => a - b).join(', ')}`,
        }),
      );
    }
  }
  if (konnectivityPort !== undefined && asPort(port.value) !== undefined && port.value === konnectivityPort.value) {
    diagnostics.push(
      diagnose(POD_PORT_COLLISION, {
        object: view.ref,
        path: konnectivityPort.given ? konnectivityPort.path : port.path,
        message: `port ${show(port.value)} is that of the API server and that of konnectivity, which share one pod`,
        fix: 'give one of them another port, for example 6443 and 8132',
      }),
    );
  }
  return diagnostics;
}

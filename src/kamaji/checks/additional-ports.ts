import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { asString } from '../../objects';
import { API_SERVER_LISTENER, KONNECTIVITY_LISTENER } from '../predicted-routes';
import { AdditionalPortView, TenantControlPlaneView } from '../tenant-control-plane-view';
import { asPort, show } from './ports';

/** An additional port whose name the Service refuses. */
export const ADDITIONAL_PORT_NAME_INVALID: CodeDefinition = {
  code: 'additional-port-name-invalid',
  severity: Severity.ERROR,
  title:
    "The name of an additional port is no DNS label, is used twice, or is one of the control plane's own, or its target is no name of a container port",
};

/** An additional port whose number the Service refuses. */
export const ADDITIONAL_PORT_NUMBER_INVALID: CodeDefinition = {
  code: 'additional-port-number-invalid',
  severity: Severity.ERROR,
  title: "The number of an additional port is out of range, is used twice, or is one of the control plane's own",
};

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const RESERVED = [API_SERVER_LISTENER, KONNECTIVITY_LISTENER];

interface Problem {
  readonly message: string;
  readonly fix: string;
}

function nameProblem(value: unknown, seen: ReadonlySet<string>): Problem | undefined {
  const name = asString(value);
  if (name === undefined || name.length > 63 || !LABEL.test(name)) {
    const received = value === undefined ? 'no name is given, it must be a' : `${show(value)} is no`;
    return {
      message: `${received} DNS label: lower-case letters, digits and "-", at most 63 characters`,
      fix: 'give the port a name such as "metrics"',
    };
  }
  if (RESERVED.includes(name)) {
    return { message: `"${name}" is the name of a port that Kamaji adds itself`, fix: 'give the port another name' };
  }
  return seen.has(name)
    ? { message: `"${name}" is the name of another port of this Service`, fix: 'give each port a name of its own' }
    : undefined;
}

/** What Kubernetes takes for the name of a container port: a service name as IANA has it. */
function isTargetName(name: string): boolean {
  return name.length <= 15 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name);
}

/** An empty target is the port itself, to the API server. */
function targetProblem(value: unknown): Problem | undefined {
  const name = asString(value) ?? '';
  if (name === '' || isTargetName(name)) {
    return undefined;
  }
  const likely = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const number = /^\d+$/.test(name) ? asPort(Number(name)) : undefined;
  const meant = number ?? (isTargetName(likely) ? show(likely) : undefined);
  return {
    message: `${show(value)} is no name of a container port: at most 15 lower-case letters, digits and "-", with a letter among them and no "-" at an end or beside another`,
    fix: meant === undefined ? 'use the number of the port that the container listens on' : `did you mean ${meant}?`,
  };
}

function numberKey(port: unknown, protocol: string): string {
  return `${String(port)}/${protocol}`;
}

function numberProblem(port: AdditionalPortView, taken: ReadonlyMap<string, string>): Problem | undefined {
  if (asPort(port.port) === undefined) {
    return {
      message: `${show(port.port)} is no port: it must be a whole number from 1 to 65535`,
      fix: 'use the port that clients of the Service are to dial',
    };
  }
  const owner = taken.get(numberKey(port.port, port.protocol));
  return owner === undefined
    ? undefined
    : {
        message: `port ${show(port.port)} is taken by ${owner} in the same Service`,
        fix: 'use a port that nothing else of this Service has',
      };
}

/** Checks the ports that a user adds to the control plane's Service, which nothing refuses at admission. */
export function checkAdditionalPorts(view: TenantControlPlaneView): Diagnostic[] {
  const names = new Set<string>();
  const taken = new Map([[numberKey(view.port.value, 'TCP'), 'the API server']]);
  if (view.konnectivityPort !== undefined) {
    taken.set(numberKey(view.konnectivityPort.value, 'TCP'), 'konnectivity');
  }
  const diagnostics: Diagnostic[] = [];
  const report = (code: CodeDefinition, path: string, problem: Problem | undefined): void => {
    if (problem !== undefined) {
      diagnostics.push(diagnose(code, { object: view.ref, path, ...problem }));
    }
  };
  for (const port of view.additionalPorts) {
    report(ADDITIONAL_PORT_NAME_INVALID, `${port.path}.name`, nameProblem(port.name, names));
    report(ADDITIONAL_PORT_NUMBER_INVALID, `${port.path}.port`, numberProblem(port, taken));
    if (typeof port.targetPort === 'number' && asPort(port.targetPort) === undefined) {
      report(ADDITIONAL_PORT_NUMBER_INVALID, `${port.path}.targetPort`, {
        message: `${show(port.targetPort)} is no port: it must be a whole number from 1 to 65535, or the name of a container port`,
        fix: 'use the port that the container listens on',
      });
    }
    report(ADDITIONAL_PORT_NAME_INVALID, `${port.path}.targetPort`, targetProblem(port.targetPort));
    const name = asString(port.name) ?? '';
    names.add(name);
    const key = numberKey(port.port, port.protocol);
    if (!taken.has(key)) {
      taken.set(key, `additional port "${name}"`);
    }
  }
  return diagnostics;
}

import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { asList, asString, KubeObject, read, refOf } from '../objects';
import { describeCondition, findCondition, holds, isOutdated, readConditions } from './conditions';
import { Expectation, ExpectedGateway } from './expectation';
import { LiveCluster } from './live-cluster';

/** A Gateway that is not there. */
export const GATEWAY_MISSING: CodeDefinition = {
  code: 'gateway-missing',
  severity: Severity.ERROR,
  title: 'A Gateway that tenants are behind does not exist in the cluster',
};

/** A class that is not there. */
export const GATEWAY_CLASS_MISSING: CodeDefinition = {
  code: 'gateway-class-missing',
  severity: Severity.ERROR,
  title: "A live Gateway's class does not exist, so no controller looks at it",
};

/** A class that nobody serves. */
export const GATEWAY_CLASS_NOT_ACCEPTED: CodeDefinition = {
  code: 'gateway-class-not-accepted',
  severity: Severity.ERROR,
  title: 'No controller has accepted the class of a Gateway',
};

/** A class of somebody else. */
export const GATEWAY_CLASS_FOREIGN: CodeDefinition = {
  code: 'gateway-class-foreign',
  severity: Severity.ERROR,
  title: 'The class of a Gateway belongs to another controller than the one the platform names',
};

/** A Gateway that is refused. */
export const GATEWAY_NOT_ACCEPTED: CodeDefinition = {
  code: 'gateway-not-accepted',
  severity: Severity.ERROR,
  title: 'The controller refuses a Gateway, or has not looked at it',
};

/** A Gateway that carries nothing. */
export const GATEWAY_NOT_PROGRAMMED: CodeDefinition = {
  code: 'gateway-not-programmed',
  severity: Severity.ERROR,
  title: 'The controller has not put a Gateway into effect; Kamaji waits for that',
};

/** A controller that is behind. */
export const GATEWAY_STATUS_OUTDATED: CodeDefinition = {
  code: 'gateway-status-outdated',
  severity: Severity.ERROR,
  title: 'The status of a Gateway is about an earlier version of it',
};

/** A Gateway that cannot be dialled. */
export const GATEWAY_WITHOUT_ADDRESS: CodeDefinition = {
  code: 'gateway-without-address',
  severity: Severity.ERROR,
  title: 'A Gateway has no address in its status, so that no connection can be tried',
};

function classAcceptance(gatewayClass: KubeObject) {
  return findCondition(readConditions(read(gatewayClass, 'status', 'conditions')), 'Accepted');
}

/** Whether a controller looks at a Gateway, by its class; also where classes cannot be read. */
export function hasAcceptedClass(gateway: KubeObject, live: LiveCluster): boolean {
  const found = live.find('GatewayClass', '', asString(read(gateway, 'spec', 'gatewayClassName')) ?? '');
  return found === undefined ? !live.knows('GatewayClass') : classAcceptance(found)?.status === 'True';
}

function judgeClass(gateway: KubeObject, { platform }: Expectation, live: LiveCluster): Diagnostic[] {
  const name = asString(read(gateway, 'spec', 'gatewayClassName')) ?? '';
  const found = live.find('GatewayClass', '', name);
  const object = refOf(gateway);
  if (!live.knows('GatewayClass')) {
    return [];
  }
  if (found === undefined) {
    const known = live.all('GatewayClass').map((other) => `"${refOf(other).name}"`);
    return [
      diagnose(GATEWAY_CLASS_MISSING, {
        object,
        path: 'spec.gatewayClassName',
        message: `there is no GatewayClass "${name}" (there is ${known.join(', ') || 'none'}), so no controller looks at the Gateway and its status is what it was before`,
        fix: 'name a class that is there, or install the one that is missing',
      }),
    ];
  }
  const controllerName = asString(read(found, 'spec', 'controllerName')) ?? '';
  if (platform.controller !== undefined && controllerName !== platform.controller.controllerName) {
    return [
      diagnose(GATEWAY_CLASS_FOREIGN, {
        object: refOf(found),
        path: 'spec.controllerName',
        message: `the class belongs to "${controllerName}", but the platform names ${platform.controller.title} ("${platform.controller.controllerName}")`,
        fix: 'name the class of that controller in the Gateway, or this controller in the platform',
      }),
    ];
  }
  const accepted = classAcceptance(found);
  if (accepted?.status === 'True') {
    return [];
  }
  const said = accepted === undefined ? 'its status says nothing' : describeCondition(accepted);
  return [
    diagnose(GATEWAY_CLASS_NOT_ACCEPTED, {
      object: refOf(found),
      path: 'status.conditions',
      message: `"${controllerName}" has not accepted the class: ${said}`,
      fix: 'see whether the controller runs and watches this class',
    }),
  ];
}

function judgeConditions(gateway: KubeObject): Diagnostic[] {
  const conditions = readConditions(read(gateway, 'status', 'conditions'));
  const object = refOf(gateway);
  const path = 'status.conditions';
  return [
    { type: 'Accepted', definition: GATEWAY_NOT_ACCEPTED },
    { type: 'Programmed', definition: GATEWAY_NOT_PROGRAMMED },
  ].flatMap(({ type, definition }) => {
    const condition = findCondition(conditions, type);
    if (isOutdated(condition, gateway)) {
      return [
        diagnose(GATEWAY_STATUS_OUTDATED, {
          object,
          path,
          message: `${type} is said of generation ${condition?.observedGeneration}, but the Gateway is at ${String(read(gateway, 'metadata', 'generation'))}`,
          fix: 'wait for the controller; if it stays, see whether the controller runs',
        }),
      ];
    }
    if (holds(conditions, type)) {
      return [];
    }
    const said = condition === undefined ? 'no controller has said so' : describeCondition(condition);
    return [
      diagnose(definition, {
        object,
        path,
        message: `the Gateway is not ${type}: ${said}`,
        fix:
          condition === undefined
            ? 'see whether the controller of its class runs'
            : 'mend what the reason says; the listeners below may say more',
      }),
    ];
  });
}

/** The addresses that a live Gateway says it has. */
export function addressesOf(gateway: KubeObject): { readonly type: string; readonly value: string }[] {
  return asList(read(gateway, 'status', 'addresses')).flatMap((address) => {
    const value = asString(read(address, 'value')) ?? '';
    return value === '' ? [] : [{ type: asString(read(address, 'type')) ?? 'IPAddress', value }];
  });
}

function judgeGateway(
  expected: ExpectedGateway,
  expectation: Expectation,
  live: LiveCluster,
  overridden: boolean,
): Diagnostic[] {
  const gateway = live.find('Gateway', expected.namespace, expected.name);
  if (gateway === undefined) {
    return live.knows('Gateway')
      ? [
          diagnose(GATEWAY_MISSING, {
            object: expected.ref,
            message: 'the Gateway does not exist in the cluster',
            fix: expected.rendered === undefined ? 'create it, or name one that is there' : 'apply its manifest',
          }),
        ]
      : [];
  }
  const classFindings = judgeClass(gateway, expectation, live);
  if (classFindings.length > 0) {
    return classFindings;
  }
  const withoutAddress =
    overridden || addressesOf(gateway).length > 0
      ? []
      : [
          diagnose(GATEWAY_WITHOUT_ADDRESS, {
            object: refOf(gateway),
            path: 'status.addresses',
            message: 'the Gateway has no address, so no connection was tried',
            fix: 'see why its load balancer has none, or name the address (--address)',
          }),
        ];
  return [...judgeConditions(gateway), ...withoutAddress];
}

/**
 * Judges classes and Gateways as a whole; their listeners are judged apart.
 *
 * @param isOverridden says whether the address of a Gateway was given by the user
 */
export function judgeGateways(
  expectation: Expectation,
  live: LiveCluster,
  isOverridden: (key: string) => boolean,
): Diagnostic[] {
  return expectation.gateways.flatMap((gateway) => judgeGateway(gateway, expectation, live, isOverridden(gateway.key)));
}

import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { GatewayModel, readGateway } from '../../gateway-api/attachment/model';
import { asList, asMap, asString, formatPath, KubeObject, ownValue, read, refOf } from '../../objects';
import { ControllerProfile } from '../controller-profile';
import { checkAddressFamilies } from './address-families';
import { CheckContext, keyOf, ServedGateway } from './check-input';

/** A ListenerSet that the controller does not read. */
export const LISTENER_SET_UNSUPPORTED: CodeDefinition = {
  code: 'listener-set-unsupported',
  severity: Severity.ERROR,
  title: 'The controller does not read ListenerSets (a warning where that is not known)',
};

/** More Gateways than the controller serves. */
export const ONE_GATEWAY_PER_CLASS: CodeDefinition = {
  code: 'one-gateway-per-class',
  severity: Severity.ERROR,
  title: 'The controller serves all Gateways of a class with one data plane, whose ports exist once',
};

/** Addresses that do something else than people expect. */
export const ADDRESSES_BECOME_EXTERNAL_IPS: CodeDefinition = {
  code: 'addresses-become-external-ips',
  severity: Severity.WARNING,
  title: 'The controller turns spec.addresses into externalIPs of the Service, not into a load balancer address',
};

/** Addresses that do nothing. */
export const ADDRESSES_IGNORED: CodeDefinition = {
  code: 'addresses-ignored',
  severity: Severity.WARNING,
  title: 'The controller ignores spec.addresses, or all but the first of them',
};

/** Addresses that the controller refuses. */
export const ADDRESS_NOT_USABLE: CodeDefinition = {
  code: 'address-not-usable',
  severity: Severity.ERROR,
  title: 'The controller refuses an address of the Gateway (AddressNotUsable)',
};

/** Annotations that do nothing. */
export const INFRASTRUCTURE_IGNORED: CodeDefinition = {
  code: 'infrastructure-ignored',
  severity: Severity.WARNING,
  title: 'The controller ignores labels and annotations of spec.infrastructure',
};

/** A class that is the controller's by name or by use, and somebody else's by content. */
export const GATEWAY_CLASS_OF_OTHER_CONTROLLER: CodeDefinition = {
  code: 'gateway-class-of-other-controller',
  severity: Severity.ERROR,
  title:
    "The GatewayClass of the tenants' Gateway names another controller than the platform (a warning where only the name of the class is the controller's)",
};

/** A class without the annotation that its controller needs. */
export const GATEWAY_CLASS_ANNOTATION_MISSING: CodeDefinition = {
  code: 'gateway-class-annotation-missing',
  severity: Severity.ERROR,
  title: 'The GatewayClass lacks an annotation without which the controller leaves its Gateways alone',
};

function checkListenerSets({ controller }: CheckContext, gateway: ServedGateway): Diagnostic[] {
  const { listenerSets } = controller._facts;
  if (listenerSets === 'yes') {
    return [];
  }
  const message =
    listenerSets === 'no'
      ? `${controller.toString()} does not read ListenerSets: its listeners would never serve anybody`
      : `whether ${controller.toString()} reads ListenerSets is not known`;
  return gateway.listenerSets.map(({ object }) =>
    diagnose(LISTENER_SET_UNSUPPORTED, {
      object: refOf(object),
      path: 'spec.parentRef',
      ...(listenerSets === 'no' ? {} : { severity: Severity.WARNING }),
      message,
      fix: 'use the layout shared-wildcard, or a controller that reads ListenerSets (envoy-gateway from v1.8.0 on)',
    }),
  );
}

function checkCount({ controller, gateways }: CheckContext): Diagnostic[] {
  if (controller._profile.gatewaysPerClass === 'many') {
    return [];
  }
  const first = new Map<string, ServedGateway>();
  return gateways.flatMap((gateway) => {
    const earlier = first.get(gateway.className);
    if (earlier === undefined) {
      first.set(gateway.className, gateway);
      return [];
    }
    return [
      diagnose(ONE_GATEWAY_PER_CLASS, {
        object: refOf(gateway.object),
        path: 'spec.gatewayClassName',
        message: `${controller.toString()} serves all Gateways of class ${JSON.stringify(gateway.className)} with one data plane, and ${keyOf(earlier)} has it already`,
        fix: 'put the listeners into one Gateway, or run a second installation with a class and a controllerName of its own',
      }),
    ];
  });
}

interface Address {
  readonly index: number;
  readonly type: string;
  readonly value: string;
}

function addressesOf(gateway: ServedGateway): Address[] {
  return asList(read(gateway.object, 'spec', 'addresses')).map((address, index) => ({
    index,
    type: asString(read(address, 'type')) ?? 'IPAddress',
    value: asString(read(address, 'value')) ?? '',
  }));
}

function pathOf({ index }: Address): string {
  return formatPath(['spec', 'addresses', index]);
}

function checkAddresses({ controller }: CheckContext, gateway: ServedGateway): Diagnostic[] {
  const { specAddresses, max, extraAddresses, hostnameAddress, ignoresOtherTypesBesideIp, how } =
    controller._profile.addresses;
  const given = addressesOf(gateway);
  const ips = given.filter(({ type }) => type === 'IPAddress');
  const addresses = ignoresOtherTypesBesideIp === true && ips.length > 0 ? ips : given;
  const [head] = addresses;
  if (head === undefined) {
    return [];
  }
  const object = refOf(gateway.object);
  const name = controller.toString();
  const fix = `ask for the address by ${how}`;
  if (specAddresses === 'ignored') {
    const message = `${name} ignores spec.addresses without a word`;
    return [diagnose(ADDRESSES_IGNORED, { object, path: 'spec.addresses', message, fix })];
  }
  if (specAddresses === 'named-address') {
    return addresses
      .filter(({ type }) => type !== 'NamedAddress')
      .map((address) => {
        const message = `${name} takes addresses of type NamedAddress only, not ${address.type} ${JSON.stringify(address.value)}`;
        return diagnose(ADDRESS_NOT_USABLE, { object, path: pathOf(address), message, fix });
      });
  }
  const hostnames = addresses.filter(({ type }) => type === 'Hostname');
  const found: Diagnostic[] = hostnames
    .filter(() => hostnameAddress !== undefined)
    .map((address) => {
      const message = `${name} does not take an address of type Hostname (${JSON.stringify(address.value)}): it ${hostnameAddress}`;
      return diagnose(ADDRESS_NOT_USABLE, { object, path: pathOf(address), message, fix });
    });
  if (specAddresses === 'external-ips' && hostnames.length < addresses.length) {
    const message = `${name} makes externalIPs of spec.addresses, not a load balancer address: routers outside the cluster do not learn it, and MetalLB is not asked`;
    found.push(diagnose(ADDRESSES_BECOME_EXTERNAL_IPS, { object, path: 'spec.addresses', message, fix }));
  }
  const extra = max === undefined ? undefined : addresses[max];
  if (extra !== undefined) {
    const message = `${name} takes ${max} address, not ${addresses.length}`;
    const definition = extraAddresses === 'refused' ? ADDRESS_NOT_USABLE : ADDRESSES_IGNORED;
    found.push(diagnose(definition, { object, path: pathOf(extra), message, fix }));
  }
  return found;
}

function checkInfrastructure({ controller }: CheckContext, gateway: ServedGateway): Diagnostic[] {
  const { infrastructureAnnotations, how } = controller._profile.addresses;
  const annotations = asMap(read(gateway.object, 'spec', 'infrastructure', 'annotations')) ?? {};
  if (infrastructureAnnotations !== 'no' || Object.keys(annotations).length === 0) {
    return [];
  }
  return [
    diagnose(INFRASTRUCTURE_IGNORED, {
      object: refOf(gateway.object),
      path: 'spec.infrastructure.annotations',
      message: `${controller.toString()} ignores spec.infrastructure without a word: the annotations reach no Service`,
      fix: `set them where its Service is made: ${how}`,
    }),
  ];
}

function checkAnnotations({ controller }: CheckContext, gatewayClass: KubeObject): Diagnostic[] {
  const annotations = asMap(read(gatewayClass, 'metadata', 'annotations'));
  return Object.entries(controller.gatewayClassAnnotations)
    .filter(([key]) => ownValue(annotations, key) === undefined)
    .map(([key, value]) =>
      diagnose(GATEWAY_CLASS_ANNOTATION_MISSING, {
        object: refOf(gatewayClass),
        path: 'metadata.annotations',
        message: `${controller.toString()} leaves the Gateways of this class alone without the annotation ${key}: ${JSON.stringify(value)}`,
        fix: `add the annotation ${key}: ${JSON.stringify(value)}`,
      }),
    );
}

/** What to do about a class of another controller, after what is special to the place. */
function nameController({ controllerNameKnob }: ControllerProfile): string {
  const knob = controllerNameKnob === undefined ? '' : ` (${controllerNameKnob})`;
  return `or say which one the controller was started with${knob}`;
}

/** A class that has the controller's own name is wrong itself, with or without tenants; of any other it is the Gateway that should not name it. */
function checkClassOfOther(
  { controller }: CheckContext,
  gatewayClass: KubeObject,
  controllerName: string,
  gateways: readonly GatewayModel[],
): Diagnostic[] {
  const ref = refOf(gatewayClass);
  const knob = nameController(controller._profile);
  if (ref.name === controller.gatewayClassName) {
    return [
      diagnose(GATEWAY_CLASS_OF_OTHER_CONTROLLER, {
        object: ref,
        path: 'spec.controllerName',
        ...(gateways.length > 0 ? {} : { severity: Severity.WARNING }),
        message: `names ${JSON.stringify(controllerName)}, but ${controller.title} answers to ${JSON.stringify(controller.controllerName)}`,
        fix: `correct the controllerName, ${knob}`,
      }),
    ];
  }
  return gateways.map(({ object }) =>
    diagnose(GATEWAY_CLASS_OF_OTHER_CONTROLLER, {
      object: refOf(object),
      path: 'spec.gatewayClassName',
      message: `tenants are behind this Gateway, and its GatewayClass ${JSON.stringify(ref.name)} names ${JSON.stringify(controllerName)}, but ${controller.title}, the controller of the platform, answers to ${JSON.stringify(controller.controllerName)}`,
      fix: `use a class of ${controller.title}, or name the controller of this class in the platform, ${knob}`,
    }),
  );
}

function checkClasses(context: CheckContext): Diagnostic[] {
  const { controller, classes, input } = context;
  const carriers = (input.shared ?? []).filter(({ parties }) => parties > 0).map(({ gateway }) => readGateway(gateway));
  return classes.flatMap((object) => {
    const names = asString(read(object, 'spec', 'controllerName')) ?? '';
    if (names === controller.controllerName) {
      return checkAnnotations(context, object);
    }
    const { name } = refOf(object);
    // A class without a controllerName is nobody's, and refused by the API server.
    const users = names === '' ? [] : carriers.filter(({ className }) => className === name);
    return checkClassOfOther(context, object, names, users);
  });
}

/** Checks each Gateway, its ListenerSets and its class against what the controller can do with them. */
export function checkGateways(context: CheckContext): Diagnostic[] {
  return [
    ...checkCount(context),
    ...checkClasses(context),
    ...context.gateways.flatMap((gateway) => [
      ...checkListenerSets(context, gateway),
      ...checkAddresses(context, gateway),
      ...checkAddressFamilies(context, gateway),
      ...checkInfrastructure(context, gateway),
    ]),
  ];
}

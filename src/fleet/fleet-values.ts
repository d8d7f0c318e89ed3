import { k8s } from 'cdk8s-plus-28';
import {
  CustomGatewayControllerProps,
  GatewayController,
  GatewayControllerOverrides,
} from '../controllers/gateway-controller';
import { LoadBalancerAddress, MetalLbOptions } from '../controllers/rendering/load-balancer-address';
import { GatewayTuningOptions } from '../controllers/rendering/tuning-plan';
import { GatewayAddress } from '../gateway-api/gateway-address';
import { GatewayApiChannel, GatewayApiRelease } from '../gateway-api/gateway-api-release';
import { ControlPlaneService } from '../kamaji/control-plane-service';
import { DataStoreIdentity } from '../kamaji/data-store-identity';
import { KamajiRelease } from '../kamaji/kamaji-release';
import { asList, asMap, asString, ownValue, PathSegment, PlainMap, read } from '../objects';
import { AllowedNamespaces } from '../tenancy/allowed-namespaces';

// What stands in a fleet file has been held against its schema before; here it only takes the form that constructs want.

/** A value that its class refuses, and where it stands. */
export interface RefusedValue {
  readonly path: readonly PathSegment[];
  readonly message: string;
}

/** Makes a value; what its class throws becomes a finding. */
export function tryValue<T>(path: readonly PathSegment[], refused: RefusedValue[], make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    refused.push({ path, message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

/** Finds a controller; what its class advises to write in code is said as a file writes it. */
function knownController(id: string, release?: string, overrides?: GatewayControllerOverrides): GatewayController {
  try {
    return GatewayController.of(id, release, overrides);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(
      message.replace('GatewayController.custom', '{ id: custom, controllerName: …, gatewayClassName: … }'),
    );
  }
}

function toController(value: unknown): GatewayController | undefined {
  const map = asMap(value);
  if (map === undefined) {
    return value === undefined ? undefined : knownController(String(value));
  }
  const { id, release, ...rest } = map;
  if (id === 'custom') {
    const { controllerName, gatewayClassName } = rest;
    if (controllerName === undefined || gatewayClassName === undefined) {
      throw new Error('a custom controller needs "controllerName" and "gatewayClassName"');
    }
    return GatewayController.custom({
      ...(rest as unknown as CustomGatewayControllerProps),
      release: asString(release),
    });
  }
  const { controllerName, gatewayClassName, openPorts, ...unknown } = rest;
  const [custom] = Object.keys(unknown);
  if (custom !== undefined) {
    throw new Error(
      `"${custom}" is known of ${JSON.stringify(id)} already; only a controller with "id: custom" is described by it`,
    );
  }
  return knownController(String(id), asString(release), {
    controllerName,
    gatewayClassName,
    openPorts,
  } as GatewayControllerOverrides);
}

/** The parts of a platform; those that are refused are missing. */
export interface PlatformParts {
  readonly kamaji?: KamajiRelease;
  readonly gatewayApi?: GatewayApiRelease;
  readonly controller?: GatewayController;
  readonly kubernetes?: string;
}

/** Reads a `platform:` block. */
export function toPlatformParts(value: unknown, refused: RefusedValue[]): PlatformParts {
  const channel = asString(read(value, 'channel')) ?? GatewayApiChannel.STANDARD;
  return {
    kamaji: tryValue(['kamaji'], refused, () => KamajiRelease.of(String(read(value, 'kamaji')))),
    gatewayApi: tryValue(['gatewayApi'], refused, () =>
      GatewayApiRelease.of(String(read(value, 'gatewayApi')), channel as GatewayApiChannel),
    ),
    controller: tryValue(['controller'], refused, () => toController(read(value, 'controller'))),
    kubernetes: asString(read(value, 'kubernetes')),
  };
}

/** Reads the addresses of a gateway: an IP as it is, or a map with its type. */
export function toAddresses(value: unknown): GatewayAddress[] | undefined {
  return value === undefined
    ? undefined
    : asList(value).map((address) =>
        typeof address === 'string'
          ? GatewayAddress.ip(address)
          : GatewayAddress.of(asString(read(address, 'type')) ?? 'IPAddress', asString(read(address, 'value'))),
      );
}

function toLoadBalancerAddress(value: unknown): LoadBalancerAddress {
  const { metalLb, ciliumLbIpam, ...options } = asMap(value) ?? {};
  if (typeof value === 'string') {
    return LoadBalancerAddress.ip(value);
  }
  if ((metalLb === undefined) === (ciliumLbIpam === undefined)) {
    throw new Error(
      'the address of a load balancer is an IP address, or a map with either "metalLb" or "ciliumLbIpam"',
    );
  }
  return metalLb === undefined
    ? LoadBalancerAddress.ciliumLbIpam([...asList(ciliumLbIpam)].map(String))
    : LoadBalancerAddress.metalLb([...asList(metalLb)].map(String), options as MetalLbOptions);
}

/** Reads what is asked of a gateway's data plane. */
export function toTuning(value: unknown): GatewayTuningOptions | undefined {
  const tuning = asMap(value);
  if (tuning === undefined) {
    return undefined;
  }
  const { address, ...options } = tuning;
  return { ...options, ...(address === undefined ? {} : { address: toLoadBalancerAddress(address) }) };
}

/** Reads from which namespaces a gateway admits routes. */
export function toAllowedNamespaces(value: unknown): AllowedNamespaces | undefined {
  const labels = asMap(ownValue(asMap(value), 'labels'));
  if (labels !== undefined) {
    return AllowedNamespaces.byLabels({ ...labels } as { [key: string]: string });
  }
  return value === undefined ? undefined : value === 'all' ? AllowedNamespaces.all() : AllowedNamespaces.byName();
}

/** Reads the names of a tenant's data. */
export function toIdentity(value: unknown): DataStoreIdentity | undefined {
  const map = asMap(value);
  if (map !== undefined) {
    return DataStoreIdentity.of(String(map['schema']), asString(map['username']));
  }
  return value === undefined ? undefined : value === 'unset' ? DataStoreIdentity.unset() : DataStoreIdentity.derived();
}

/** Reads the Service of a control plane, where a target port is a number or a name. */
export function toService(value: unknown): ControlPlaneService | undefined {
  const service = asMap(value);
  if (service === undefined) {
    return undefined;
  }
  const ports = ownValue(service, 'additionalPorts');
  return {
    ...service,
    ...(ports === undefined ? {} : { additionalPorts: asList(ports).map(toPort) }),
  } as ControlPlaneService;
}

function toPort(value: unknown): PlainMap {
  const port = asMap(value) ?? {};
  const target = port['targetPort'];
  const targetPort =
    typeof target === 'number' ? k8s.IntOrString.fromNumber(target) : k8s.IntOrString.fromString(String(target));
  return { ...port, ...(target === undefined ? {} : { targetPort }) };
}

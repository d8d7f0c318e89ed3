import { Construct } from 'constructs';
import { toJson_GatewaySpecListeners } from '../../imports/gateway.networking.k8s.io';
import { Listener } from '../gateway-api/listener';
import { RouteParentReference } from '../gateway-api/parent-ref';
import { API_SERVER_LISTENER, KONNECTIVITY_LISTENER } from '../kamaji/predicted-routes';
import { asList, asNumber, asString, KubeObject, read } from '../objects';
import { TargetPlatform } from '../platform';
import { ISharedTenantGateway } from './shared-gateway';

/** A gateway that others own. */
export interface SharedTenantGatewayAttributes {
  /** The platform of the management cluster. */
  readonly platform: TargetPlatform;

  /** Namespace of the Gateway. */
  readonly namespace: string;

  /**
   * Name of the Gateway.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /** The listeners that it has; tenants are checked against them. */
  readonly listeners: Listener[];

  /**
   * Name of the listener that API-server routes attach to. Kamaji G2 knows only the default.
   *
   * @default 'kube-apiserver'
   */
  readonly apiServerListener?: string;

  /**
   * Domain that bare hostnames of tenants lie in.
   *
   * @default - tenants give full hostnames
   */
  readonly domain?: string;

  /**
   * Name of its GatewayClass.
   *
   * @default - not known
   */
  readonly gatewayClassName?: string;
}

const DEFAULT_API_SERVER_PORT = 6443;
const DEFAULT_KONNECTIVITY_PORT = 8132;

/** Attributes of a gateway whose listeners are given as they stand in the cluster. */
export interface LiveGatewayAttributes extends Omit<SharedTenantGatewayAttributes, 'listeners'> {
  /** `spec.listeners`, as `kubectl get gateway -o yaml` shows it. */
  readonly listeners: readonly unknown[];
}

/** What is known of a Gateway in the cluster. */
interface KnownGateway {
  readonly name: string;
  readonly namespace: string;
  readonly gatewayClassName?: string;
  readonly listeners: readonly unknown[];
}

/** Makes the object that checks see of a gateway which is known, but never rendered. */
export function liveGateway({ name, namespace, gatewayClassName, listeners }: KnownGateway): KubeObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace },
    spec: { ...(gatewayClassName === undefined ? {} : { gatewayClassName }), listeners },
  };
}

/** A gateway that is known, but never rendered. */
export class ImportedTenantGateway extends Construct implements ISharedTenantGateway {
  /** Refers to a gateway by its listeners as they stand in the cluster. */
  public static fromLive(scope: Construct, id: string, attributes: LiveGatewayAttributes): ImportedTenantGateway {
    return new ImportedTenantGateway(scope, id, { ...attributes, listeners: [] }, attributes.listeners);
  }

  public readonly platform: TargetPlatform;
  public readonly name: string;
  public readonly namespace: string;
  public readonly domain?: string;
  public readonly apiServerListener: string;
  public readonly tenantNamespaceLabels: { [key: string]: string } = {};
  private readonly known: KubeObject;

  constructor(scope: Construct, id: string, attributes: SharedTenantGatewayAttributes, live?: readonly unknown[]) {
    super(scope, id);
    this.platform = attributes.platform;
    this.name = attributes.name ?? id;
    this.namespace = attributes.namespace;
    this.domain = attributes.domain;
    this.apiServerListener = attributes.apiServerListener ?? API_SERVER_LISTENER;
    this.known = liveGateway({
      name: this.name,
      namespace: this.namespace,
      gatewayClassName: attributes.gatewayClassName,
      listeners: live ?? attributes.listeners.map((listener) => toJson_GatewaySpecListeners(listener._toKube())),
    });
  }

  public get apiServerPort(): number {
    return this.portOf(this.apiServerListener) ?? DEFAULT_API_SERVER_PORT;
  }

  public get konnectivityPort(): number {
    return this.portOf(KONNECTIVITY_LISTENER) ?? DEFAULT_KONNECTIVITY_PORT;
  }

  public toRouteParent(): RouteParentReference {
    return { name: this.name, namespace: this.namespace };
  }

  public _targetPlatform(): TargetPlatform {
    return this.platform;
  }

  public _knownObjects(): KubeObject[] {
    return [this.known];
  }

  private portOf(name: string): number | undefined {
    const listener = asList(read(this.known, 'spec', 'listeners')).find((l) => asString(read(l, 'name')) === name);
    return asNumber(read(listener, 'port'));
  }
}

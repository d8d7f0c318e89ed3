const SHARED_WILDCARD = 'shared-wildcard';
const EXACT = 'exact';
const LISTENER_SETS = 'listener-sets';
const LAYOUTS: readonly string[] = [SHARED_WILDCARD, EXACT, LISTENER_SETS];

/** How a shared gateway divides its listeners among its tenants. */
export class ListenerLayout {
  /**
   * One pair of listeners, `kube-apiserver` and `konnectivity-server`, for all tenants; its wildcard hostname covers them all.
   *
   * The layout that every controller supports, and that no tenant's arrival changes.
   */
  public static sharedWildcard(): ListenerLayout {
    return new ListenerLayout(SHARED_WILDCARD);
  }

  /**
   * One pair of listeners with the exact hostname of the only tenant.
   *
   * Kamaji names the konnectivity listener, and a Gateway has one listener of a name: so there is room for one tenant.
   */
  public static exact(): ListenerLayout {
    return new ListenerLayout(EXACT);
  }

  /**
   * A ListenerSet for each tenant, in the tenant's namespace, with its exact hostname; routes are admitted from that namespace only.
   *
   * Needs Kamaji 26.5.2-edge (G4), Gateway API 1.5 and a controller that knows ListenerSets. Kamaji looks for listeners in Gateways only,
   * so the `accessPoints` in the status of such tenants stay empty.
   */
  public static listenerSets(): ListenerLayout {
    return new ListenerLayout(LISTENER_SETS);
  }

  /**
   * Returns the layout with this name.
   *
   * @throws if there is no such layout
   */
  public static of(name: string): ListenerLayout {
    const layout = LAYOUTS.find((candidate) => candidate === name);
    if (layout === undefined) {
      throw new Error(`unknown listener layout "${name}": must be one of ${LAYOUTS.join(', ')}`);
    }
    return new ListenerLayout(layout);
  }

  private constructor(
    /** Name of the layout in fleet files: `shared-wildcard`, `exact` or `listener-sets`. */
    public readonly name: string,
  ) {}

  /** Whether the listeners carry one tenant's exact hostname. */
  public get isExact(): boolean {
    return this.name === EXACT;
  }

  /** Whether each tenant has a ListenerSet of its own. */
  public get usesListenerSets(): boolean {
    return this.name === LISTENER_SETS;
  }
}

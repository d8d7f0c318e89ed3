/**
 * From which namespaces a shared gateway admits routes.
 */
export class AllowedNamespaces {
  /**
   * From the namespaces of the gateway's own tenants, each by its name.
   *
   * The strictest choice: the API server sets the label `kubernetes.io/metadata.name` itself, nobody can give it to another namespace.
   */
  public static byName(): AllowedNamespaces {
    return new AllowedNamespaces('names');
  }

  /**
   * From every namespace with these labels; namespaces that the tenants create get them.
   *
   * Suits fleets of many thousand namespaces, whose names would not fit into one object, and namespaces made by others.
   * Whoever may label a namespace may then attach routes to the gateway.
   *
   * @throws if there is no label, as that would admit every namespace
   */
  public static byLabels(labels: { [key: string]: string }): AllowedNamespaces {
    if (Object.keys(labels).length === 0) {
      throw new Error(
        'no label given, which would admit every namespace: give at least one, or use AllowedNamespaces.all()',
      );
    }
    return new AllowedNamespaces('labels', { ...labels });
  }

  /**
   * From every namespace of the cluster; whoever may create a TLSRoute anywhere may then take a tenant's name.
   *
   * Needs an acknowledgement of the warning `routes-from-all-namespaces`.
   */
  public static all(): AllowedNamespaces {
    return new AllowedNamespaces('all');
  }

  private constructor(
    /** How namespaces are chosen: `names`, `labels` or `all`. */
    public readonly kind: string,
    /**
     * Labels that a namespace must have.
     *
     * @default - namespaces are not chosen by labels
     */
    public readonly labels?: { [key: string]: string },
  ) {}
}

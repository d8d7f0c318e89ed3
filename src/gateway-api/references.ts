/** Names a certificate that a listener or a Gateway presents. */
export interface CertificateReference {
  /** Name of the object, as a rule a Secret of type `kubernetes.io/tls`. */
  readonly name: string;

  /**
   * Namespace of the object. In another namespace than the Gateway's it needs a ReferenceGrant there.
   *
   * @default - the namespace of the Gateway.
   */
  readonly namespace?: string;

  /**
   * API group of the object; empty for the core group.
   *
   * @default ''
   */
  readonly group?: string;

  /**
   * Kind of the object.
   *
   * @default 'Secret'
   */
  readonly kind?: string;

  /**
   * Whether to create the ReferenceGrant that an object in another namespace needs, in that namespace.
   *
   * Who writes to that namespace decides over it, so this is never done unasked. Nothing is created where the object is in the same namespace.
   *
   * @default false
   */
  readonly grant?: boolean;
}

/** Names an object that holds certificates of authorities, as a rule a ConfigMap with a key `ca.crt`. */
export interface CaCertificateReference {
  /** Name of the object. */
  readonly name: string;

  /**
   * Namespace of the object. In another namespace than the Gateway's it needs a ReferenceGrant there.
   *
   * @default - the namespace of the Gateway.
   */
  readonly namespace?: string;

  /**
   * API group of the object; empty for the core group.
   *
   * @default ''
   */
  readonly group?: string;

  /**
   * Kind of the object.
   *
   * @default 'ConfigMap'
   */
  readonly kind?: string;

  /**
   * Whether to create the ReferenceGrant that an object in another namespace needs, in that namespace.
   *
   * Who writes to that namespace decides over it, so this is never done unasked. Nothing is created where the object is in the same namespace.
   *
   * @default false
   */
  readonly grant?: boolean;
}

/** Names an object, of a kind that the controller defines, with parameters for one Gateway; it lies in the Gateway's namespace. */
export interface GatewayParametersReference {
  /** API group of the object; empty for the core group. */
  readonly group: string;

  /** Kind of the object. */
  readonly kind: string;

  /** Name of the object. */
  readonly name: string;
}

/** Names an object, of a kind that the controller defines, with parameters for all Gateways of a class. */
export interface GatewayClassParametersReference {
  /** API group of the object; empty for the core group. */
  readonly group: string;

  /** Kind of the object. */
  readonly kind: string;

  /** Name of the object. */
  readonly name: string;

  /**
   * Namespace of the object.
   *
   * @default - the object is cluster-scoped.
   */
  readonly namespace?: string;
}

/** A reference in wire form, defaults filled in. */
export interface ReferenceJson {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Writes a reference to a certificate; its defaults stand in lists. */
export function renderCertificateReference({
  group = '',
  kind = 'Secret',
  ...rest
}: CertificateReference): ReferenceJson {
  return { group, kind, ...rest };
}

/** Writes a reference to certificates of authorities; the API requires group and kind. */
export function renderCaCertificateReference({
  group = '',
  kind = 'ConfigMap',
  ...rest
}: CaCertificateReference): ReferenceJson {
  return { group, kind, ...rest };
}

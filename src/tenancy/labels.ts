/** Label on every object of the library. */
export const MANAGED_BY = 'app.kubernetes.io/managed-by';

/** Value of the `managed-by` label. */
export const MANAGER = 'cdk8s-tenant-gateway';

/** Label that says which tenant an object belongs to. */
export const PART_OF = 'app.kubernetes.io/part-of';

/** Label that every Namespace has in a cluster, set by the API server to the namespace's own name. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

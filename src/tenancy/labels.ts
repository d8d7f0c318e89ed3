/** Label that says which tenant an object belongs to. */
export const PART_OF_LABEL = 'app.kubernetes.io/part-of';

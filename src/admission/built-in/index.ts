import type { KindDefinition } from '../kind-schema';

/** The built-in kinds whose schemas are known. */
export const BUILT_IN_KINDS: readonly KindDefinition[] = [];

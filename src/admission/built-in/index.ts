import type { KindDefinition } from '../kind-schema';
import { ADMISSION_REGISTRATION_KINDS } from './admission-registration';
import { CORE_KINDS } from './core';
import { RBAC_KINDS } from './rbac';

/** The built-in kinds whose schemas are known, in the form of CRDs. */
export const BUILT_IN_KINDS: readonly KindDefinition[] = [
  ...CORE_KINDS,
  ...RBAC_KINDS,
  ...ADMISSION_REGISTRATION_KINDS,
];

import type { ObjectSchema } from '../../../imports/schemas';
import type { KindDefinition } from '../kind-schema';
import type { ValidationRule } from '../schema/schema-node';
import { builtInKind, LABEL_SELECTOR, list, needs, object, ROOT, TEXT, WRITTEN_TEXT } from './parts';

const GROUP = 'rbac.authorization.k8s.io';
const ANY_NAME = { traits: { nameRule: 'path-segment' } } as const;
const ANY_NAME_IN_CLUSTER = { ...ANY_NAME, scope: 'Cluster' } as const;

const IS_RESOURCE_RULE = '(has(self.nonResourceURLs) && size(self.nonResourceURLs) > 0)';

function resourceRuleNeeds(field: string, noun: string): ValidationRule {
  return {
    rule: `${IS_RESOURCE_RULE} || (has(self.${field}) && size(self.${field}) > 0)`,
    message: `resource rules must supply at least one ${noun}`,
    reason: 'FieldValueRequired',
    fieldPath: `.${field}`,
  };
}

function policyRules(...more: readonly ValidationRule[]): ObjectSchema {
  return list(
    object(
      {
        verbs: list(TEXT),
        apiGroups: list(TEXT),
        resources: list(TEXT),
        resourceNames: list(TEXT),
        nonResourceURLs: list(TEXT),
      },
      needs('verbs', 'verbs must contain at least one value'),
      resourceRuleNeeds('apiGroups', 'api group'),
      resourceRuleNeeds('resources', 'resource'),
      {
        rule: `!${IS_RESOURCE_RULE} || !(has(self.apiGroups) && size(self.apiGroups) > 0 || has(self.resources) && size(self.resources) > 0 || has(self.resourceNames) && size(self.resourceNames) > 0)`,
        message: 'rules cannot apply to both regular resources and non-resource URLs',
        fieldPath: '.nonResourceURLs',
      },
      ...more,
    ),
  );
}

const ROLE = builtInKind(
  GROUP,
  'Role',
  'roles',
  ANY_NAME,
  object({
    ...ROOT,
    rules: policyRules({
      rule: `!${IS_RESOURCE_RULE}`,
      message: 'namespaced rules cannot apply to non-resource URLs',
      fieldPath: '.nonResourceURLs',
    }),
  }),
);

const CLUSTER_ROLE = builtInKind(
  GROUP,
  'ClusterRole',
  'clusterroles',
  ANY_NAME_IN_CLUSTER,
  object({
    ...ROOT,
    rules: policyRules(),
    aggregationRule: object(
      { clusterRoleSelectors: list(LABEL_SELECTOR) },
      needs('clusterRoleSelectors', 'at least one clusterRoleSelector required if aggregationRule is non-nil'),
    ),
  }),
);

const IS_ACCOUNT = "self.kind == 'ServiceAccount'";

function subjects(...more: readonly ValidationRule[]): ObjectSchema {
  return list(
    object(
      {
        kind: { type: 'string', enum: ['ServiceAccount', 'User', 'Group'], default: '' },
        apiGroup: TEXT,
        name: WRITTEN_TEXT,
        namespace: TEXT,
      },
      needs('name'),
      {
        rule: `${IS_ACCOUNT} ? !has(self.apiGroup) || self.apiGroup == '' : !has(self.apiGroup) || self.apiGroup in ['', '${GROUP}']`,
        message: `has to be "${GROUP}" for a User or Group, and empty for a ServiceAccount`,
        fieldPath: '.apiGroup',
      },
      ...more,
    ),
  );
}

function roleRef(kinds: readonly string[]): ObjectSchema {
  return {
    ...object(
      {
        apiGroup: { type: 'string', enum: [GROUP], default: GROUP },
        kind: { type: 'string', enum: kinds, default: '' },
        name: WRITTEN_TEXT,
      },
      needs('name'),
      { rule: 'self == oldSelf', message: 'cannot change roleRef' },
    ),
    default: {},
  };
}

const ROLE_BINDING = builtInKind(
  GROUP,
  'RoleBinding',
  'rolebindings',
  ANY_NAME,
  object({ ...ROOT, roleRef: roleRef(['Role', 'ClusterRole']), subjects: subjects() }),
);

const CLUSTER_ROLE_BINDING = builtInKind(
  GROUP,
  'ClusterRoleBinding',
  'clusterrolebindings',
  ANY_NAME_IN_CLUSTER,
  object({
    ...ROOT,
    roleRef: roleRef(['ClusterRole']),
    subjects: subjects({
      rule: `!(${IS_ACCOUNT}) || (has(self.__namespace__) && size(self.__namespace__) > 0)`,
      message: '',
      reason: 'FieldValueRequired',
      fieldPath: '.namespace',
    }),
  }),
);

/**
 * Kinds of role-based access control.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/rbac/validation/validation.go
 */
export const RBAC_KINDS: readonly KindDefinition[] = [ROLE, CLUSTER_ROLE, ROLE_BINDING, CLUSTER_ROLE_BINDING];

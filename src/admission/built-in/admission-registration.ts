import type { ObjectSchema } from '../../../imports/schemas';
import type { KindDefinition } from '../kind-schema';
import type { ValidationRule } from '../schema/schema-node';
import { ANYTHING, builtInKind, LABEL_SELECTOR, list, needs, object, ROOT, TEXT, WRITTEN_TEXT } from './parts';

const GROUP = 'admissionregistration.k8s.io';
const IN_CLUSTER = { scope: 'Cluster' } as const;

function loneWildcard(field: string, noun: string): ValidationRule {
  return {
    rule: `!has(self.${field}) || size(self.${field}) <= 1 || !('*' in self.${field})`,
    message: `if '*' is present, must not specify other ${noun}`,
    fieldPath: `.${field}`,
  };
}

const RESOURCE_RULE = object(
  {
    apiGroups: list(TEXT),
    apiVersions: list(TEXT),
    operations: list({ type: 'string', enum: ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'] }),
    resources: list(TEXT),
    resourceNames: list(TEXT, { 'x-kubernetes-list-type': 'set' }),
    scope: { type: 'string', enum: ['*', 'Cluster', 'Namespaced'], default: '*' },
  },
  needs('apiGroups'),
  needs('apiVersions'),
  needs('operations'),
  needs('resources'),
  loneWildcard('apiGroups', 'API groups'),
  loneWildcard('apiVersions', 'API versions'),
  loneWildcard('operations', 'operations'),
);

const MATCH_RESOURCES = object({
  matchPolicy: { type: 'string', enum: ['Equivalent', 'Exact'], default: 'Equivalent' },
  namespaceSelector: { ...LABEL_SELECTOR, default: {} },
  objectSelector: { ...LABEL_SELECTOR, default: {} },
  resourceRules: list(RESOURCE_RULE),
  excludeResourceRules: list(RESOURCE_RULE),
});

/** A CEL expression that the API server compiles; here it only has to be there. */
function expression(
  properties: Readonly<Record<string, ObjectSchema>>,
  ...rules: readonly ValidationRule[]
): ObjectSchema {
  return object(
    { expression: WRITTEN_TEXT, ...properties },
    needs('expression', 'expression is not specified'),
    ...rules,
  );
}

const HAS_CHECK =
  '(has(self.validations) && size(self.validations) > 0) || (has(self.auditAnnotations) && size(self.auditAnnotations) > 0)';

function needsCheck(field: string): ValidationRule {
  return {
    rule: HAS_CHECK,
    message: 'validations or auditAnnotations must contain at least one item',
    reason: 'FieldValueRequired',
    fieldPath: `.${field}`,
  };
}

const POLICY = builtInKind(
  GROUP,
  'ValidatingAdmissionPolicy',
  'validatingadmissionpolicies',
  { ...IN_CLUSTER, status: true },
  object({
    ...ROOT,
    spec: {
      ...object(
        {
          failurePolicy: { type: 'string', enum: ['Fail', 'Ignore'], default: 'Fail' },
          paramKind: object({ apiVersion: TEXT, kind: TEXT }, needs('apiVersion'), needs('kind')),
          matchConstraints: {
            ...MATCH_RESOURCES,
            'x-kubernetes-validations': [needs('resourceRules')],
          },
          matchConditions: list(expression({ name: WRITTEN_TEXT }, needs('name')), { maxItems: 64 }),
          variables: list(expression({ name: WRITTEN_TEXT }, needs('name', 'name is not specified'))),
          validations: list(
            expression({
              message: TEXT,
              messageExpression: TEXT,
              reason: { type: 'string', enum: ['Forbidden', 'Invalid', 'RequestEntityTooLarge', 'Unauthorized'] },
            }),
          ),
          auditAnnotations: list(object({ key: TEXT, valueExpression: TEXT }, needs('key'), needs('valueExpression'))),
        },
        needsCheck('validations'),
        needsCheck('auditAnnotations'),
      ),
      required: ['matchConstraints'],
      default: {},
    },
    status: ANYTHING,
  }),
);

const BINDING = builtInKind(
  GROUP,
  'ValidatingAdmissionPolicyBinding',
  'validatingadmissionpolicybindings',
  IN_CLUSTER,
  object({
    ...ROOT,
    spec: {
      ...object(
        {
          policyName: TEXT,
          paramRef: ANYTHING,
          matchResources: MATCH_RESOURCES,
          validationActions: list(
            { type: 'string', enum: ['Audit', 'Deny', 'Warn'] },
            {
              'x-kubernetes-list-type': 'set',
              'x-kubernetes-validations': [
                {
                  rule: "!('Deny' in self && 'Warn' in self)",
                  message:
                    'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
                },
              ],
            },
          ),
        },
        needs('policyName'),
        needs('validationActions', 'at least one validation action is required'),
      ),
      default: {},
    },
  }),
);

/**
 * Policies that the API server evaluates itself.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/apis/admissionregistration/validation/validation.go
 */
export const ADMISSION_REGISTRATION_KINDS: readonly KindDefinition[] = [POLICY, BINDING];

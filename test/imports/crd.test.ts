import { formatCrd, parseCrds, stripProse } from '../../scripts/import/crd';

const UPSTREAM = `# a comment
apiVersion: v1
kind: Namespace
metadata: { name: not-a-crd }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    cert-manager.io/inject-ca-from: kamaji-system/kamaji-serving-cert
    controller-gen.kubebuilder.io/version: v0.20.0
  creationTimestamp: null
  labels: { some: label }
  name: gates.example.com
spec:
  group: example.com
  names: { kind: Gate, plural: gates }
  scope: Namespaced
  versions:
    - additionalPrinterColumns:
        - { description: How it is, jsonPath: .status.phase, name: Phase, type: string }
      name: v1
      schema:
        openAPIV3Schema:
          description: A gate.
          properties:
            zeta: { description: First on purpose., type: string }
            description:
              description: A property that is called description.
              type: string
            mode:
              default: { description: kept }
              enum: [description]
              properties:
                description: { description: Nested., type: string }
              type: object
            list:
              items: { description: An item., type: string }
              type: array
            map:
              additionalProperties: { description: A value., type: string }
              type: object
            either:
              anyOf:
                - { description: One., type: string }
              x-kubernetes-validations:
                - { message: says why, rule: self.description != '' }
          type: object
      served: true
      storage: true
      subresources: { status: {} }
status: { conditions: [] }
`;

const VENDORED = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: gates.example.com
  annotations:
    controller-gen.kubebuilder.io/version: v0.20.0
spec:
  group: example.com
  names:
    kind: Gate
    plural: gates
  scope: Namespaced
  versions:
    - additionalPrinterColumns:
        - jsonPath: .status.phase
          name: Phase
          type: string
      name: v1
      schema:
        openAPIV3Schema:
          properties:
            zeta:
              type: string
            description:
              type: string
            mode:
              default:
                description: kept
              enum:
                - description
              properties:
                description:
                  type: string
              type: object
            list:
              items:
                type: string
              type: array
            map:
              additionalProperties:
                type: string
              type: object
            either:
              anyOf:
                - type: string
              x-kubernetes-validations:
                - message: says why
                  rule: self.description != ''
          type: object
      served: true
      storage: true
      subresources:
        status: {}
`;

describe('reading CRDs from upstream', () => {
  test('documents of other kinds are skipped', () => {
    expect(parseCrds(UPSTREAM, 'upstream').map((crd) => crd.metadata.name)).toEqual(['gates.example.com']);
  });

  test('YAML that does not parse is an error that names its source', () => {
    expect(() => parseCrds('a: [', 'some/file.yaml')).toThrow(/^some\/file\.yaml: /);
  });
});

describe('stripping prose', () => {
  test('descriptions go, properties called description, data, rules and the order of keys stay', () => {
    expect(parseCrds(UPSTREAM, 'upstream').map(stripProse).map(formatCrd)).toEqual([VENDORED]);
  });

  test('a stripped CRD stays as it is', () => {
    expect(parseCrds(VENDORED, 'vendored').map(stripProse).map(formatCrd)).toEqual([VENDORED]);
  });

  test('annotations are left out where none remain', () => {
    const [crd] = parseCrds(UPSTREAM.replace('    controller-gen.kubebuilder.io/version: v0.20.0\n', ''), 'upstream');
    expect(crd && stripProse(crd).metadata).toEqual({ name: 'gates.example.com' });
  });
});

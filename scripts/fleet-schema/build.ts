import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { ACKNOWLEDGEMENTS, ADDRESS, ALLOWED_NAMESPACES, CONTROLLER, IDENTITY, LOAD_BALANCER_ADDRESS } from './parts';

type Json = { readonly [key: string]: unknown };

const ROOT = join(__dirname, '../..');

/** Rooms where the props that fleet files hold are declared; their documentation is what editors show. */
const ROOMS: readonly string[] = ['controllers', 'gateway-api', 'kamaji', 'tenancy'];

function sourceFiles(): string[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, 'src', room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join('src', room, file)),
  );
}

/** Types whose form in a fleet file is another one than in code. */
const FORMS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['AllowedNamespaces', ALLOWED_NAMESPACES],
  ['ApiObjectMetadata', {}],
  ['DataStoreIdentity', IDENTITY],
  ['GatewayAddress', ADDRESS],
  ['IDataStore', { type: 'string' }],
  ['ISharedTenantGateway', { type: 'string' }],
  ['Listener', { type: 'object' }],
  ['ListenerLayout', { type: 'string', enum: ['shared-wildcard', 'exact', 'listener-sets'] }],
  ['LoadBalancerAddress', LOAD_BALANCER_ADDRESS],
  ['TargetPlatform', {}],
  ['k8s.IntOrString', { type: ['string', 'integer'] }],
]);

class Declarations {
  private readonly interfaces = new Map<string, ts.InterfaceDeclaration>();
  private readonly enums = new Map<string, ts.EnumDeclaration>();

  constructor() {
    for (const file of sourceFiles()) {
      const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.ES2022, true);
      source.forEachChild((node) => {
        if (ts.isInterfaceDeclaration(node)) {
          this.interfaces.set(node.name.text, node);
        }
        if (ts.isEnumDeclaration(node)) {
          this.enums.set(node.name.text, node);
        }
      });
    }
  }

  /** Writes an interface as a closed map; props of the interfaces it extends come first. */
  public objectOf(name: string): {
    type: 'object';
    description: string;
    properties: Record<string, Json>;
    required: string[];
  } {
    const declaration = this.interfaces.get(name);
    if (declaration === undefined) {
      throw new Error(`no interface ${name} in ${ROOMS.join(', ')}`);
    }
    const parents = (declaration.heritageClauses ?? []).flatMap((clause) =>
      clause.types.map((type) => type.expression.getText()),
    );
    const inherited = parents.map((parent) => this.objectOf(parent));
    const own = declaration.members.filter(ts.isPropertySignature);
    return {
      type: 'object',
      description: this.describe(declaration),
      properties: Object.assign(
        {},
        ...inherited.map((parent) => parent.properties),
        ...own.map((member) => this.property(member)),
      ),
      required: [
        ...inherited.flatMap((parent) => parent.required),
        ...own.filter((member) => !member.questionToken).map((member) => member.name.getText()),
      ],
    };
  }

  private describe(node: ts.Node): string {
    const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
    const text = textOf(comment?.comment);
    const tag = comment?.tags?.find(({ tagName }) => tagName.text === 'default');
    return tag === undefined ? text : `${text}\n\nDefault: ${this.defaultOf(textOf(tag.comment))}`;
  }

  /** Writes a default as it stands in a fleet file: the value of an enum's member, a string without quotes. */
  private defaultOf(code: string): string {
    const [type = '', name] = code.split('.');
    const member = this.enums.get(type)?.members.find((candidate) => candidate.name.getText() === name)?.initializer;
    const value = member !== undefined && ts.isStringLiteral(member) ? member.text : DEFAULT_WORDS.get(code);
    return (
      value ??
      code
        .replace(/^-\s*/, '')
        .replace(/^'(.*)'$/, '$1')
        .replace(/\.$/, '')
    );
  }

  private property(member: ts.PropertySignature): Json {
    if (member.type === undefined) {
      throw new Error(`${member.getText()} has no type`);
    }
    return { [member.name.getText()]: { ...this.typed(member.type), description: this.describe(member) } };
  }

  private typed(type: ts.TypeNode): Json {
    if (ts.isArrayTypeNode(type)) {
      return { type: 'array', items: this.typed(type.elementType) };
    }
    if (ts.isTypeLiteralNode(type)) {
      const [member] = type.members;
      return member !== undefined && ts.isIndexSignatureDeclaration(member)
        ? { type: 'object', additionalProperties: this.typed(member.type) }
        : fail(type);
    }
    switch (type.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { type: 'string' };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: 'boolean' };
      case ts.SyntaxKind.NumberKeyword:
        // Ports, replicas and seconds: no prop is a fraction.
        return { type: 'integer' };
      case ts.SyntaxKind.AnyKeyword:
      case ts.SyntaxKind.UnknownKeyword:
        return {};
      default:
        return this.named(type);
    }
  }

  private named(type: ts.TypeNode): Json {
    const name = type.getText();
    const form = FORMS.get(name);
    if (form !== undefined) {
      return form;
    }
    const values = this.enums
      .get(name)
      ?.members.map(({ initializer }) =>
        initializer && ts.isStringLiteral(initializer) ? initializer.text : fail(type),
      );
    if (values !== undefined) {
      return { type: 'string', enum: values };
    }
    if (name.startsWith('k8s.')) {
      // Pod-shaped parts are written as in any Kubernetes manifest, and admission is what judges them.
      return { type: 'object' };
    }
    return closed(this.objectOf(name));
  }
}

function fail(node: ts.Node): never {
  throw new Error(`no form in fleet files is known for the type ${node.getText()}`);
}

/** Defaults that are calls in code and words in a fleet file. */
const DEFAULT_WORDS: ReadonlyMap<string, string> = new Map([
  ['AllowedNamespaces.byName()', 'names'],
  ['DataStoreIdentity.derived()', 'derived'],
  ['ListenerLayout.sharedWildcard()', 'shared-wildcard'],
]);

function textOf(comment: Parameters<typeof ts.getTextOfJSDocComment>[0]): string {
  return ts.getTextOfJSDocComment(comment) ?? '';
}

/** Closes a map: a key that it does not know is a mistake. */
function closed(object: {
  type: 'object';
  description?: string;
  properties: Record<string, Json>;
  required?: string[];
}): Json {
  const { required = [], ...rest } = object;
  return { ...rest, ...(required.length === 0 ? {} : { required }), additionalProperties: false };
}

function without(properties: Record<string, Json>, ...keys: readonly string[]): Record<string, Json> {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));
}

function mapOf(description: string, values: Json): Json {
  return { type: 'object', description, additionalProperties: values };
}

const LABELS = mapOf('Labels.', { type: 'string' });
const ANNOTATIONS = mapOf('Annotations.', { type: 'string' });
const EXISTING: Json = { type: 'boolean', enum: [true] };

/** Words that stand for true elsewhere: whoever writes one is told of that, not of the keys of the other branch. */
const MEANT_TRUE: readonly unknown[] = [true, 'true', 'yes', 'on'];

/** Chooses by `existing: true`, so that each of the two is closed and an editor offers the right keys. */
function existingOr(existing: string, made: string): Json {
  return {
    if: { type: 'object', properties: { existing: { enum: MEANT_TRUE } }, required: ['existing'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { $ref: `#/definitions/${existing}` },
    else: { $ref: `#/definitions/${made}` },
  };
}

/** Builds the JSON Schema of `fleet.yaml`; that of a tenant's file is its definition `tenant`. */
export function fleetSchema(): Json {
  const declarations = new Declarations();
  const gateway = declarations.objectOf('SharedTenantGatewayProps').properties;
  const existing = declarations.objectOf('SharedTenantGatewayAttributes').properties;
  const store = declarations.objectOf('DataStoreProps').properties;
  const known = declarations.objectOf('DataStoreAttributes').properties;
  const tenant = declarations.objectOf('TenantControlPlaneWithGatewayProps').properties;
  const notExisting: Json = {
    type: 'boolean',
    enum: [false],
    description: 'Whether it is there already; then only what is known of it is given.',
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Fleet of tenant control planes (fleet.yaml)',
    ...closed({
      type: 'object',
      properties: {
        version: { type: 'integer', enum: [1], description: 'Version of this format.\n\nDefault: 1' },
        platform: { $ref: '#/definitions/platform' },
        gateways: mapOf('Gateways that tenants share, by name.', existingOr('existingGateway', 'gateway')),
        dataStores: mapOf('DataStores of Kamaji, by name.', existingOr('existingDataStore', 'dataStore')),
        namespaces: mapOf('Namespaces that exist already and that others made, by name: what their labels are.', {
          $ref: '#/definitions/namespace',
        }),
        defaults: { $ref: '#/definitions/tenant' },
        acknowledge: ACKNOWLEDGEMENTS,
      },
      required: ['platform'],
    }),
    definitions: {
      platform: closed({
        type: 'object',
        description: 'What runs in the management cluster.',
        properties: {
          kamaji: { type: 'string', description: 'Release of Kamaji: 26.8.2-edge.' },
          gatewayApi: { type: 'string', description: "Release of the Gateway API's CRDs: v1.6.1." },
          channel: {
            type: 'string',
            enum: ['standard', 'experimental'],
            description: "Channel of the Gateway API's CRDs.\n\nDefault: standard",
          },
          controller: CONTROLLER,
          kubernetes: {
            type: 'string',
            description:
              'Kubernetes version of the management cluster: v1.35.0.\n\nDefault: nothing that depends on it is checked',
          },
        },
        required: ['kamaji', 'gatewayApi'],
      }),
      gateway: closed({
        type: 'object',
        description: 'A gateway that is created.',
        properties: {
          existing: notExisting,
          ...without(gateway, 'platform', 'name', 'gatewayClass'),
          class: gateway.gatewayClass ?? {},
        },
        required: ['namespace'],
      }),
      existingGateway: closed({
        type: 'object',
        description: 'A gateway that others own; tenants are checked against its listeners.',
        properties: {
          existing: EXISTING,
          ...without(existing, 'platform', 'name', 'listeners', 'gatewayClassName'),
          listeners: {
            type: 'array',
            items: { type: 'object' },
            description: 'Its `spec.listeners`, as `kubectl get gateway -o yaml` shows them.',
          },
          class: closed({
            type: 'object',
            properties: { name: { type: 'string', description: 'Name of its GatewayClass.' } },
          }),
        },
        required: ['existing', 'namespace', 'listeners'],
      }),
      dataStore: closed({
        type: 'object',
        description: 'A DataStore that is created; credentials are given by reference only.',
        properties: { existing: notExisting, ...without(store, 'metadata'), labels: LABELS, annotations: ANNOTATIONS },
        required: ['driver', 'endpoints'],
      }),
      existingDataStore: closed({
        type: 'object',
        description: 'A DataStore that is there already.',
        properties: { existing: EXISTING, ...known },
        required: ['existing'],
      }),
      namespace: closed({
        type: 'object',
        description: 'A Namespace that is there already.',
        properties: { labels: LABELS },
      }),
      tenant: closed({
        type: 'object',
        description:
          'A tenant: one file in tenants/, or the defaults of all of them. Maps are merged over the defaults, lists replace them.',
        properties: {
          ...tenant,
          name: {
            type: 'string',
            description:
              'Name of the TenantControlPlane: a DNS label that starts with a letter, at most 63 characters.\n\nDefault: the name of the file',
          },
          gateway: {
            type: 'string',
            description: 'Name of the gateway in front of the tenant, as in `gateways` of fleet.yaml.',
          },
          dataStore: {
            type: 'string',
            description:
              "Name of the DataStore that keeps the tenant's data, as in `dataStores` of fleet.yaml; once set it cannot be unset.",
          },
          acknowledge: ACKNOWLEDGEMENTS,
        },
      }),
    },
  };
}

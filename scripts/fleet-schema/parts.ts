/** Parts of a fleet's JSON Schema that are written another way than the classes behind them. */
type Json = { readonly [key: string]: unknown };

/** One of several words, or a map: each keyword of JSON Schema judges only the type it is made for. */
function wordOr(words: readonly string[], map: Json): Json {
  return {
    type: ['string', 'object'],
    if: { type: 'string' },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { enum: words },
    ...map,
    additionalProperties: false,
  };
}

export const IDENTITY: Json = wordOr(['derived', 'unset'], {
  properties: {
    schema: { type: 'string', description: 'Name of the database, or prefix of the keys.' },
    username: { type: 'string', description: 'Name of the user.\n\nDefault: the same as the schema' },
  },
  required: ['schema'],
});

export const ALLOWED_NAMESPACES: Json = wordOr(['names', 'all'], {
  properties: {
    labels: {
      type: 'object',
      minProperties: 1,
      additionalProperties: { type: 'string' },
      description: 'Labels that a namespace must have; namespaces that tenants create get them.',
    },
  },
  required: ['labels'],
});

export const ADDRESS: Json = {
  type: ['string', 'object'],
  properties: {
    type: { type: 'string', description: 'IPAddress, Hostname or NamedAddress.\n\nDefault: IPAddress' },
    value: { type: 'string', description: 'The address.\n\nDefault: any address of the type' },
  },
  additionalProperties: false,
};

export const LOAD_BALANCER_ADDRESS: Json = {
  type: ['string', 'object'],
  properties: {
    metalLb: {
      type: 'array',
      items: { type: 'string' },
      description: 'Addresses that MetalLB gives: one, or one of each family; none to take any of the pool.',
    },
    addressPool: {
      type: 'string',
      description: 'With metalLb: pool that addresses come from.\n\nDefault: MetalLB chooses',
    },
    sharedBy: {
      type: 'string',
      description: 'With metalLb: key of the Services that share the address.\n\nDefault: not shared',
    },
    legacyAnnotations: {
      type: 'boolean',
      description: 'With metalLb: write the annotations as MetalLB before 0.14.9 reads them.\n\nDefault: false',
    },
    ciliumLbIpam: {
      type: 'array',
      items: { type: 'string' },
      description: "Addresses that Cilium's LB-IPAM gives: one, or one of each family.",
    },
  },
  additionalProperties: false,
};

export const CONTROLLER: Json = {
  type: ['string', 'object'],
  description:
    'Implementation of the Gateway API: its id (envoy-gateway), or a map with its id and release.\n\nDefault: nothing about controllers is checked',
  properties: {
    id: { type: 'string', description: 'Id of the implementation, or `custom` for one that is described here.' },
    release: { type: 'string', description: 'Its release.\n\nDefault: the newest one that is known' },
    controllerName: {
      type: 'string',
      description:
        "Name in GatewayClasses, where a flag changed it, or that of a custom one.\n\nDefault: the implementation's own",
    },
    gatewayClassName: {
      type: 'string',
      description: 'Name of the GatewayClass that gateways use unless they say otherwise.\n\nDefault: the usual name',
    },
    openPorts: {
      type: 'array',
      items: { type: 'integer' },
      description: 'Ports that are open, where they are opened by hand.\n\nDefault: not known',
    },
    createsGatewayClass: {
      type: 'boolean',
      description: 'Custom only: whether somebody else creates the GatewayClass.\n\nDefault: false',
    },
    tlsRouteVersionsRead: {
      type: 'array',
      items: { type: 'string' },
      description: 'Custom only: versions of TLSRoute that it reads.\n\nDefault: v1',
    },
    listenerSets: { type: 'boolean', description: 'Custom only: whether it reads ListenerSets.\n\nDefault: false' },
    opensPorts: {
      type: 'boolean',
      description: "Custom only: whether it opens listeners' ports by itself.\n\nDefault: true",
    },
    idleTimeoutSeconds: {
      type: 'integer',
      description: 'Custom only: seconds after which it cuts a silent connection, 0 for never.\n\nDefault: not known',
    },
  },
  required: ['id'],
  additionalProperties: false,
};

export const ACKNOWLEDGEMENTS: Json = {
  type: 'array',
  description: 'Warnings that somebody has read and decided to live with.',
  items: {
    type: 'object',
    properties: {
      code: { type: 'string', description: 'Code of the warning.' },
      reason: { type: 'string', minLength: 1, description: 'Why it is fine here.' },
      object: {
        type: 'string',
        description:
          'The one object it is about: namespace/name, or name of a cluster-scoped one.\n\nDefault: all objects',
      },
    },
    required: ['code', 'reason'],
    additionalProperties: false,
  },
};

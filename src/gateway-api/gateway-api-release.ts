import { GATEWAY_API_SNAPSHOTS } from '../../imports/schemas';

/** Which of the two sets of CRDs of a Gateway API release is installed. */
export enum GatewayApiChannel {
  /** Kinds and fields that are stable; versions that are not stable are not served. */
  STANDARD = 'standard',
  /** Everything of the standard channel, and kinds, versions and fields that may still change. */
  EXPERIMENTAL = 'experimental',
}

const OLDEST_SUPPORTED_MINOR = 4;
const NEWEST_KNOWN = 'v1.6.1';
const NEWEST_KNOWN_MINOR = 6;
const OLDEST_SNAPSHOT = 'v1.4.1';

/** Tags whose CRDs are vendored, with their minor, newest first. */
const CRD_SNAPSHOTS: readonly (readonly [number, string])[] = [...GATEWAY_API_SNAPSHOTS]
  .reverse()
  .map(({ release }) => [Number(release.split('.')[1]), release]);

/** Versions that a kind is served in from one minor on; `experimental` is the same as `standard` unless given. */
interface Served {
  readonly since: number;
  readonly standard: readonly string[];
  readonly experimental?: readonly string[];
}

const V1_AND_BETA: readonly Served[] = [{ since: 0, standard: ['v1', 'v1beta1'] }];

/** TCPRoute and UDPRoute went the same way. */
const LAYER_4: readonly Served[] = [
  { since: 6, standard: ['v1'], experimental: ['v1', 'v1alpha2'] },
  { since: 0, standard: [], experimental: ['v1alpha2'] },
];

/** Served versions of each kind by minor of major 1, newest minor first, stablest version first. */
const SERVED: ReadonlyMap<string, readonly Served[]> = new Map<string, readonly Served[]>([
  ['GatewayClass', V1_AND_BETA],
  ['Gateway', V1_AND_BETA],
  ['HTTPRoute', V1_AND_BETA],
  [
    'GRPCRoute',
    [
      { since: 2, standard: ['v1'] },
      { since: 1, standard: ['v1'], experimental: ['v1', 'v1alpha2'] },
      { since: 0, standard: [], experimental: ['v1alpha2'] },
    ],
  ],
  [
    'TLSRoute',
    [
      { since: 5, standard: ['v1'], experimental: ['v1', 'v1alpha3', 'v1alpha2'] },
      { since: 4, standard: [], experimental: ['v1alpha3', 'v1alpha2'] },
      { since: 0, standard: [], experimental: ['v1alpha2'] },
    ],
  ],
  ['TCPRoute', LAYER_4],
  ['UDPRoute', LAYER_4],
  ['ListenerSet', [{ since: 5, standard: ['v1'] }]],
  [
    'ReferenceGrant',
    [
      { since: 5, standard: ['v1', 'v1beta1'] },
      { since: 2, standard: ['v1beta1'] },
      { since: 1, standard: ['v1beta1'], experimental: ['v1beta1', 'v1alpha2'] },
      { since: 0, standard: ['v1beta1', 'v1alpha2'] },
    ],
  ],
  [
    'BackendTLSPolicy',
    [
      { since: 4, standard: ['v1'], experimental: ['v1', 'v1alpha3'] },
      { since: 1, standard: [], experimental: ['v1alpha3'] },
      { since: 0, standard: [], experimental: ['v1alpha2'] },
    ],
  ],
  [
    'XListenerSet',
    [
      { since: 5, standard: [] },
      { since: 3, standard: [], experimental: ['v1alpha1'] },
    ],
  ],
  ['XBackendTrafficPolicy', [{ since: 3, standard: [], experimental: ['v1alpha1'] }]],
  ['XMesh', [{ since: 4, standard: [], experimental: ['v1alpha1'] }]],
  ['XBackend', [{ since: 6, standard: [], experimental: ['v1alpha1'] }]],
]);

const TAG = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;

function suggestion(tag: string): string {
  const match = /^\s*v?(\d+)\.(\d+)(?:\.x)?\s*$/i.exec(tag);
  if (match === null) {
    return '';
  }
  const snapshot = CRD_SNAPSHOTS.find(([minor]) => match[1] === '1' && Number(match[2]) === minor)?.[1];
  return `, did you mean ${JSON.stringify(snapshot ?? `v${match[1]}.${match[2]}.0`)}?`;
}

/**
 * A release of the Gateway API's CRDs (a "bundle") as it is installed in a cluster, with its channel.
 *
 * @see https://gateway-api.sigs.k8s.io/concepts/versioning/
 */
export class GatewayApiRelease {
  /**
   * Reads a release from its tag.
   *
   * @param tag for example `v1.6.1`; the `v` may be left out.
   * @param channel the channel that is installed; the standard one unless given.
   * @throws where the tag is not a full version. A release that is too old or not known yet throws nothing: it is a diagnostic of the platform.
   */
  public static of(tag: string, channel: GatewayApiChannel = GatewayApiChannel.STANDARD): GatewayApiRelease {
    const release = GatewayApiRelease.tryOf(tag, channel);
    if (release === undefined) {
      throw new Error(
        `${JSON.stringify(tag)} is not a Gateway API release${suggestion(String(tag))} (a full version, like ${JSON.stringify(NEWEST_KNOWN)})`,
      );
    }
    return release;
  }

  /**
   * Reads a release from its tag.
   *
   * @param tag for example `v1.6.1`; the `v` may be left out.
   * @param channel the channel that is installed; the standard one unless given.
   * @returns the release, or undefined where the tag is not a full version.
   */
  public static tryOf(
    tag: string,
    channel: GatewayApiChannel = GatewayApiChannel.STANDARD,
  ): GatewayApiRelease | undefined {
    const match = TAG.exec(tag);
    if (match === null) {
      return undefined;
    }
    const [major, minor, patch] = match.slice(1, 4).map(Number) as [number, number, number];
    return new GatewayApiRelease(`v${tag.replace(/^v/, '')}`, channel, major, minor, patch, match[4] !== undefined);
  }

  /**
   * The newest release that this version of the library knows: v1.6.1.
   *
   * @param channel the channel that is installed; the standard one unless given.
   */
  public static latest(channel: GatewayApiChannel = GatewayApiChannel.STANDARD): GatewayApiRelease {
    return GatewayApiRelease.of(NEWEST_KNOWN, channel);
  }

  private constructor(
    /** The tag, with its `v`. */
    public readonly tag: string,
    /** The channel that is installed. */
    public readonly channel: GatewayApiChannel,
    /** Major version. */
    public readonly major: number,
    /** Minor version. */
    public readonly minor: number,
    /** Patch version. */
    public readonly patch: number,
    private readonly prerelease: boolean,
  ) {}

  /**
   * Says whether this is the given release or a newer one; a release candidate comes before its release.
   *
   * @param tag a full version, with or without `v`.
   * @throws where the tag is not a full version.
   */
  public isAtLeast(tag: string): boolean {
    const other = GatewayApiRelease.of(tag);
    const order = this.major - other.major || this.minor - other.minor || this.patch - other.patch;
    return order > 0 || (order === 0 && (!this.prerelease || other.prerelease));
  }

  /** Whether this version of the library knows what the release serves: 1.4 and newer. */
  public get isSupported(): boolean {
    return this.major > 1 || (this.major === 1 && this.minor >= OLDEST_SUPPORTED_MINOR);
  }

  /** Whether the release has a newer minor than all that this version of the library knows; it is then treated as the newest known. */
  public get isNewerThanKnown(): boolean {
    return this.major > 1 || (this.major === 1 && this.minor > NEWEST_KNOWN_MINOR);
  }

  /**
   * Returns the versions in which the bundle serves a kind, stablest first.
   *
   * A version that the CRD lists but does not serve is not among them.
   *
   * @param kind for example `TLSRoute`.
   * @returns the versions; none where the bundle has no such kind or does not serve it in this channel.
   */
  public servedVersions(kind: string): string[] {
    const minor = this.major > 1 ? NEWEST_KNOWN_MINOR : this.minor;
    const served = this.major < 1 ? undefined : SERVED.get(kind)?.find(({ since }) => minor >= since);
    if (served === undefined) {
      return [];
    }
    const experimental = this.channel === GatewayApiChannel.EXPERIMENTAL;
    return [...(experimental ? (served.experimental ?? served.standard) : served.standard)];
  }

  /**
   * Says whether the bundle serves a kind in a version.
   *
   * @param kind for example `TLSRoute`.
   * @param version for example `v1alpha2`.
   */
  public serves(kind: string, version: string): boolean {
    return this.servedVersions(kind).includes(version);
  }

  /** The release whose CRDs are the newest known ones that are not of a newer minor than this release. */
  public get crdSnapshot(): string {
    const minor = this.major > 1 ? NEWEST_KNOWN_MINOR : this.minor;
    return CRD_SNAPSHOTS.find(([since]) => this.major >= 1 && minor >= since)?.[1] ?? OLDEST_SNAPSHOT;
  }

  /** Tag and channel, for a person: `v1.6.1 (standard)`. */
  public toString(): string {
    return `${this.tag} (${this.channel})`;
  }
}

import { KAMAJI_SNAPSHOTS } from '../../imports/schemas';

/**
 * What one stretch of Kamaji releases expects of a TenantControlPlane behind a gateway.
 *
 * A manifest that is right for one generation is refused by, or never reconciles on, another.
 */
export enum KamajiGeneration {
  /** From edge-25.12.1: a route for the API server only, parentRefs as written, TLSRoute v1alpha2. */
  G1 = 'G1',
  /** From edge-26.1.3: a konnectivity route too; Kamaji fills in port and sectionName and refuses them in the spec. */
  G2 = 'G2',
  /** From edge-26.2.5: parentRefs as written again; a missing sectionName stops everything after the first route. */
  G3 = 'G3',
  /** From 26.5.2-edge: as G3, but a missing sectionName attaches the route to every listener that fits. */
  G4 = 'G4',
  /** From 26.6.2-edge: as G4, with TLSRoute v1. */
  G5 = 'G5',
}

const OLDEST_SUPPORTED = 'edge-25.12.1';
const NEWEST_KNOWN = '26.8.2-edge';

/** First tag of each generation, newest first. */
const GENERATIONS: readonly (readonly [KamajiGeneration, string])[] = [
  [KamajiGeneration.G5, '26.6.2-edge'],
  [KamajiGeneration.G4, '26.5.2-edge'],
  [KamajiGeneration.G3, 'edge-26.2.5'],
  [KamajiGeneration.G2, 'edge-26.1.3'],
];

/** First tag that accepts a Kubernetes minor (of major 1), newest first. */
const KUBERNETES_MINORS: readonly (readonly [number, string])[] = [
  [36, '26.5.3-edge'],
  [35, 'edge-25.12.4'],
];
const OLDEST_KUBERNETES_MINOR = 34;

const TAG = /^(edge-)?(\d{2})\.([1-9]|1[0-2])\.([1-9]\d*)(-edge)?$/;
const ALMOST_A_TAG = /^(?:v|edge-|refs\/tags\/)*(\d{2})\.0?([1-9]|1[0-2])\.0*([1-9]\d*)(?:-edge)?$/i;

/** The first tag that is known to be written `YY.M.N-edge`. */
const NEW_SHAPE_SINCE: Triple = [26, 3, 6];

/** Year, month, number. */
type Triple = readonly [number, number, number];

function parse(tag: string): Triple | undefined {
  const match = TAG.exec(tag);
  const oneShape = match !== null && (match[1] === undefined) !== (match[5] === undefined);
  return oneShape ? [Number(match[2]), Number(match[3]), Number(match[4])] : undefined;
}

function compare(a: Triple, b: Triple): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function suggestion(tag: string): string {
  const match = ALMOST_A_TAG.exec(tag.trim());
  if (match === null) {
    return '';
  }
  const triple: Triple = [Number(match[1]), Number(match[2]), Number(match[3])];
  const older = compare(triple, NEW_SHAPE_SINCE) < 0;
  return `, did you mean ${JSON.stringify(older ? `edge-${triple.join('.')}` : `${triple.join('.')}-edge`)}?`;
}

/**
 * A release of Kamaji, and what it does differently from other releases.
 *
 * Releases are ordered by (year, month, number); the two shapes of tag, `edge-26.1.3` and `26.8.2-edge`, name one sequence.
 *
 * @see https://github.com/clastix/kamaji/releases
 */
export class KamajiRelease {
  /**
   * Reads a release from its tag.
   *
   * @param tag `edge-YY.M.N` (until early 2026) or `YY.M.N-edge`.
   * @throws where the tag has neither shape. A release that is too old or not known yet throws nothing: it is a diagnostic of the platform.
   */
  public static of(tag: string): KamajiRelease {
    const release = KamajiRelease.tryOf(tag);
    if (release === undefined) {
      throw new Error(
        `${JSON.stringify(tag)} is not a Kamaji release${suggestion(String(tag))} ` +
          `(tags look like "edge-26.1.3" until early 2026 and like ${JSON.stringify(NEWEST_KNOWN)} since)`,
      );
    }
    return release;
  }

  /**
   * Reads a release from its tag.
   *
   * @param tag `edge-YY.M.N` or `YY.M.N-edge`.
   * @returns the release, or undefined where the tag has neither shape.
   */
  public static tryOf(tag: string): KamajiRelease | undefined {
    const triple = parse(tag);
    return triple === undefined ? undefined : new KamajiRelease(tag, ...triple);
  }

  /** The newest release that this version of the library knows: 26.8.2-edge. */
  public static latest(): KamajiRelease {
    return KamajiRelease.of(NEWEST_KNOWN);
  }

  /** The oldest release with gateway support: edge-25.12.1. */
  public static oldestSupported(): KamajiRelease {
    return KamajiRelease.of(OLDEST_SUPPORTED);
  }

  private constructor(
    /** The tag as it was given. */
    public readonly tag: string,
    /** Year of the release, two digits. */
    public readonly year: number,
    /** Month of the release, 1 to 12. */
    public readonly month: number,
    /** Number of the release in its month, from 1. */
    public readonly number: number,
  ) {}

  /**
   * Orders two releases.
   *
   * @returns a negative number where this one is older, 0 where both are the same, a positive number where it is newer.
   */
  public compareTo(other: KamajiRelease): number {
    return compare([this.year, this.month, this.number], [other.year, other.month, other.number]);
  }

  /**
   * Says whether this is the given release or a newer one.
   *
   * @param tag a tag of either shape.
   * @throws where the tag has neither shape.
   */
  public isAtLeast(tag: string): boolean {
    return this.compareTo(KamajiRelease.of(tag)) >= 0;
  }

  /** Whether the release can put tenants behind a gateway at all (edge-25.12.1 and newer). */
  public get isSupported(): boolean {
    return this.isAtLeast(OLDEST_SUPPORTED);
  }

  /** Whether the release is newer than all that this version of the library knows; it is then treated as the newest known. */
  public get isNewerThanKnown(): boolean {
    return this.compareTo(KamajiRelease.latest()) > 0;
  }

  /** The generation of the gateway contract; a release older than all of them counts as the first. */
  public get generation(): KamajiGeneration {
    return GENERATIONS.find(([, since]) => this.isAtLeast(since))?.[0] ?? KamajiGeneration.G1;
  }

  /** The version of TLSRoute that this release watches and writes: `v1alpha2`, or `v1` from 26.6.2-edge. */
  public get tlsRouteVersion(): string {
    return this.generation === KamajiGeneration.G5 ? 'v1' : 'v1alpha2';
  }

  /** The newest Kubernetes minor that a tenant may have; 36 means 1.36. */
  public get newestKubernetesMinor(): number {
    return KUBERNETES_MINORS.find(([, since]) => this.isAtLeast(since))?.[0] ?? OLDEST_KUBERNETES_MINOR;
  }

  /** Whether a TLSRoute for konnectivity is created (G2 and newer); before, agents dial the control plane's address. */
  public get createsKonnectivityRoute(): boolean {
    return this.generation !== KamajiGeneration.G1;
  }

  /** Whether Kamaji fills in port and sectionName of the parentRef itself, and refuses a spec that has them (G2 only). */
  public get derivesParentRef(): boolean {
    return this.generation === KamajiGeneration.G2;
  }

  /** Whether a missing sectionName makes the reconcile fail (G1 and G3), rather than attach the route to every listener that fits. */
  public get failsWithoutSectionName(): boolean {
    return this.generation === KamajiGeneration.G1 || this.generation === KamajiGeneration.G3;
  }

  /** Whether a parentRef may name a ListenerSet (G4 and newer); the control plane's `accessPoints` stay empty then. */
  public get supportsListenerSetParents(): boolean {
    return this.generation === KamajiGeneration.G4 || this.generation === KamajiGeneration.G5;
  }

  /** Whether `status.observedGeneration` is set after a complete reconcile (G3 and newer). */
  public get setsObservedGeneration(): boolean {
    return this.generation !== KamajiGeneration.G1 && this.generation !== KamajiGeneration.G2;
  }

  /** Whether the webhook copies `serviceCidr` and `podCidr` into lists of the same name when a control plane is created (26.6.4-edge and newer). */
  public get copiesPluralCidrs(): boolean {
    return this.isAtLeast('26.6.4-edge');
  }

  /** Whether the webhook fills in data-store schema and user name (before 26.7.4-edge); newer releases use the UID and leave the spec alone. */
  public get defaultsDataStoreIdentity(): boolean {
    return !this.isAtLeast('26.7.4-edge');
  }

  /** Whether the CA key of a DataStore may be PKCS#8 (26.7.5-edge and newer); before, it has to be PKCS#1. */
  public get readsPkcs8DataStoreKeys(): boolean {
    return this.isAtLeast('26.7.5-edge');
  }

  /** Whether the DataStore that the manager was started with has to exist before the manager starts (before edge-26.2.5). */
  public get needsDefaultDataStoreAtStart(): boolean {
    return !this.isAtLeast('edge-26.2.5');
  }

  /** The release whose CRDs are the newest known ones that are not newer than this release. */
  public get crdSnapshot(): string {
    return [...KAMAJI_SNAPSHOTS].reverse().find((snapshot) => this.isAtLeast(snapshot)) ?? OLDEST_SUPPORTED;
  }

  /** The tag. */
  public toString(): string {
    return this.tag;
  }
}

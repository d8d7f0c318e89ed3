import { createHash } from 'node:crypto';
import { quoteValue } from '../objects';

const MAX_LENGTH = 32;
const HASH_LENGTH = 16;
const PREFIX_LENGTH = MAX_LENGTH - HASH_LENGTH - 1;

/** Five bits a character, all of them legal in an identifier. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

const LABEL = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The two names in wire form; what is undefined is not rendered. */
export interface IdentityJson {
  readonly schema?: string;
  readonly username?: string;
}

/** Returns 80 bits of SHA-256 as 16 characters. */
function hash(text: string): string {
  const bits = [...createHash('sha256').update(text).digest()]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('');
  return Array.from(
    { length: HASH_LENGTH },
    (_, i) => ALPHABET[Number.parseInt(bits.slice(5 * i, 5 * i + 5), 2)] ?? '',
  ).join('');
}

function underscored(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}

/**
 * Derives the name of a tenant's data in a data store from its namespace and name. Never change this function: rendered names are immutable in the cluster.
 *
 * The name is `<namespace>__<name>` with `_` for `-`, where that can be read back: both are labels without `--`, the first starts with a letter,
 * and there are at most 32 characters (MySQL's limit for users). Otherwise it is up to 15 readable characters, `_`, and 80 bits of hash.
 * The first form has exactly one `__`, the second none, so that no two tenants share a name but by a collision of the hash.
 */
export function deriveDataStoreName(namespace: string, name: string): string {
  const readable = `${underscored(namespace)}__${underscored(name)}`;
  // Unquoted identifiers of PostgreSQL, which older releases write, start with a letter.
  const isReadable = LABEL.test(namespace) && LABEL.test(name) && /^[a-z]/.test(namespace);
  if (isReadable && readable.length <= MAX_LENGTH) {
    return readable;
  }
  const text = underscored(`${namespace}_${name}`).replace(/^_+/, '');
  const prefix = (/^[a-z]/.test(text) ? text : `t_${text}`).slice(0, PREFIX_LENGTH).replace(/_+$/, '');
  return `${prefix}_${hash(`${namespace}/${name}`)}`;
}

function checkGiven(what: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new Error(
      `the ${what} of a tenant's data must be a name, got ${quoteValue(value)} (use DataStoreIdentity.unset() to leave it to Kamaji)`,
    );
  }
}

/**
 * The names under which a tenant's data lie in its DataStore: a schema (database, or prefix of keys) and a user.
 *
 * Both are immutable once they are in the cluster, and Kamaji does not check that two tenants have different ones.
 */
export class DataStoreIdentity {
  /**
   * Names derived from the tenant's namespace and name alone, the same for both and for every release of Kamaji; at most 32 characters.
   *
   * A tenant that is made anew finds its data again.
   */
  public static derived(): DataStoreIdentity {
    return new DataStoreIdentity((namespace, name) => {
      const derived = deriveDataStoreName(namespace, name);
      return { schema: derived, username: derived };
    });
  }

  /**
   * Names that are given: those of a tenant that exists already.
   *
   * @param schema name of the database, or prefix of the keys.
   * @param username name of the user; the same as the schema unless given.
   * @throws where one of them is empty: Kamaji would choose a name of its own.
   */
  public static of(schema: string, username: string = schema): DataStoreIdentity {
    checkGiven('schema', schema);
    checkGiven('username', username);
    return new DataStoreIdentity(() => ({ schema, username }));
  }

  /**
   * No names: Kamaji chooses them, from 26.7.4-edge on by the object's UID.
   *
   * For tenants that exist already without names in their spec, where names that are added later have no effect and never go away.
   * A tenant that is made anew does not find its data again.
   */
  public static unset(): DataStoreIdentity {
    return new DataStoreIdentity(() => ({}));
  }

  private constructor(private readonly resolve: (namespace: string, name: string) => IdentityJson) {}

  /**
   * Returns the names for a tenant.
   *
   * @internal
   */
  public _resolve(namespace: string, name: string): IdentityJson {
    return this.resolve(namespace, name);
  }
}

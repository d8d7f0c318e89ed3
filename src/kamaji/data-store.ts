import { ApiObjectMetadata, ApiObjectMetadataDefinition } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { DataStoreSpec, toJson_DataStoreSpec } from '../../imports/kamaji.clastix.io';
import { recordProvenance } from '../diagnostics';
import { createManagedObject, KubeObject } from '../objects';
import { wireEnum } from './wire';

const API_VERSION = 'kamaji.clastix.io/v1alpha1';

/** What keeps the data of tenants. */
export enum DataStoreDriver {
  /** etcd. */
  ETCD = 'etcd',
  /** MySQL or MariaDB, by kine. */
  MYSQL = 'MySQL',
  /** PostgreSQL, by kine. */
  POSTGRESQL = 'PostgreSQL',
  /** NATS, by kine. */
  NATS = 'NATS',
}

/** Names one key of a Secret. */
export interface SecretKeyReference {
  /** Name of the Secret. */
  readonly name: string;

  /** Namespace of the Secret. */
  readonly namespace: string;

  /** Key in the Secret: `ca.crt`. */
  readonly keyPath: string;
}

/** A user name and a password. */
export interface DataStoreBasicAuth {
  /** Where the user name is. */
  readonly username: SecretKeyReference;

  /** Where the password is. */
  readonly password: SecretKeyReference;
}

/** A certificate, and its key where Kamaji needs it. */
export interface DataStoreCertificateAuthority {
  /** Where the certificate is. */
  readonly certificate: SecretKeyReference;

  /**
   * Where its private key is; etcd needs it, as Kamaji issues a client certificate for each tenant.
   * It has to be PKCS#1 before Kamaji 26.7.5-edge.
   *
   * @default - none.
   */
  readonly privateKey?: SecretKeyReference;
}

/** A certificate and its key. */
export interface DataStoreClientCertificate {
  /** Where the certificate is. */
  readonly certificate: SecretKeyReference;

  /** Where its private key is. */
  readonly privateKey: SecretKeyReference;
}

/** How Kamaji and its tenants speak TLS with the data store. */
export interface DataStoreTls {
  /** The authority that signed the data store's certificate. */
  readonly certificateAuthority: DataStoreCertificateAuthority;

  /**
   * What Kamaji presents; etcd needs it.
   *
   * @default - none.
   */
  readonly clientCertificate?: DataStoreClientCertificate;
}

/** A DataStore, made here or elsewhere. */
export interface IDataStore extends IConstruct {
  /** Name of the DataStore, which belongs to no namespace. */
  readonly name: string;
}

/** What is known of a DataStore that exists already. */
export interface DataStoreAttributes {
  /**
   * What keeps the data.
   *
   * @default - not known: lengths of names are checked for every driver.
   */
  readonly driver?: DataStoreDriver;

  /**
   * Its endpoints; tells whether two DataStores are one server.
   *
   * @default - not known: it is taken for a server of its own.
   */
  readonly endpoints?: string[];
}

/** What a DataStore can have. Credentials are only ever given by reference, so that none lands in git. */
export interface DataStoreProps {
  /**
   * Metadata of the object; it has no namespace.
   *
   * @default - the construct's id is the name.
   */
  readonly metadata?: ApiObjectMetadata;

  /** What keeps the data; cannot be changed later. */
  readonly driver: DataStoreDriver;

  /** Endpoints, at least one, each a host and a port: `etcd-0.etcd.kamaji-system.svc:2379`, `192.0.2.10:5432`, `[2001:db8::10]:2379`. */
  readonly endpoints: string[];

  /**
   * User name and password; any driver but etcd needs these or `tls`.
   *
   * @default - none.
   */
  readonly basicAuth?: DataStoreBasicAuth;

  /**
   * TLS; etcd needs it, with the authority's private key and a client certificate.
   *
   * @default - none.
   */
  readonly tls?: DataStoreTls;
}

class ImportedDataStore extends Construct implements IDataStore {
  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
    private readonly attributes: DataStoreAttributes,
  ) {
    super(scope, id);
  }

  public _knownObjects(): KubeObject[] {
    const { driver, endpoints } = this.attributes;
    return [{ apiVersion: API_VERSION, kind: 'DataStore', metadata: { name: this.name }, spec: { driver, endpoints } }];
  }
}

interface WireSecret {
  readonly secretReference: SecretKeyReference;
}

function toSecret({ name, namespace, keyPath }: SecretKeyReference): WireSecret {
  return { secretReference: { name, namespace, keyPath } };
}

function toSpec({ driver, endpoints, basicAuth, tls }: DataStoreProps): DataStoreSpec {
  const { certificateAuthority: authority, clientCertificate: client } = tls ?? {};
  return {
    driver: wireEnum(driver),
    endpoints,
    basicAuth: basicAuth && { username: toSecret(basicAuth.username), password: toSecret(basicAuth.password) },
    tlsConfig: authority && {
      certificateAuthority: {
        certificate: toSecret(authority.certificate),
        privateKey: authority.privateKey && toSecret(authority.privateKey),
      },
      clientCertificate: client && {
        certificate: toSecret(client.certificate),
        privateKey: toSecret(client.privateKey),
      },
    },
  };
}

/**
 * A DataStore of Kamaji: where tenants keep their data. It belongs to no namespace.
 *
 * @see https://kamaji.clastix.io/concepts/datastore/
 */
export class DataStore extends Construct implements IDataStore {
  /**
   * Refers to a DataStore that exists already; renders nothing.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param dataStoreName name of the DataStore.
   * @param attributes what is known of it, for the checks.
   */
  public static fromDataStoreName(
    scope: Construct,
    id: string,
    dataStoreName: string,
    attributes: DataStoreAttributes = {},
  ): IDataStore {
    return new ImportedDataStore(scope, id, dataStoreName, attributes);
  }

  /** Name of the DataStore. */
  public readonly name: string;

  /** Metadata of the object, for labels and annotations. */
  public readonly metadata: ApiObjectMetadataDefinition;

  /**
   * Defines a DataStore.
   *
   * @param scope construct scope.
   * @param id construct id.
   * @param props what the DataStore has.
   */
  constructor(scope: Construct, id: string, props: DataStoreProps) {
    super(scope, id);
    const spec = toSpec(props);
    const apiObject = createManagedObject(this, {
      apiVersion: API_VERSION,
      kind: 'DataStore',
      metadata: props.metadata,
      clusterScoped: true,
      spec: () => ({ ...toJson_DataStoreSpec(spec) }),
    });
    this.name = apiObject.name;
    this.metadata = apiObject.metadata;
    recordProvenance(apiObject, {
      metadata: 'metadata',
      'spec.driver': 'driver',
      'spec.endpoints': 'endpoints',
      'spec.basicAuth': 'basicAuth',
      'spec.basicAuth.username.secretReference': 'basicAuth.username',
      'spec.basicAuth.password.secretReference': 'basicAuth.password',
      'spec.tlsConfig': 'tls',
      'spec.tlsConfig.certificateAuthority.certificate.secretReference': 'tls.certificateAuthority.certificate',
      'spec.tlsConfig.certificateAuthority.privateKey.secretReference': 'tls.certificateAuthority.privateKey',
      'spec.tlsConfig.clientCertificate.certificate.secretReference': 'tls.clientCertificate.certificate',
      'spec.tlsConfig.clientCertificate.privateKey.secretReference': 'tls.clientCertificate.privateKey',
    });
  }
}

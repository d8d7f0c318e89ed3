import * as path from 'node:path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { attachSource, CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { DataStore, DataStoreProps, IDataStore } from '../kamaji/data-store';
import { DataStoreOverride } from '../kamaji/tenant-control-plane';
import { asList, asMap, asString, compareStrings, KubeObject, PlainMap, read } from '../objects';
import { suggest } from '../objects/suggest';
import { TargetPlatform } from '../platform';
import { Acknowledgements } from '../tenancy/acknowledgements';
import { GATEWAY_UNKNOWN } from '../tenancy/checks/unknown-gateways';
import { ImportedTenantGateway } from '../tenancy/imported-tenant-gateway';
import { ListenerLayout } from '../tenancy/listener-layout';
import { ISharedTenantGateway } from '../tenancy/shared-gateway';
import { SharedTenantGateway } from '../tenancy/shared-tenant-gateway';
import { SharedTenantGatewayProps } from '../tenancy/shared-tenant-gateway-props';
import { checkOnSynth } from '../tenancy/synthesis';
import {
  TenantControlPlaneWithGateway,
  TenantControlPlaneWithGatewayOptions,
} from '../tenancy/tenant-control-plane-with-gateway';
import { FleetEntry, FleetModel, readFleetModel, TenantEntry } from './fleet-model';
import {
  RefusedValue,
  toAddresses,
  toAllowedNamespaces,
  toIdentity,
  toService,
  toTuning,
  tryValue,
} from './fleet-values';

/** A part of a fleet that no construct can be made of. */
export const CONSTRUCT_REFUSED: CodeDefinition = {
  code: 'construct-refused',
  severity: Severity.ERROR,
  title: 'A gateway, data store or tenant of a fleet file contradicts itself, so that nothing can be made of it',
};

/** A name of a DataStore that the fleet knows nothing of; the checks say so. */
class NamedDataStore extends Construct implements IDataStore {
  constructor(
    scope: Construct,
    id: string,
    public readonly name: string,
  ) {
    super(scope, id);
  }
}

/** A Namespace that others made. */
class KnownNamespace extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly namespace: KubeObject,
  ) {
    super(scope, id);
  }

  public _knownObjects(): readonly KubeObject[] {
    return [this.namespace];
  }
}

/** The chart that holds a fleet; it also tells the synth what is wrong with the fleet's files. */
class FleetChart extends Chart {
  public readonly findings: Diagnostic[] = [];

  constructor(
    scope: App,
    id: string,
    private readonly platform: TargetPlatform,
  ) {
    super(scope, id);
  }

  public _diagnostics(): readonly Diagnostic[] {
    return this.findings;
  }

  public _targetPlatform(): TargetPlatform {
    return this.platform;
  }
}

/** Makes constructs of a fleet's files. Ids carry kind and namespace: a gateway, a tenant and a key of Object may share a name. */
class FleetBuilder {
  private readonly gateways = new Map<string, ISharedTenantGateway>();
  private readonly dataStores = new Map<string, IDataStore>();
  private readonly broken = new Set<string>();

  constructor(
    private readonly chart: FleetChart,
    private readonly platform: TargetPlatform,
  ) {}

  public build(model: FleetModel): void {
    for (const { name, values } of model.namespaces) {
      const labels = { ...asMap(values['labels']) };
      new KnownNamespace(this.chart, `namespace.${name}`, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels },
      });
    }
    for (const entry of model.dataStores) {
      this.attempt(entry, `datastore.${entry.name}`, (id) =>
        this.dataStores.set(entry.name, this.addDataStore(id, entry)),
      );
    }
    for (const entry of model.gateways) {
      const id = `gateway.${String(entry.values['namespace'])}.${entry.name}`;
      this.attempt(entry, id, () => this.gateways.set(entry.name, this.addGateway(id, entry)));
    }
    for (const entry of [...model.tenants].sort(compareTenants)) {
      this.attempt(entry, `tenant.${entry.namespace}.${entry.name}`, (id) => this.addTenant(id, entry));
    }
    for (const { acknowledgement, at } of model.acknowledgements) {
      Acknowledgements.of(this.chart.node.root)._record(acknowledgement, at);
    }
  }

  /** Makes one construct and says where its props come from; what its class throws becomes a finding. */
  private attempt({ name, source }: FleetEntry, id: string, make: (id: string) => void): void {
    const refused: RefusedValue[] = [];
    tryValue([], refused, () => make(id));
    const [problem] = refused;
    if (problem !== undefined) {
      this.broken.add(`${id.split('.', 1)[0]}.${name}`);
      this.chart.node.tryRemoveChild(id);
      this.chart.findings.push(diagnose(CONSTRUCT_REFUSED, { message: problem.message, ...source.locate('') }));
    }
  }

  private addDataStore(id: string, { name, values, source }: FleetEntry): IDataStore {
    const { existing, labels, annotations, ...props } = values;
    const store =
      existing === true
        ? DataStore.fromDataStoreName(this.chart, id, name, props)
        : new DataStore(this.chart, id, {
            ...props,
            metadata: { name, labels, annotations },
          } as unknown as DataStoreProps);
    attachSource(store, source);
    return store;
  }

  private addGateway(id: string, { name, values, source }: FleetEntry): ISharedTenantGateway {
    const { existing, class: gatewayClass, ...props } = values;
    const gateway =
      existing === true
        ? this.importGateway(id, name, props, gatewayClass)
        : this.createGateway(id, name, props, gatewayClass);
    attachSource(gateway, source);
    return gateway;
  }

  private importGateway(id: string, name: string, props: PlainMap, gatewayClass: unknown): ISharedTenantGateway {
    return ImportedTenantGateway.fromLive(this.chart, id, {
      platform: this.platform,
      name,
      namespace: String(props['namespace']),
      domain: asString(props['domain']),
      apiServerListener: asString(props['apiServerListener']),
      listeners: asList(props['listeners']),
      gatewayClassName: asString(read(gatewayClass, 'name')),
    });
  }

  private createGateway(id: string, name: string, props: PlainMap, gatewayClass: unknown): ISharedTenantGateway {
    const { layout } = props;
    return new SharedTenantGateway(this.chart, id, {
      ...(props as unknown as SharedTenantGatewayProps),
      platform: this.platform,
      name,
      layout: layout === undefined ? undefined : ListenerLayout.of(String(layout)),
      allowedNamespaces: toAllowedNamespaces(props['allowedNamespaces']),
      addresses: toAddresses(props['addresses']),
      tuning: toTuning(props['tuning']),
      gatewayClass: gatewayClass as SharedTenantGatewayProps['gatewayClass'],
    });
  }

  private addTenant(id: string, entry: TenantEntry): void {
    const { values, name, source } = entry;
    const gatewayName = String(values['gateway']);
    const gateway = this.gateways.get(gatewayName);
    if (gateway === undefined) {
      this.reportGateway(gatewayName, entry);
      return;
    }
    const { dataStore, dataStoreOverrides, dataStoreIdentity, service, ...props } = values;
    if (typeof dataStore === 'string' && this.broken.has(`datastore.${dataStore}`)) {
      return;
    }
    const overrides = asList(dataStoreOverrides).map(
      (override): DataStoreOverride => ({
        resource: String(read(override, 'resource')),
        dataStore: this.dataStore(String(read(override, 'dataStore'))),
      }),
    );
    const tenant = new TenantControlPlaneWithGateway(this.chart, id, {
      ...(props as unknown as TenantControlPlaneWithGatewayOptions),
      name,
      gateway,
      dataStore: typeof dataStore === 'string' ? this.dataStore(dataStore) : undefined,
      dataStoreOverrides: overrides.length === 0 ? undefined : overrides,
      dataStoreIdentity: toIdentity(dataStoreIdentity),
      service: toService(service),
    });
    attachSource(tenant, source);
    for (const { acknowledgement, at } of entry.acknowledgements) {
      Acknowledgements.of(tenant)._record(acknowledgement, at);
    }
  }

  private reportGateway(name: string, { source, namespace, name: tenant }: TenantEntry): void {
    if (this.broken.has(`gateway.${name}`)) {
      return;
    }
    const known = [...this.gateways.keys()].sort(compareStrings);
    const [likely] = suggest(name, known);
    this.chart.findings.push(
      diagnose(GATEWAY_UNKNOWN, {
        object: { apiVersion: 'kamaji.clastix.io/v1alpha1', kind: 'TenantControlPlane', namespace, name: tenant },
        path: 'gateway',
        message: `there is no gateway ${JSON.stringify(name)} in fleet.yaml`,
        fix:
          likely === undefined
            ? `add it under "gateways", or choose one of ${known.join(', ') || '(none yet)'}`
            : `did you mean ${JSON.stringify(likely)}?`,
        ...source.locate('gateway'),
      }),
    );
  }

  private dataStore(name: string): IDataStore {
    const known = this.dataStores.get(name);
    if (known !== undefined) {
      return known;
    }
    const named = new NamedDataStore(this.chart, `datastore.${name}`, name);
    this.dataStores.set(name, named);
    return named;
  }
}

function compareTenants(a: TenantEntry, b: TenantEntry): number {
  return compareStrings(a.namespace, b.namespace) || compareStrings(a.name, b.name);
}

/**
 * The files of a fleet: `fleet.yaml` and one file for each tenant below `tenants/`.
 *
 * What is wrong with them is found when the app that they are added to is synthesized, together with everything else.
 */
export class Fleet {
  /**
   * Reads the files of a fleet.
   *
   * @param folder the fleet folder, relative to the working directory.
   */
  public static fromFolder(folder: string): Fleet {
    return Fleet._read(path.resolve(folder), process.cwd());
  }

  /** @internal */
  public static _read(folder: string, cwd: string): Fleet {
    return new Fleet(readFleetModel(folder, cwd));
  }

  private constructor(private readonly model: FleetModel) {}

  /**
   * Adds the fleet's gateways, data stores and tenants to an app, in a chart of their own.
   *
   * @param app a FleetApp, or any other App of cdk8s.
   */
  public addTo(app: App): void {
    const { model } = this;
    const chart = new FleetChart(app, 'fleet', model.platform ?? TargetPlatform.newest());
    chart.findings.push(...model.diagnostics);
    if (model.source !== undefined) {
      attachSource(chart, model.source);
    }
    if (model.platform !== undefined) {
      new FleetBuilder(chart, model.platform).build(model);
    }
    checkOnSynth(chart);
  }
}

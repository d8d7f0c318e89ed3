import { App, Chart, Testing } from 'cdk8s';
import { GatewayController } from '../../src/controllers';
import { GatewayApiChannel, GatewayApiRelease } from '../../src/gateway-api/gateway-api-release';
import { DataStore, IDataStore } from '../../src/kamaji/data-store';
import { KamajiRelease } from '../../src/kamaji/kamaji-release';
import { KubeObject, read } from '../../src/objects';
import { TargetPlatform } from '../../src/platform';
import { SharedTenantGateway } from '../../src/tenancy/shared-tenant-gateway';
import { SharedTenantGatewayProps } from '../../src/tenancy/shared-tenant-gateway-props';
import { synthesize } from '../../src/tenancy/synthesis';

/** Releases that fit together, by the generation of Kamaji. */
export const PLATFORMS: Readonly<Record<string, TargetPlatform>> = {
  G1: platform('edge-25.12.1', 'v1.4.1', 'v1.7.0'),
  G2: platform('edge-26.1.3', 'v1.4.1', 'v1.7.0'),
  G3: platform('edge-26.2.5', 'v1.4.1', 'v1.7.0'),
  G4: platform('26.5.2-edge', 'v1.4.1', 'v1.7.0'),
  G5: platform('26.8.2-edge', 'v1.6.1', 'v1.9.0'),
};

function platform(kamaji: string, gatewayApi: string, envoyGateway: string): TargetPlatform {
  const channel = gatewayApi === 'v1.4.1' ? GatewayApiChannel.EXPERIMENTAL : GatewayApiChannel.STANDARD;
  return TargetPlatform.of({
    kamaji: KamajiRelease.of(kamaji),
    gatewayApi: GatewayApiRelease.of(gatewayApi, channel),
    controller: GatewayController.envoyGateway({ release: envoyGateway }),
  });
}

/** Returns the platform of a generation. */
export function platformOf(generation: string): TargetPlatform {
  const found = PLATFORMS[generation];
  if (found === undefined) {
    throw new Error(`no platform for ${generation}`);
  }
  return found;
}

/** A tree with one gateway and a data store. */
export interface Stage {
  readonly app: App;
  readonly chart: Chart;
  readonly gateway: SharedTenantGateway;
  readonly dataStore: IDataStore;
}

export function stage(props: Partial<SharedTenantGatewayProps> = {}): Stage {
  const chart = Testing.chart();
  const app = App.of(chart);
  const gateway = new SharedTenantGateway(chart, 'edge', {
    platform: platformOf('G5'),
    namespace: 'gw',
    domain: 'cluster.dev',
    ...props,
  });
  const dataStore = DataStore.fromDataStoreName(chart, 'store', 'default');
  return { app, chart, gateway, dataStore };
}

/** Renders a tree and returns the object of a kind and name. */
export function rendered({ app }: Stage, kind: string, name: string): KubeObject {
  const objects = synthesize(app).rendered.map(({ object }) => object);
  const found = objects.filter((object) => object['kind'] === kind && read(object, 'metadata', 'name') === name);
  const [object] = found;
  if (object === undefined || found.length > 1) {
    throw new Error(`${found.length} objects ${kind} ${name}`);
  }
  return object;
}

/** Severity and code of every finding of a tree, without the warning that every tenant behind a gateway brings. */
export function findings({ app }: Stage): string[] {
  const { diagnostics } = synthesize(app);
  return diagnostics.filter((d) => d.code !== 'in-cluster-reach').map((d) => `${d.severity} ${d.code}`);
}

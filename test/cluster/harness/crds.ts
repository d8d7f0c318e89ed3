import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { ENVOY_GATEWAY_SNAPSHOTS } from '../../../imports/schemas';
import { asList, asMap, KubeObject, read } from '../../../src/objects';
import { TargetPlatform } from '../../../src/platform';
import { snapshotsOf } from '../platforms';
import { Client } from './client';
import { Processes } from './processes';

const VENDORED = join(__dirname, '../../../imports/crds');
const GATEWAY_API_MODULE = 'sigs.k8s.io/gateway-api';
const ENVOY_GATEWAY_MODULE = 'github.com/envoyproxy/gateway';
const ENVOY_GATEWAY_CRDS = 'charts/gateway-crds-helm/templates/generated';
const ESTABLISHED_SECONDS = 60;

/** A manifest as it was released, and the part of it that names the object. */
export interface InstalledManifest {
  readonly head: KubeObject;
  readonly text: string;
}

/** Finds the CRDs that a platform has: the released ones from Go modules where there is Go, else those of this repository. */
export class Crds {
  private readonly folders = new Map<string, Promise<string>>();

  public constructor(
    private readonly processes: Processes,
    private readonly hasGo: boolean,
  ) {}

  /** Reads what is installed on a cluster of the platform, policies that guard the CRDs included. */
  public async of(platform: TargetPlatform, withEnvoyGateway: boolean): Promise<InstalledManifest[]> {
    const [gatewayApi, kamaji] = snapshotsOf(platform);
    const folders = [await this.gatewayApi(platform, gatewayApi), join(VENDORED, kamaji)];
    return [...folders, ...(withEnvoyGateway ? [await this.envoyGateway()] : [])].flatMap(readManifests);
  }

  private async gatewayApi({ gatewayApi }: TargetPlatform, vendored: string): Promise<string> {
    return this.hasGo
      ? join(await this.module(GATEWAY_API_MODULE, gatewayApi.crdSnapshot), 'config/crd', gatewayApi.channel)
      : join(VENDORED, vendored);
  }

  private async envoyGateway(): Promise<string> {
    const release = ENVOY_GATEWAY_SNAPSHOTS.at(-1) ?? '';
    return this.hasGo
      ? join(await this.module(ENVOY_GATEWAY_MODULE, release), ENVOY_GATEWAY_CRDS)
      : join(VENDORED, 'envoy-gateway', release);
  }

  private module(module: string, version: string): Promise<string> {
    const key = `${module}@${version}`;
    const known = this.folders.get(key) ?? this.download(key);
    this.folders.set(key, known);
    return known;
  }

  private async download(key: string): Promise<string> {
    // Outside any module: a go.mod above this folder must have no say in what is downloaded.
    const { status, stdout, stderr } = await this.processes.run('go', ['mod', 'download', '-json', key], {
      cwd: tmpdir(),
    });
    const answer = (stdout.trim() === '' ? {} : JSON.parse(stdout)) as { Dir?: string; Error?: string };
    if (status !== 0 || answer.Dir === undefined) {
      throw new Error(`${key} could not be downloaded: ${answer.Error ?? stderr.trim()}`);
    }
    return answer.Dir;
  }
}

/** Reads manifests as they are, without the lines of a chart's template around them: they are large, and the server can read them. */
function readManifests(folder: string): InstalledManifest[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml')
    .sort()
    .flatMap((file) =>
      readFileSync(join(folder, file), 'utf8')
        .replace(/^\{\{.*\}\}$/gm, '')
        .split(/^---$/m)
        .flatMap((text) => {
          const head = asMap(parse(text.split(/^spec:/m)[0] ?? ''));
          return head === undefined ? [] : [{ head, text }];
        }),
    );
}

/** Installs CRDs and waits until the API server answers to all of them. */
export async function installCrds(client: Client, manifests: readonly InstalledManifest[]): Promise<void> {
  await Promise.all(
    manifests.map(async ({ head, text }) =>
      client.demand('POST', await client.collectionPath(head), { body: text, contentType: 'application/yaml' }),
    ),
  );
  const deadline = Date.now() + ESTABLISHED_SECONDS * 1000;
  for (const { head } of manifests.filter(({ head: { kind } }) => kind === 'CustomResourceDefinition')) {
    const path = await client.objectPath(head);
    while (!isEstablished(await client.demand('GET', path))) {
      if (Date.now() > deadline) {
        throw new Error(`${path} was not established within ${ESTABLISHED_SECONDS} s`);
      }
      await sleep(100);
    }
  }
}

function isEstablished(crd: KubeObject): boolean {
  return asList(read(crd, 'status', 'conditions')).some(
    (condition) => read(condition, 'type') === 'Established' && read(condition, 'status') === 'True',
  );
}

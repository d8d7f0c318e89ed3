import { formatCrd, parseCrds, stripProse } from './crd';
import type { GeneratedFile } from './schemas';
import { crdFolder, type Snapshot, upstreamUrls } from './sources';

/** Returns the text behind an address. */
export type Fetcher = (url: string) => Promise<string>;

/** Fetches the snapshot's CRDs from upstream and returns them as `imports/crds` holds them, without prose. */
export async function refreshSnapshot(snapshot: Snapshot, fetcher: Fetcher): Promise<GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  for (const url of upstreamUrls(snapshot)) {
    const crds = parseCrds(await fetcher(url), url);
    if (crds.length === 0) {
      throw new Error(`${url}: holds no CustomResourceDefinition`);
    }
    for (const crd of crds) {
      files.push({
        path: `crds/${crdFolder(snapshot)}/${crd.metadata.name}.yaml`,
        text: formatCrd(stripProse(crd)),
      });
    }
  }
  return files;
}

/** Fetches over the network; the error names the address and what it answered. */
export async function fetchText(url: string): Promise<string> {
  const response = await fetch(url).catch((error: unknown) => {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Error(`${url}: ${reason}`);
  });
  if (!response.ok) {
    throw new Error(`${url}: answered ${response.status} ${response.statusText}`);
  }
  return response.text();
}

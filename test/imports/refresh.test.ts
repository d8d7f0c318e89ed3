import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refreshSnapshot } from '../../scripts/import/refresh';
import type { Snapshot } from '../../scripts/import/sources';

const IMPORTS = join(__dirname, '../../imports');
const KAMAJI: Snapshot = { project: 'kamaji', release: '26.8.2-edge' };
const GATEWAY_API: Snapshot = { project: 'gateway-api', release: 'v1.6.1', channel: 'standard' };

function vendored(folder: string): Map<string, string> {
  const files = readdirSync(join(IMPORTS, folder)).sort();
  return new Map(files.map((file) => [`${folder}/${file}`, readFileSync(join(IMPORTS, folder, file), 'utf8')]));
}

/** What upstream has and we leave out: prose, labels, a status. */
function withProse(text: string): string {
  return text
    .replace('metadata:\n', 'metadata:\n  labels: { of: upstream }\n')
    .replaceAll('openAPIV3Schema:\n', "openAPIV3Schema:\n          description: 'Prose: of upstream.'\n")
    .concat('status: {}\n');
}

test('one file a CRD, as Kamaji publishes them', async () => {
  const wanted = vendored('crds/kamaji/26.8.2-edge');
  const asked: string[] = [];
  const files = await refreshSnapshot(KAMAJI, async (url) => {
    asked.push(url);
    const plural = url.replace(/^.*_|\.yaml$/g, '');
    return withProse(wanted.get(`crds/kamaji/26.8.2-edge/${plural}.kamaji.clastix.io.yaml`) ?? '');
  });
  expect(new Map(files.map(({ path, text }) => [path, text]))).toEqual(wanted);
  expect(asked).toContain(
    'https://raw.githubusercontent.com/clastix/kamaji/26.8.2-edge/charts/kamaji/crds/kamaji.clastix.io_datastores.yaml',
  );
});

test('all CRDs of a channel in one file, as the Gateway API publishes them, whatever else is in it', async () => {
  const wanted = vendored('crds/gateway-api/v1.6.1/standard');
  const bundle = [...wanted.values()].map(withProse);
  const files = await refreshSnapshot(GATEWAY_API, async (url) => {
    expect(url).toBe('https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml');
    return ['kind: ValidatingAdmissionPolicy\n', ...bundle].join('---\n');
  });
  expect(new Map(files.map(({ path, text }) => [path, text]))).toEqual(wanted);
});

test('an answer without a CRD is an error that names the address', async () => {
  const answer = refreshSnapshot(GATEWAY_API, async () => '<html>not: found</html>');
  await expect(answer).rejects.toThrow(/standard-install\.yaml: holds no CustomResourceDefinition$/);
});

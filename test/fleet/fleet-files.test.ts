import * as path from 'node:path';
import { readFleetFiles } from '../../src/fleet/fleet-files';
import { makeFolder, removeFolders, summary, writeFiles } from '../cli/harness';

afterEach(removeFolders);

function read(files: Readonly<Record<string, string>>, folder = 'fleet') {
  const cwd = makeFolder();
  writeFiles(cwd, { 'fleet/fleet.yaml': 'platform: {}\n', 'fleet/tenants/one.yaml': 'hostname: one\n', ...files });
  return readFleetFiles(path.join(cwd, folder), cwd);
}

describe('files that are not read', () => {
  test.each([
    ['fleet/tenant/tcp-1.yaml', 'did you mean "fleet/tenants/"?'],
    ['fleet/Tenants/eu/tcp-1.yml', 'did you mean "fleet/tenants/"?'],
    ['fleet/tcp-2.yaml', 'move it to "fleet/tenants/", or out of the fleet'],
    ['fleet/eu/tcp-2.json', 'move it to "fleet/tenants/", or out of the fleet'],
    ['fleet/tenants/x.json', 'rename it, or remove it'],
    ['fleet/tenants/eu/x.yaml.txt', 'rename it, or remove it'],
  ])('are worth a warning where they look like a tenant: %s', (file, fix) => {
    const { diagnostics, tenants } = read({ [file]: '{ "hostname": "two", "namespace": "n" }' });
    expect(diagnostics.map((finding) => [finding.severity, summary(finding), finding.fix])).toEqual([
      ['warning', `stray-file ${file}:1:1`, fix],
    ]);
    expect(tenants.map(({ baseName }) => baseName)).toEqual(['one']);
  });

  test('are none of our business otherwise', () => {
    const { diagnostics } = read({
      'fleet/README.md': 'hostname: two\n',
      'fleet/platform.yaml': 'kamaji: 26.8.2-edge\ngatewayApi: v1.6.1\n',
      'fleet/values.yaml': 'hostname: a\nimage: b\nfoo: c\nbar: d\n',
      'fleet/broken.yaml': 'a: [\n',
      'fleet/list.json': '["hostname"]',
      'fleet/manifests/one.yaml': 'apiVersion: v1\nkind: ConfigMap\nhostname: a\n',
      'fleet/.idea/two.yaml': 'hostname: two\n',
      'fleet/node_modules/a/two.yaml': 'hostname: two\n',
      'fleet/other/fleet.yaml': 'platform: {}\n',
      'fleet/other/tenants/two.yaml': 'hostname: two\n',
      'fleet/tenants/README.md': '# tenants\n',
      'fleet/tenants/two.yaml.bak': 'hostname: two\n',
      'fleet/tenants/.two.yaml.swp': 'hostname: two\n',
    });
    expect(diagnostics).toEqual([]);
  });
});

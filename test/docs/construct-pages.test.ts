import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { gatewayApiSchemas } from '../../imports/schemas';
import { admit, SchemaSet } from '../../src/admission';
import * as gatewayApi from '../../src/gateway-api';
import { KubeObject } from '../../src/objects';
import { firstExample, PAGES, runExample } from './example';

const SCHEMAS = SchemaSet.of([...gatewayApiSchemas('v1.6.1', 'standard')]);

/** Only there to be extended by the routes. */
const ABSTRACT = ['ForwardingRoute', 'GatewayRoute'];

const ROOT = join(__dirname, '../..');

const pages = readdirSync(PAGES)
  .filter((name) => name.endsWith('.md'))
  .sort();

function pageOf(construct: string): string {
  return `${construct.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`;
}

test('every construct of the Gateway API has a page', () => {
  const constructs = Object.entries(gatewayApi)
    .filter(([name, value]) => typeof value === 'function' && value.prototype instanceof Construct && !ABSTRACT.includes(name))
    .map(([name]) => pageOf(name));
  expect(constructs.length).toBeGreaterThanOrEqual(10);
  expect(constructs.filter((page) => !pages.includes(page))).toEqual([]);
});

describe.each(pages)('the first example of %s', (page) => {
  const files = runExample(firstExample(page));
  const objects = Object.values(files)
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => document.toJS() as KubeObject);

  test('writes what it always wrote', () => {
    expect(files).toMatchSnapshot();
  });

  test('shows the construct of the page', () => {
    const kind = page.replace(/\.md$/, '').replaceAll('-', '');
    expect(objects.map((object) => String(object['kind']).toLowerCase())).toContain(kind);
  });

  test('is accepted by the API server', () => {
    const refused = objects.map((object) => admit(object, SCHEMAS)).filter(({ accepted, warnings }) => !accepted || warnings.length > 0);
    expect(refused).toEqual([]);
  });
});

test('the first examples have no type errors', () => {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    resolveJsonModule: true,
    esModuleInterop: true,
    types: ['node'],
  };
  const examples = new Map(
    pages.map((page) => [
      join(ROOT, 'docs/constructs', page.replace(/\.md$/, '.ts')),
      firstExample(page).replace("'cdk8s-tenant-gateway'", "'../../src/gateway-api'"),
    ]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (name) => examples.has(name) || fileExists(name);
  host.readFile = (name) => examples.get(name) ?? readFile(name);
  host.getSourceFile = (name, version) => {
    const text = examples.get(name);
    return text === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, text, version);
  };
  const program = ts.createProgram([...examples.keys()], options, host);
  const problems = [...examples.keys()].flatMap((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  expect(problems.map((problem) => ts.flattenDiagnosticMessageText(problem.messageText, '\n'))).toEqual([]);
}, 60_000);

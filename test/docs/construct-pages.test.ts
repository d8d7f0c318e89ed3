import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { Construct } from 'constructs';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { TargetPlatform } from '../../src';
import { admit } from '../../src/admission';
import { GatewayController } from '../../src/controllers';
import { GatewayApiRelease } from '../../src/gateway-api/gateway-api-release';
import { KamajiRelease } from '../../src/kamaji/kamaji-release';
import { KubeObject } from '../../src/objects';
import { platformSchemas } from '../../src/platform/platform-schemas';
import { firstExample, PACKAGE, PAGES, runExample } from './example';

const SCHEMAS = platformSchemas(
  TargetPlatform.of({
    kamaji: KamajiRelease.latest(),
    gatewayApi: GatewayApiRelease.latest(),
    controller: GatewayController.envoyGateway(),
  }),
);

/** Only there to be extended by the routes. */
const ABSTRACT = ['ForwardingRoute', 'GatewayRoute'];

const pages = readdirSync(PAGES)
  .filter((name) => name.endsWith('.md'))
  .sort();

function isConstruct(value: unknown): boolean {
  return typeof value === 'function' && value.prototype instanceof Construct && !(value.prototype instanceof App);
}

/** The constructs of the library by the names of their pages. */
const constructs = new Map(
  Object.entries(PACKAGE)
    .filter(([name, value]) => isConstruct(value) && !ABSTRACT.includes(name))
    .map(([name]) => [`${name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`, name]),
);

test('every construct has a page, and every page a construct', () => {
  expect(pages).toEqual([...constructs.keys()].sort());
});

describe.each(pages)('the first example of %s', (page) => {
  const files = runExample(firstExample(page));
  const objects = Object.entries(files)
    .flatMap(([name, text]) => (name.endsWith('.yaml') ? parseAllDocuments(text) : []))
    .map((document) => document.toJS() as KubeObject);

  test('writes what it always wrote', () => {
    expect(files).toMatchSnapshot();
  });

  test('shows the construct of the page', () => {
    expect(firstExample(page)).toContain(`new ${constructs.get(page)}(`);
  });

  test('is accepted by the API server', () => {
    const refused = objects
      .map((object) => admit(object, SCHEMAS))
      .filter(({ accepted, warnings }) => !accepted || warnings.length > 0);
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
      join(PAGES, page.replace(/\.md$/, '.ts')),
      firstExample(page).replace("'cdk8s-tenant-gateway'", "'../../src'"),
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
}, 180_000);

import { Diagnostic, formatDiagnostic, Severity } from '../diagnostics';
import { formatRef, ObjectRef, refKey } from '../objects';
import { Expectation } from './expectation';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Code points that XML 1.0 may not hold, escaped or not. */
function isLegal(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (
    code === 9 ||
    code === 10 ||
    code === 13 ||
    (code >= 32 && code < 0xd800) ||
    (code >= 0xe000 && code !== 0xfffe && code !== 0xffff)
  );
}

function escapeXml(text: string): string {
  return [...text]
    .filter(isLegal)
    .join('')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

interface TestCase {
  readonly className: string;
  readonly name: string;
  readonly diagnostics: Diagnostic[];
}

/** What has a case whether or not something was found about it. */
export type JunitSubjects = Pick<Expectation, 'gateways' | 'tenants'>;

/** The subjects where the input does not say what they are. */
export const NO_SUBJECTS: JunitSubjects = { gateways: [], tenants: [] };

/** One case for the cluster, one for each Gateway and tenant, and one for whatever else something was found about. */
function toCases({ gateways, tenants }: JunitSubjects, diagnostics: readonly Diagnostic[]): TestCase[] {
  const cluster: TestCase = { className: 'Cluster', name: 'management cluster', diagnostics: [] };
  const cases = new Map<string, TestCase>();
  const caseOf = (ref: ObjectRef): TestCase => {
    const key = refKey(ref);
    const known = cases.get(key);
    const entry = known ?? { className: ref.kind, name: formatRef(ref), diagnostics: [] };
    cases.set(key, entry);
    return entry;
  };
  for (const { ref } of [...gateways, ...tenants]) {
    caseOf(ref);
  }
  for (const diagnostic of diagnostics) {
    (diagnostic.object === undefined ? cluster : caseOf(diagnostic.object)).diagnostics.push(diagnostic);
  }
  return [cluster, ...cases.values()];
}

function formatCase({ className, name, diagnostics }: TestCase): string[] {
  const head = `    <testcase classname="${escapeXml(className)}" name="${escapeXml(name)}"`;
  if (diagnostics.length === 0) {
    return [`${head}/>`];
  }
  const failures = diagnostics.filter(({ severity }) => severity === Severity.ERROR);
  const others = diagnostics.filter(({ severity }) => severity !== Severity.ERROR);
  return [
    `${head}>`,
    ...failures.map(
      (failure) =>
        `      <failure type="${escapeXml(failure.code)}" message="${escapeXml(failure.message)}">${escapeXml(formatDiagnostic(failure))}</failure>`,
    ),
    ...(others.length === 0
      ? []
      : [`      <system-out>${escapeXml(others.map((other) => formatDiagnostic(other)).join('\n'))}</system-out>`]),
    '    </testcase>',
  ];
}

/** Writes findings as a JUnit report: errors are failures of the object they are about, warnings and notes its output. */
export function formatJunit(subjects: JunitSubjects, diagnostics: readonly Diagnostic[]): string {
  const cases = toCases(subjects, diagnostics);
  const failures = cases.filter((entry) =>
    entry.diagnostics.some(({ severity }) => severity === Severity.ERROR),
  ).length;
  const counts = `name="tenant-gateway verify" tests="${cases.length}" failures="${failures}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite ${counts}>`,
    ...cases.flatMap(formatCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

import {
  CodeDefinition,
  DiagnosticsError,
  diagnose,
  formatDiagnostic,
  formatDiagnostics,
  hasErrors,
  Severity,
  sortDiagnostics,
  summarize,
} from '../../src/diagnostics';

const ERROR: CodeDefinition = { code: 'some-error', severity: Severity.ERROR, title: 'An error' };
const WARNING: CodeDefinition = { code: 'some-warning', severity: Severity.WARNING, title: 'A warning' };
const tenant = (namespace: string, name: string) => ({
  apiVersion: 'kamaji.clastix.io/v1alpha1',
  kind: 'TenantControlPlane',
  namespace,
  name,
});

describe('a diagnostic', () => {
  const diagnostic = diagnose(ERROR, {
    object: tenant('tcp-9', 'tcp-9'),
    path: 'spec.controlPlane.gateway.hostname',
    message: '"tcp9.other.dev" matches no listener',
    fix: 'use a hostname under cluster.dev',
    file: 'tenants/tcp-9.yaml',
    line: 4,
    column: 11,
  });

  it('says what, where and how to fix it', () => {
    expect(formatDiagnostic(diagnostic)).toBe(
      [
        'error some-error  TenantControlPlane tcp-9/tcp-9  spec.controlPlane.gateway.hostname',
        '  "tcp9.other.dev" matches no listener',
        '  fix: use a hostname under cluster.dev',
        '  at: tenants/tcp-9.yaml:4:11',
      ].join('\n'),
    );
  });

  it('is coloured only when asked to be', () => {
    expect(formatDiagnostic(diagnostic)).not.toContain('\u001b');
    expect(formatDiagnostic(diagnostic, { colour: true })).toContain('\u001b[31merror\u001b[0m some-error');
  });

  it('falls back to its construct, or to nothing', () => {
    const bare = diagnose(WARNING, { message: 'two\nlines' });
    expect(formatDiagnostic(bare)).toBe('warning some-warning\n  two\n  lines');
    expect(formatDiagnostic({ ...bare, constructPath: 'fleet/a' })).toContain('\n  at: fleet/a');
  });
});

describe('several diagnostics', () => {
  const findings = [
    diagnose(WARNING, { object: tenant('a', 'a'), message: 'w' }),
    diagnose(ERROR, { object: tenant('b', 'b'), message: 'late' }),
    diagnose(ERROR, { object: tenant('a', 'a'), path: 'spec.b', message: 'y' }),
    diagnose(ERROR, { object: tenant('a', 'a'), path: 'spec.a', message: 'x' }),
    diagnose(ERROR, { object: tenant('a', 'a'), path: 'spec.a', message: 'x' }),
  ];

  it('are sorted, errors first, and said once', () => {
    expect(sortDiagnostics(findings).map((d) => d.message)).toEqual(['x', 'y', 'late', 'w']);
    expect(sortDiagnostics([...findings].reverse())).toEqual(sortDiagnostics(findings));
  });

  it('are counted', () => {
    expect(summarize(sortDiagnostics(findings))).toBe('3 errors, 1 warning');
    expect(summarize([])).toBe('');
    expect(hasErrors(findings)).toBe(true);
    expect(hasErrors(findings.slice(0, 1))).toBe(false);
  });

  it('make an error whose message holds them all', () => {
    const error = new DiagnosticsError(findings);
    expect(error.message).toBe(formatDiagnostics(findings));
    expect(error.diagnostics).toBe(findings);
  });
});

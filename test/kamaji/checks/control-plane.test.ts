import { CONTROL_PLANE_CODES } from '../../../src/kamaji/checks';
import { testCase } from '../../tenancy/checks/check-case';
import { CONTROL_PLANE_CASES, HOSTNAME_CASES, REFERENCE_CASES } from './cases';

const CASES = [...HOSTNAME_CASES, ...REFERENCE_CASES, ...CONTROL_PLANE_CASES];

test('every check on one control plane has cases in which it fires and in which it is silent', () => {
  expect(CASES.map(({ code }) => code).sort()).toEqual(CONTROL_PLANE_CODES.map(({ code }) => code).sort());
  expect(CASES.filter(({ fires, silent }) => fires.length === 0 || silent.length === 0)).toEqual([]);
});

CASES.forEach(testCase);

import { FLEET_CODES } from '../../../src/tenancy/checks';
import {
  CONTROL_PLANE_CASES,
  HOSTNAME_CASES,
  DATA_STORE_CASES as ONE_DATA_STORE_CASES,
  REFERENCE_CASES,
} from '../../kamaji/checks/cases';
import { LISTENER_CASES, LISTENER_SET_CASES, MATCH_CASES } from './cases/gateway-cases';
import { DATA_STORE_CASES, NAME_CASES } from './cases/tenant-cases';
import { testCase } from './check-case';

const CASES = [...NAME_CASES, ...MATCH_CASES, ...LISTENER_CASES, ...LISTENER_SET_CASES, ...DATA_STORE_CASES];

/** Codes whose cases stand beside the checks of their own room. */
const ELSEWHERE = [...CONTROL_PLANE_CASES, ...HOSTNAME_CASES, ...REFERENCE_CASES, ...ONE_DATA_STORE_CASES];
const PLATFORM =
  /^(controller-reads|gateway-api-release|kamaji-release|kubernetes-too-old|platform-|tls-route-version)/;

test('every check over a fleet has cases in which it fires and in which it is silent', () => {
  const codes = FLEET_CODES.map(({ code }) => code);
  const cases = [...CASES, ...ELSEWHERE].map(({ code }) => code);
  expect(cases.sort()).toEqual(codes.filter((code) => !PLATFORM.test(code)).sort());
  expect(CASES.filter(({ fires, silent }) => fires.length === 0 || silent.length === 0)).toEqual([]);
});

test('codes are sorted, kebab-case, defined once, and have a title that stands alone', () => {
  const codes = FLEET_CODES.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort());
  for (const { code, title } of FLEET_CODES) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^[A-Zd].*[^.]$/);
  }
});

CASES.forEach(testCase);

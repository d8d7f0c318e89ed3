import { DATA_STORE_CODES } from '../../../src/kamaji/checks/data-stores';
import { testCase } from '../../tenancy/checks/check-case';
import { DATA_STORE_CASES } from './cases';

test('every check on one DataStore has cases in which it fires and in which it is silent', () => {
  expect(DATA_STORE_CASES.map(({ code }) => code)).toEqual(DATA_STORE_CODES.map(({ code }) => code));
});

DATA_STORE_CASES.forEach(testCase);

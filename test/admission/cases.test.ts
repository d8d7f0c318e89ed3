import { admit } from '../../src/admission';
import { parsePath, read } from '../../src/objects';
import { readCases, schemasOf } from './admission-case';

const cases = readCases();

describe.each([...new Set(cases.map(({ file }) => file))])('%s', (file) => {
  test.each(cases.filter((one) => one.file === file).map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { accepted, errors, unknownFields, defaulted } = one.expect;
    const verdict = admit(one.object, schemasOf(one), { old: one.old, fieldValidation: one.fieldValidation });

    const found = verdict.errors.map(({ type, field }) => ({ type, field }));
    const expected = errors.map(({ type, field }) => ({ type, field }));
    expect(new Set(found.map((error) => JSON.stringify(error)))).toEqual(
      new Set(expected.map((error) => JSON.stringify(error))),
    );
    for (const { field, message = '' } of errors) {
      expect(verdict.errors.filter((error) => error.field === field).map(({ detail }) => detail)).toContainEqual(
        expect.stringContaining(message),
      );
    }
    expect(verdict.unknownFields).toEqual(unknownFields);
    expect(verdict.accepted).toBe(accepted);
    for (const [path, value] of Object.entries(defaulted)) {
      expect(read(verdict.defaulted, ...parsePath(path)) ?? null).toEqual(value);
    }
  });
});

test('names of cases tell them apart', () => {
  const names = cases.map(({ file, name }) => `${file}: ${name}`);
  expect(names).toEqual([...new Set(names)]);
});

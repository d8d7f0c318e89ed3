import { describeSelector, matchesSelector } from '../../../src/gateway-api/attachment';

const LABELS = { env: 'prod', tier: 'front' };

function expression(operator: string, key: string, ...values: readonly string[]): unknown {
  return { matchExpressions: [{ key, operator, ...(values.length === 0 ? {} : { values }) }] };
}

describe('a label selector', () => {
  it.each([
    ['nothing where there is none', undefined, false],
    ['everything where it is empty', {}, true],
    ['by an equal label', { matchLabels: { env: 'prod' } }, true],
    ['by all labels, not by one of them', { matchLabels: { env: 'prod', tier: 'back' } }, false],
    ['by no label that every object inherits', { matchLabels: { toString: 'x' } }, false],
    ['In its values', expression('In', 'env', 'test', 'prod'), true],
    ['In others', expression('In', 'env', 'test'), false],
    ['In without values, which is not valid', expression('In', 'env'), false],
    ['NotIn others', expression('NotIn', 'env', 'test'), true],
    ['NotIn its values', expression('NotIn', 'env', 'prod'), false],
    ['NotIn where the key is missing', expression('NotIn', 'zone', 'a'), true],
    ['NotIn without values, which is not valid', expression('NotIn', 'zone'), false],
    ['Exists', expression('Exists', 'env'), true],
    ['Exists where the key is missing', expression('Exists', 'zone'), false],
    ['Exists where only Object has the key', expression('Exists', 'constructor'), false],
    ['Exists with values, which is not valid', expression('Exists', 'env', 'prod'), false],
    ['DoesNotExist', expression('DoesNotExist', 'zone'), true],
    ['DoesNotExist where the key is there', expression('DoesNotExist', 'env'), false],
    ['an operator that is none', expression('Like', 'env', 'prod'), false],
    [
      'labels and expressions together',
      { matchLabels: { env: 'prod' }, matchExpressions: [{ key: 'zone', operator: 'Exists' }] },
      false,
    ],
    ['something of another shape', 'env=prod', false],
  ])('selects %s', (_, selector, expected) => {
    expect(matchesSelector(selector, LABELS)).toBe(expected);
  });

  it('is written for a person', () => {
    expect(describeSelector(undefined)).toBe('nothing');
    expect(describeSelector({})).toBe('everything');
    expect(
      describeSelector({
        matchLabels: { env: 'prod' },
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['a', 'b'] },
          { key: 'zone', operator: 'NotIn', values: ['c'] },
          { key: 'blue', operator: 'Exists' },
          { key: 'old', operator: 'DoesNotExist' },
          { key: 'odd', operator: 'Like', values: ['x'] },
        ],
      }),
    ).toBe('env=prod, tier in (a, b), zone not in (c), blue, no old, odd Like (x)');
  });
});

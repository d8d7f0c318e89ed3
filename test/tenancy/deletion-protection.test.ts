import { DeletionProtection, isProtected, protect } from '../../src/tenancy/deletion-protection';

const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';
const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

describe('deletion protection', () => {
  it('keeps an object from Argo CD and Flux', () => {
    expect(protect(DeletionProtection.RETAIN)).toEqual({
      [SYNC_OPTIONS]: 'Prune=false,Delete=false',
      [PRUNE]: 'disabled',
    });
  });

  it('can let Argo CD ask a person', () => {
    expect(protect(DeletionProtection.CONFIRM)).toEqual({
      [SYNC_OPTIONS]: 'Prune=confirm,Delete=confirm',
      [PRUNE]: 'disabled',
    });
  });

  it('adds nothing where it is off', () => {
    expect(protect(DeletionProtection.NONE, { a: 'b' })).toEqual({ a: 'b' });
  });

  it("merges with the user's sync options, which win", () => {
    expect(
      protect(DeletionProtection.RETAIN, { [SYNC_OPTIONS]: ' ServerSideApply=true, Prune=confirm ', a: 'b' }),
    ).toEqual({
      [SYNC_OPTIONS]: 'ServerSideApply=true,Prune=confirm,Delete=false',
      [PRUNE]: 'disabled',
      a: 'b',
    });
  });

  it.each([
    [{ [SYNC_OPTIONS]: 'Prune=false' }, true],
    [{ [SYNC_OPTIONS]: 'ServerSideApply=true, Delete=confirm' }, true],
    [{ [PRUNE]: 'disabled' }, true],
    [{ [SYNC_OPTIONS]: 'PruneLast=true' }, false],
    [{ [SYNC_OPTIONS]: 'Prune=true' }, false],
    [{ [PRUNE]: 'enabled' }, false],
    [{}, false],
    [undefined, false],
  ])('reads %j as protected: %s', (annotations, expected) => {
    expect(isProtected(annotations)).toBe(expected);
  });
});

import { coveringDomain, isPublicSuffix, likelyDomain, parentDomain, workingDomain } from '../../src/tenancy/domains';

describe('the domain that covers others', () => {
  it.each([
    [['cluster.dev'], 'cluster.dev'],
    [['a.example.com', 'b.example.com'], 'example.com'],
    [['example.com', 'b.example.com'], 'example.com'],
    [['x.a.example.co.uk', 'x.b.example.co.uk'], 'example.co.uk'],
    [['k8s.lan'], 'k8s.lan'],
  ])('of %j is %s', (domains, expected) => {
    expect(coveringDomain(domains)).toBe(expected);
  });

  it.each([
    [['example.com', 'example.org']],
    [['a.com', 'b.com']],
    [['a.co.uk', 'b.co.uk']],
    [['one.github.io', 'two.github.io']],
    [['badexample.com', 'example.com']],
    [['com']],
    [[]],
  ])('of %j does not exist', (domains) => {
    expect(coveringDomain(domains)).toBeUndefined();
  });

  it('never is a public suffix', () => {
    expect(['com', 'co.uk', 'github.io', 'lan'].map(isPublicSuffix)).toEqual([true, true, true, true]);
    expect(['cluster.dev', 'k8s.lan', 'me.github.io'].map(isPublicSuffix)).toEqual([false, false, false]);
  });
});

describe('the domain of a hostname', () => {
  it('is everything after the first label', () => {
    expect(parentDomain('tcp1.cluster.dev')).toBe('cluster.dev');
    expect(parentDomain('localhost')).toBeUndefined();
  });
});

describe('a domain that is malformed', () => {
  it.each([
    ['*.cluster.dev', 'cluster.dev'],
    [' .Cluster.dev. ', 'cluster.dev'],
    ['https://cluster.dev/', 'cluster.dev'],
    ['', undefined],
    ['*', undefined],
    ['10.0.0.1', undefined],
  ])('was probably meant otherwise: %j as %s', (domain, expected) => {
    expect(likelyDomain(domain)).toBe(expected);
    expect(workingDomain(domain)).toBe(expected ?? 'malformed.invalid');
  });
});

import { LoadBalancerAddress } from '../../../src/controllers/rendering/load-balancer-address';

test('MetalLB is asked in the spelling that it reads today', () => {
  const address = LoadBalancerAddress.metalLb(['192.0.2.10', '2001:db8::10'], { addressPool: 'edge', sharedBy: 'k' });
  expect(address.annotations).toEqual({
    'metallb.io/loadBalancerIPs': '192.0.2.10,2001:db8::10',
    'metallb.io/address-pool': 'edge',
    'metallb.io/allow-shared-ip': 'k',
  });
  expect(address.address).toBeUndefined();
});

test('MetalLB before 0.14.9 is asked in the old spelling', () => {
  const address = LoadBalancerAddress.metalLb([], { addressPool: 'edge', legacyAnnotations: true });
  expect(address.annotations).toEqual({ 'metallb.universe.tf/address-pool': 'edge' });
});

test("Cilium's LB-IPAM and the Service itself are asked in their ways", () => {
  expect(LoadBalancerAddress.ciliumLbIpam(['192.0.2.10']).annotations).toEqual({
    'io.cilium/lb-ipam-ips': '192.0.2.10',
  });
  expect(LoadBalancerAddress.ip('192.0.2.10')).toEqual({ annotations: {}, address: '192.0.2.10' });
});

test('an address that asks for nothing is refused', () => {
  const message = 'a load balancer address needs at least one IP address';
  expect(() => LoadBalancerAddress.metalLb([])).toThrow(message);
  expect(() => LoadBalancerAddress.ciliumLbIpam([])).toThrow(message);
  expect(() => LoadBalancerAddress.ip('')).toThrow(message);
});

test.each<[string, () => unknown, string]>([
  ['a word', () => LoadBalancerAddress.ip('foo'), '"foo"'],
  ['a number too large', () => LoadBalancerAddress.metalLb(['203.0.113.999']), '"203.0.113.999"'],
  ['an empty one among others', () => LoadBalancerAddress.metalLb(['203.0.113.1', '']), '""'],
  ['an empty one beside a pool', () => LoadBalancerAddress.metalLb([''], { addressPool: 'edge' }), '""'],
  ['a range', () => LoadBalancerAddress.ciliumLbIpam(['192.0.2.0/24']), '"192.0.2.0/24"'],
  ['two in one', () => LoadBalancerAddress.metalLb(['192.0.2.1,2001:db8::1']), '"192.0.2.1,2001:db8::1"'],
  ['a zone', () => LoadBalancerAddress.ip('fe80::1%eth0'), '"fe80::1%eth0"'],
  ['no text', () => LoadBalancerAddress.ciliumLbIpam([7 as unknown as string]), '7'],
])('%s is no address', (_, make, got) => {
  expect(make).toThrow(`a load balancer address must be an IPv4 or IPv6 address such as "192.0.2.10", got ${got}`);
});

test('what is no list of addresses is refused with words, not with a TypeError', () => {
  const list = '192.0.2.10' as unknown as string[];
  expect(() => LoadBalancerAddress.metalLb(list)).toThrow('must be given as a list, got "192.0.2.10"');
  expect(() => LoadBalancerAddress.ciliumLbIpam(undefined as unknown as string[])).toThrow('as a list, got undefined');
});

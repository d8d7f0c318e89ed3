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

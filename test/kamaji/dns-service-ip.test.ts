import { dnsServiceIp, dnsServiceIps } from '../../src/kamaji/dns-service-ip';

test.each([
  ['10.96.0.0/16', '10.96.0.10'],
  ['10.96.5.77/16', '10.96.5.87'],
  ['10.96.0.250/16', '10.96.0.4'],
  ['10.96.0.245/24', '10.96.0.255'],
  ['10.96.0.246/24', '10.96.0.0'],
  ['0.0.0.0/0', '0.0.0.10'],
  ['255.255.255.255/32', '255.255.255.9'],
  ['2001:db8:abcd::/64', '2001:db8:abcd::10'],
  ['fd00::/108', 'fd00::10'],
  ['fd00::f8/108', 'fd00::8'],
  ['fd00::f0/108', 'fd00::'],
  ['fd00::ff12/108', 'fd00::ff22'],
  ['::/0', '::10'],
  ['1:0:0:2:0:0:0:3/64', '1:0:0:2::13'],
  ['1:0:0:2:0:0:3:4/64', '1::2:0:0:3:14'],
  ['1:2:3:4:5:6:0:8/64', '1:2:3:4:5:6:0:18'],
  ['FD00:0:0:0:0:0:0:A/112', 'fd00::1a'],
])('%s gives %s, as Kamaji computes it', (cidr, expected) => {
  expect(dnsServiceIp(cidr)).toBe(expected);
});

test.each([
  '',
  '10.96.0.0',
  '10.96.0.0/33',
  '10.96.0.0/-1',
  '10.96.0/16',
  '010.96.0.0/16',
  'fd00::/129',
  'fe80::1%eth0/64',
  'x/16',
])('%p is no CIDR', (cidr) => {
  expect(dnsServiceIp(cidr)).toBeUndefined();
});

test('each range gives one address; nothing is computed where one is no CIDR', () => {
  expect(dnsServiceIps(['10.96.0.0/16', 'fd00::/108'])).toEqual(['10.96.0.10', 'fd00::10']);
  expect(dnsServiceIps(['10.96.0.0/16', 'nonsense'])).toBeUndefined();
  expect(dnsServiceIps([])).toBeUndefined();
});

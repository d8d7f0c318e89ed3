import { stringFormat } from '../../src/admission/schema/formats';
import { isIpv4Mapped, networkContains, parseIp, parseNetwork } from '../../src/admission/schema/ip';

describe('addresses', () => {
  test.each([
    ['0.0.0.0', 4, 0n],
    ['255.255.255.255', 4, 2n ** 32n - 1n],
    ['192.0.2.1', 4, 0xc0000201n],
    ['::', 6, 0n],
    ['::1', 6, 1n],
    ['1::', 6, 1n << 112n],
    ['2001:DB8::a', 6, 0x20010db800000000000000000000000an],
    ['1:2:3:4:5:6:7:8', 6, 0x00010002000300040005000600070008n],
    ['1:2:3:4:5:6:7::', 6, 0x00010002000300040005000600070000n],
    ['::2:3:4:5:6:7:8', 6, 0x00000002000300040005000600070008n],
    ['::192.0.2.1', 6, 0xc0000201n],
    ['1:2:3:4:5:6:192.0.2.1', 6, 0x000100020003000400050006c0000201n],
  ])('%s', (text, family, value) => {
    expect(parseIp(text)).toEqual({ family, value });
  });

  test.each([
    '',
    ' ',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.04',
    '1.2.3.+4',
    '1.2.3.4 ',
    'a.b.c.d',
    '1.2.3.',
    ':',
    ':::',
    '1:',
    ':1',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    '::1%eth0',
    '::1.2.3',
    '1.2.3.4::',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::1.2.3.4:5',
  ])('%p is none', (text) => {
    expect(parseIp(text)).toBeUndefined();
  });

  test('leading zeros count for nothing where they may be there', () => {
    expect(parseIp('010.000.002.001', { sloppy: true })).toEqual({ family: 4, value: 0x0a000201n });
    expect(parseIp('1.2.3.256', { sloppy: true })).toBeUndefined();
  });

  test('IPv4 inside IPv6 is told from IPv6', () => {
    expect(
      ['::ffff:1.2.3.4', '::1.2.3.4', '1.2.3.4'].map((text) => isIpv4Mapped(parseIp(text) ?? { family: 4, value: 0n })),
    ).toEqual([true, false, false]);
  });
});

describe('networks', () => {
  test.each(['10.0.0.0/8', '10.1.2.3/8', '0.0.0.0/0', '::/0', '2001:db8::/32', '1.2.3.4/32', '::1/128'])(
    '%s',
    (text) => {
      expect(parseNetwork(text)).toBeDefined();
    },
  );

  test.each([
    '10.0.0.0',
    '/8',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    '::/129',
    '10.0.0/8',
  ])('%p is none', (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });

  test.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.1.2.3/8', '10.9.9.9', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['1.2.3.4/32', '1.2.3.5', false],
  ])('%s and %s: %p', (network, address, expected) => {
    const [outer, inner] = [parseNetwork(network), parseIp(address)];
    expect(outer && inner && networkContains(outer, inner)).toBe(expected);
  });
});

describe('formats', () => {
  test.each([
    ['byte', ['YWJj', 'YWI=', 'YQ==', '+/+/'], ['', 'YWJ', 'YWJj=', 'YW Jj', 'YWJ-', 'YQ=']],
    [
      'date-time',
      [
        '2024-02-29T23:59:59Z',
        '2024-01-01t00:00:00z',
        '2024-12-31T00:00:00.123456789+01:00',
        '0000-01-01T00:00:00-23:59',
      ],
      [
        '2023-02-29T00:00:00Z',
        '2024-13-01T00:00:00Z',
        '2024-04-31T00:00:00Z',
        '2024-01-01',
        '2024-01-01T24:00:00Z',
        '2024-01-01T00:60:00Z',
        '2024-01-01T00:00:00',
        '2024-1-1T00:00:00Z',
        '',
      ],
    ],
    ['ipv4', ['1.2.3.4', '001.2.3.4', '::ffff:1.2.3.4'], ['', '1.2.3', '::1', '1.2.3.256']],
    ['ipv6', ['::1', '::ffff:1.2.3.4'], ['', '1.2.3.4', '::1%eth0', ':::']],
  ])('%s', (name, valid, invalid) => {
    const check = stringFormat(name);
    expect(valid.filter((text) => !check?.(text))).toEqual([]);
    expect(invalid.filter((text) => check?.(text))).toEqual([]);
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Address of the gateway: TEST-NET-2, as Services and EndpointSlices take no loopback addresses. */
export const GATEWAY_ADDRESS = '198.51.100.10';

/** The gateway's other address. */
export const GATEWAY_ADDRESS_6 = '2001:db8::10';

/** Addresses of the tenants' pods: TEST-NET-3. */
export function podAddress(index: number): string {
  return `203.0.113.${index + 1}`;
}

function ip(...args: string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/**
 * Makes the addresses and names of the private network. Only ever called inside of namespaces of their own.
 *
 * @returns whether there is IPv6
 */
export function openNetwork(folder: string, hostnames: readonly string[]): boolean {
  ip('link', 'set', 'lo', 'up');
  for (const address of [GATEWAY_ADDRESS, ...hostnames.map((_, i) => podAddress(i))]) {
    ip('addr', 'add', `${address}/32`, 'dev', 'lo');
  }
  // An API server looks for the interface of the default route to learn its own address.
  ip('route', 'add', 'default', 'dev', 'lo', 'src', GATEWAY_ADDRESS);
  const hosts = join(folder, 'hosts');
  const names = hostnames.map((hostname) => `${GATEWAY_ADDRESS} ${hostname}\n`).join('');
  writeFileSync(hosts, readFileSync('/etc/hosts', 'utf8') + names);
  execFileSync('mount', ['--bind', hosts, '/etc/hosts']);
  try {
    ip('-6', 'addr', 'add', `${GATEWAY_ADDRESS_6}/128`, 'dev', 'lo', 'nodad');
    return true;
  } catch {
    return false;
  }
}

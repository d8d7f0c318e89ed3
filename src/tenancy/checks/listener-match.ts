import { Diagnostic, diagnose } from '../../diagnostics';
import { NO_MATCHING_LISTENER_HOSTNAME, NO_MATCHING_PARENT } from '../../gateway-api/attachment/codes';
import { hostnameCovers } from '../../gateway-api/hostname';
import { isUsableHostname, show } from '../../kamaji/checks';
import { API_SERVER_LISTENER } from '../../kamaji/predicted-routes';
import { isPublicSuffix, parentDomain } from '../domains';
import { enumerate } from './collections';
import { Binding, Fleet, Tenant } from './fleet';

function describeListeners({ holder }: Binding): string {
  const names = holder.model.listeners.map(({ name }) => name);
  return names.length === 0 ? 'it has none' : `it has ${enumerate(names)}`;
}

function missingListener(binding: Binding): Diagnostic {
  const { tenant, route, parent, holderText, sectionName } = binding;
  const message = `${holderText} has no listener "${sectionName}" (${describeListeners(binding)})`;
  if (route.role !== API_SERVER_LISTENER) {
    return diagnose(NO_MATCHING_PARENT, {
      object: tenant.view.ref,
      path: 'spec.addons.konnectivity',
      message: `${message}, to which Kamaji sends the konnectivity route of every tenant`,
      fix: `add a listener "${sectionName}" on port ${show(route.port)} to the Gateway, or turn konnectivity off`,
    });
  }
  const given = parent.source.sectionName !== undefined;
  return diagnose(NO_MATCHING_PARENT, {
    object: tenant.view.ref,
    path: given ? `${parent.source.path}.sectionName` : parent.source.path,
    message: given ? message : `${message}, to which this Kamaji release sends every tenant`,
    fix: given ? 'name one of its listeners, or add this one' : `add a listener "${sectionName}" to the Gateway`,
  });
}

/** Checks that each route finds the listener that it names. */
export function checkListenerNames({ bindings }: Fleet): Diagnostic[] {
  return bindings
    .filter(({ listener, sectionName }) => listener === undefined && sectionName !== undefined)
    .map(missingListener);
}

function fixHostname(hostname: string, wanted: string): string {
  if (!wanted.startsWith('*.')) {
    return `use the hostname ${wanted} if no other tenant has it, or let the listener cover "${hostname}"`;
  }
  const parent = parentDomain(hostname);
  const domain = parent === undefined || isPublicSuffix(parent) ? hostname : parent;
  return `use a hostname under ${wanted.slice(2)}, or give "${domain}" a gateway of its own`;
}

/** Checks that each route's hostname is one of its listener's; what one tenant lacks at two listeners is one fault. */
export function checkListenerHostnames({ bindings }: Fleet): Diagnostic[] {
  const reported = new Set<Tenant>();
  return bindings.flatMap(({ tenant, route: { hostname }, listener, sectionName, holderText }) => {
    const usable = listener !== undefined && isUsableHostname(hostname) && !reported.has(tenant);
    if (!usable || hostnameCovers(listener.hostname, hostname)) {
      return [];
    }
    reported.add(tenant);
    const wanted = listener.hostname ?? '';
    return [
      diagnose(NO_MATCHING_LISTENER_HOSTNAME, {
        object: tenant.view.ref,
        path: tenant.view.gateway?.hostnamePath ?? '',
        message: `"${hostname}" matches no listener of ${holderText} (${sectionName}: ${wanted})`,
        fix: fixHostname(hostname, wanted),
      }),
    ];
  });
}

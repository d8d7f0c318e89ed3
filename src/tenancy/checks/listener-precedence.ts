import { Diagnostic, diagnose } from '../../diagnostics';
import { MORE_SPECIFIC_LISTENER } from '../../gateway-api/attachment/codes';
import { ListenerModel } from '../../gateway-api/attachment/model';
import { ANY_HOSTNAME, hostnameCovers, patternsCovering, specificity } from '../../gateway-api/hostname';
import { isUsableHostname } from '../../kamaji/checks';
import { Binding, Fleet, servingKey, Tenant } from './fleet';
import { servedHolders } from './served-sets';

const BY_NAME = ['TLS', 'HTTPS'];

interface Answerer {
  readonly listener: ListenerModel;
  readonly text: string;
}

/** Finds who answers a name on a port of one Gateway, without looking at each listener. */
class Answerers {
  private readonly byHostname = new Map<string, Answerer>();

  add(listener: ListenerModel, text: string): void {
    const key = this.key(listener.port, listener.hostname ?? ANY_HOSTNAME);
    if (BY_NAME.includes(listener.protocol) && !this.byHostname.has(key)) {
      this.byHostname.set(key, { listener, text });
    }
  }

  /** Returns the most specific listener for a name: the exact one, then wildcards from the longest on, then the one for every name. */
  find(port: number, name: string): Answerer | undefined {
    for (const pattern of patternsCovering(name)) {
      const answerer = this.byHostname.get(this.key(port, pattern));
      if (answerer !== undefined) {
        return answerer;
      }
    }
    return undefined;
  }

  private key(port: number, hostname: string): string {
    return `${port} ${hostname}`;
  }
}

/** Listeners by Gateway, also where Gateways share a data plane: on its ports a listener of another Gateway takes no name by itself, only routes do. */
function indexAnswerers(fleet: Fleet): Map<string, Answerers> {
  const isServed = servedHolders(fleet);
  const answerers = new Map<string, Answerers>();
  for (const holder of fleet.holders.values()) {
    if (isServed(holder) !== 'yes') {
      continue;
    }
    const { kind, namespace, name, listeners } = holder.model;
    const known = answerers.get(servingKey(holder)) ?? new Answerers();
    answerers.set(servingKey(holder), known);
    for (const listener of listeners) {
      known.add(listener, `listener "${listener.name}" of ${kind} ${namespace}/${name}`);
    }
  }
  return answerers;
}

function describe(binding: Binding, answerer: Answerer): Diagnostic {
  const { tenant, route, listener, sectionName } = binding;
  return diagnose(MORE_SPECIFIC_LISTENER, {
    object: tenant.view.ref,
    path: tenant.view.gateway?.hostnamePath ?? '',
    message:
      `"${route.hostname}" on port ${listener?.port} is answered by ${answerer.text} (${answerer.listener.hostname ?? ANY_HOSTNAME}), ` +
      `which is more specific than "${sectionName}" (${listener?.hostname ?? ANY_HOSTNAME}), to which the route goes: no connection reaches the tenant`,
    fix: 'use a hostname that the other listener does not cover, or remove that listener',
  });
}

/** Checks that no other listener of the port takes a tenant's connections; what happens on two ports is one fault. */
export function checkListenerPrecedence(fleet: Fleet): Diagnostic[] {
  const answerers = indexAnswerers(fleet);
  const reported = new Set<Tenant>();
  return fleet.bindings.flatMap((binding) => {
    const { tenant, holder, listener, route } = binding;
    const matches =
      listener !== undefined &&
      !reported.has(tenant) &&
      isUsableHostname(route.hostname) &&
      hostnameCovers(listener.hostname, route.hostname);
    const answerer = matches ? answerers.get(servingKey(holder))?.find(listener.port, route.hostname) : undefined;
    if (answerer === undefined || specificity(answerer.listener.hostname) <= specificity(listener?.hostname)) {
      return [];
    }
    reported.add(tenant);
    return [describe(binding, answerer)];
  });
}

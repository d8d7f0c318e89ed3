import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { ListenerModel } from '../../gateway-api/attachment/model';
import { hostnameCovers, specificity } from '../../gateway-api/hostname';
import { isUsableHostname } from '../../kamaji/checks';
import { Binding, Fleet, Holder, holderKey, Tenant } from './fleet';

/** A listener that takes another one's connections. */
export const MORE_SPECIFIC_LISTENER: CodeDefinition = {
  code: 'more-specific-listener',
  severity: Severity.ERROR,
  title:
    "Another listener on the port answers the tenant's hostname more specifically, so the tenant's own never sees a connection",
};

const BY_NAME = ['TLS', 'HTTPS'];

interface Answerer {
  readonly listener: ListenerModel;
  readonly text: string;
}

/** Finds who answers a name on a port of one Gateway, without looking at each listener. */
class Answerers {
  private readonly byHostname = new Map<string, Answerer>();

  add(listener: ListenerModel, text: string): void {
    const key = this.key(listener.port, listener.hostname ?? '*');
    if (BY_NAME.includes(listener.protocol) && !this.byHostname.has(key)) {
      this.byHostname.set(key, { listener, text });
    }
  }

  /** Returns the most specific listener for a name: the exact one, then wildcards from the longest on, then the one for every name. */
  find(port: number, name: string): Answerer | undefined {
    const exact = this.byHostname.get(this.key(port, name));
    if (exact !== undefined) {
      return exact;
    }
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      const wildcard = this.byHostname.get(this.key(port, `*${name.slice(dot)}`));
      if (wildcard !== undefined) {
        return wildcard;
      }
    }
    return this.byHostname.get(this.key(port, '*'));
  }

  private key(port: number, hostname: string): string {
    return `${port} ${hostname}`;
  }
}

/** Returns the key of the Gateway that serves what a holder declares. */
function servingKey({ model, key }: Holder): string {
  return 'parent' in model ? holderKey(model.parent.kind, model.parent.namespace, model.parent.name) : key;
}

function indexAnswerers(holders: ReadonlyMap<string, Holder>): Map<string, Answerers> {
  const answerers = new Map<string, Answerers>();
  for (const holder of holders.values()) {
    const key = servingKey(holder);
    const known = answerers.get(key) ?? new Answerers();
    answerers.set(key, known);
    for (const listener of holder.model.listeners) {
      known.add(
        listener,
        `listener "${listener.name}" of ${holder.model.kind} ${holder.model.namespace}/${holder.model.name}`,
      );
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
      `"${route.hostname}" on port ${listener?.port} is answered by ${answerer.text} (${answerer.listener.hostname ?? '*'}), ` +
      `which is more specific than "${sectionName}" (${listener?.hostname ?? '*'}), to which the route goes: no connection reaches the tenant`,
    fix: 'use a hostname that the other listener does not cover, or remove that listener',
  });
}

/** Checks that no other listener of the port takes a tenant's connections; what happens on two ports is one fault. */
export function checkListenerPrecedence({ bindings, holders }: Fleet): Diagnostic[] {
  const answerers = indexAnswerers(holders);
  const reported = new Set<Tenant>();
  return bindings.flatMap((binding) => {
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

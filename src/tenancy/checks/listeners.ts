import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { GATEWAY_GROUP, GatewayModel, ListenerModel } from '../../gateway-api/attachment/model';
import { API_SERVER_LISTENER, KONNECTIVITY_LISTENER } from '../../kamaji/predicted-routes';
import { asMap, formatPath, PathSegment } from '../../objects';
import { isPublicSuffix } from '../domains';
import { Fleet, Holder, servingKey } from './fleet';
import { PUBLIC_SUFFIX } from './hostnames';

/** A listener that speaks something else. */
export const LISTENER_NOT_TLS: CodeDefinition = {
  code: 'listener-not-tls',
  severity: Severity.ERROR,
  title: 'A listener for tenants is not of protocol TLS, the only one that takes TLSRoutes',
};

/** A listener that ends TLS itself. */
export const LISTENER_NOT_PASSTHROUGH: CodeDefinition = {
  code: 'listener-not-passthrough',
  severity: Severity.ERROR,
  title: 'A listener for tenants terminates TLS, which breaks client certificates; it must be Passthrough',
};

/** A listener that refuses the routes it is for. */
export const LISTENER_WITHOUT_TLS_ROUTE: CodeDefinition = {
  code: 'listener-without-tls-route',
  severity: Severity.ERROR,
  title: 'A listener for tenants names the kinds of routes it takes, and TLSRoute is not among them',
};

/** A listener for every name. */
export const LISTENER_WITHOUT_HOSTNAME: CodeDefinition = {
  code: 'listener-without-hostname',
  severity: Severity.WARNING,
  title: 'A listener for tenants has no hostname, so it takes routes for every name there is',
};

/** A listener, or a Gateway, for every namespace. */
export const ROUTES_FROM_ALL_NAMESPACES: CodeDefinition = {
  code: 'routes-from-all-namespaces',
  severity: Severity.WARNING,
  title:
    "A listener takes routes, or a Gateway ListenerSets, from every namespace, so whoever may create one may take a tenant's name",
};

/** More listeners than the API takes. */
export const TOO_MANY_LISTENERS: CodeDefinition = {
  code: 'too-many-listeners',
  severity: Severity.ERROR,
  title: 'A Gateway or ListenerSet has more than the 64 listeners that the API server admits',
};

const MAX_LISTENERS = 64;
const TENANT_LISTENERS: readonly string[] = [API_SERVER_LISTENER, KONNECTIVITY_LISTENER];

type Report = (code: CodeDefinition, at: readonly PathSegment[], message: string, fix: string) => void;

function kindName({ group, kind }: ListenerModel['allowedKinds'][number]): string {
  return group === GATEWAY_GROUP ? kind : `${kind} of ${JSON.stringify(group)}`;
}

function checkProtocol(listener: ListenerModel, report: Report): void {
  const { name, protocol, path, tlsMode, allowedKinds } = listener;
  if (protocol !== 'TLS') {
    report(
      LISTENER_NOT_TLS,
      [...path, 'protocol'],
      `listener "${name}" is of protocol "${protocol}"; only TLS takes TLSRoutes`,
      'use protocol TLS with tls.mode Passthrough',
    );
  } else if (tlsMode !== 'Passthrough') {
    report(
      LISTENER_NOT_PASSTHROUGH,
      [...path, 'tls', 'mode'],
      `listener "${name}" has tls.mode "${tlsMode}": client certificates would never reach the API server`,
      'use tls.mode Passthrough',
    );
  }
  const takesTlsRoutes = allowedKinds.some(({ group, kind }) => group === GATEWAY_GROUP && kind === 'TLSRoute');
  if (allowedKinds.length > 0 && !takesTlsRoutes) {
    report(
      LISTENER_WITHOUT_TLS_ROUTE,
      [...path, 'allowedRoutes', 'kinds'],
      `listener "${name}" takes ${allowedKinds.map(kindName).join(', ')}, but no TLSRoute`,
      'add kind TLSRoute, or leave the kinds out',
    );
  }
}

function takesEverything({ from, selector }: ListenerModel['allowedNamespaces']): boolean {
  if (from !== 'Selector') {
    return from === 'All';
  }
  const fields = asMap(selector);
  return fields !== undefined && Object.keys(fields).length === 0;
}

function checkExposure(listener: ListenerModel, report: Report): void {
  const { name, hostname, path } = listener;
  if (hostname === undefined) {
    report(
      LISTENER_WITHOUT_HOSTNAME,
      path,
      `listener "${name}" has no hostname: it takes routes for every name, those of other gateways included`,
      'give it the hostname or wildcard of its tenants, such as "*.cluster.dev"',
    );
  } else if (hostname.startsWith('*.') && isPublicSuffix(hostname.slice(2))) {
    report(
      PUBLIC_SUFFIX,
      [...path, 'hostname'],
      `"${hostname}" takes in every name below "${hostname.slice(2)}", under which anybody may own names`,
      'use a wildcard below a domain of yours, such as "*.cluster.dev"',
    );
  }
  if (takesEverything(listener.allowedNamespaces)) {
    report(
      ROUTES_FROM_ALL_NAMESPACES,
      [...path, 'allowedRoutes', 'namespaces'],
      `listener "${name}" takes routes from every namespace; whoever may create a TLSRoute anywhere may take a tenant's name`,
      "select the tenants' namespaces by the label kubernetes.io/metadata.name",
    );
  }
}

function checkAllowedListeners({ allowedListeners }: GatewayModel, report: Report): void {
  if (takesEverything(allowedListeners)) {
    report(
      ROUTES_FROM_ALL_NAMESPACES,
      ['spec', 'allowedListeners', 'namespaces'],
      "takes ListenerSets from every namespace; whoever may create a ListenerSet anywhere may add listeners for a tenant's name",
      "select the tenants' namespaces by the label kubernetes.io/metadata.name",
    );
  }
}

/** Which Gateways tenants go to, be it through a ListenerSet. */
function carriers(bindings: Fleet['bindings']): Set<string> {
  return new Set(bindings.map(({ holder }) => servingKey(holder)));
}

function checkHolder(holder: Holder, used: ReadonlySet<ListenerModel>, carrying: ReadonlySet<string>): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const { model, ref, rendered } = holder;
  const report: Report = (code, at, message, fix) => {
    diagnostics.push(diagnose(code, { object: ref, path: formatPath(at), message, fix }));
  };
  if (rendered && model.listeners.length > MAX_LISTENERS) {
    report(
      TOO_MANY_LISTENERS,
      ['spec', 'listeners'],
      `has ${model.listeners.length} listeners; the API server admits ${MAX_LISTENERS}`,
      'use one wildcard listener for many tenants, or a second gateway',
    );
  }
  const isForTenants = carrying.has(holder.key) || model.listeners.some(({ name }) => TENANT_LISTENERS.includes(name));
  if (rendered && isForTenants && 'allowedListeners' in model) {
    checkAllowedListeners(model, report);
  }
  for (const listener of model.listeners) {
    const isUsed = used.has(listener);
    // What others own is their business, unless a tenant of this fleet goes there.
    if (isUsed || (rendered && TENANT_LISTENERS.includes(listener.name))) {
      checkProtocol(listener, report);
      if (rendered) {
        checkExposure(listener, report);
      }
    }
  }
  return diagnostics;
}

/** Checks the listeners that tenants go to, and those that have the names which Kamaji fixes. */
export function checkListeners({ holders, bindings }: Fleet): Diagnostic[] {
  const used = new Set(bindings.flatMap(({ listener }) => (listener === undefined ? [] : [listener])));
  const carrying = carriers(bindings);
  return [...holders.values()].flatMap((holder) => checkHolder(holder, used, carrying));
}

import { CodeDefinition, Diagnostic, diagnose, locate, Severity } from '../diagnostics';
import { RouteNamespaces } from '../gateway-api/allowed-routes';
import { Listener } from '../gateway-api/listener';
import { isUsableHostname } from '../kamaji/checks';
import { API_SERVER_LISTENER, KONNECTIVITY_LISTENER } from '../kamaji/predicted-routes';
import { compareStrings } from '../objects';
import { AllowedNamespaces } from './allowed-namespaces';
import { coveringDomain, isPublicSuffix, parentDomain } from './domains';
import { ListenerLayout } from './listener-layout';
import { RegisteredTenant } from './tenant-registry';

/** A listener hostname that takes in more than was asked for. */
export const LISTENER_HOSTNAME_WIDENED: CodeDefinition = {
  code: 'listener-hostname-widened',
  severity: Severity.WARNING,
  title: 'The one wildcard that covers all domains of a gateway also covers names that nobody asked for',
};

/** Domains that one wildcard cannot cover. */
export const DOMAINS_SHARE_NOTHING: CodeDefinition = {
  code: 'domains-share-nothing',
  severity: Severity.ERROR,
  title: 'The domains of a gateway have nothing in common below a public suffix, so no one listener can cover them',
};

/** More tenants than a layout holds. */
export const LAYOUT_CANNOT_HOLD_TENANTS: CodeDefinition = {
  code: 'layout-cannot-hold-tenants',
  severity: Severity.ERROR,
  title: 'The listener layout has no room for so many tenants',
};

/** A hostname that the layout serves, but that nobody announced. */
export const HOSTNAME_OUTSIDE_DOMAINS: CodeDefinition = {
  code: 'hostname-outside-domains',
  severity: Severity.WARNING,
  title: 'The hostname of a tenant lies in none of the domains that its gateway was given',
};

/** What listeners are derived from. */
export interface SharedListeners {
  readonly layout: ListenerLayout;
  /** Domains that were asked for; empty where the tenants' hostnames decide. */
  readonly domains: readonly string[];
  readonly tenants: readonly RegisteredTenant[];
  readonly apiServerPort: number;
  readonly konnectivityPort: number;
  /** Whether Kamaji creates konnectivity routes at all. */
  readonly konnectivity: boolean;
  readonly allowedNamespaces: AllowedNamespaces;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compareStrings);
}

function coveredDomains({ domains, tenants }: SharedListeners): string[] {
  if (domains.length > 0) {
    return distinct(domains);
  }
  return distinct(tenants.flatMap((tenant) => parentDomain(tenant.hostname) ?? []));
}

function wildcard(domains: readonly string[]): string | undefined {
  const domain = domains.length === 1 ? domains[0] : coveringDomain(domains);
  return domain === undefined ? undefined : `*.${domain}`;
}

/** A hostname for listeners that take nobody's routes: any will do that is not everybody's. */
function placeholder(listeners: SharedListeners): string | undefined {
  const domains = coveredDomains(listeners);
  const derived = listeners.domains.length > 0 ? [] : distinct(listeners.tenants.map(({ hostname }) => hostname));
  const harmless = [...domains, ...derived].filter((domain) => domain !== '' && !isPublicSuffix(domain));
  const domain = coveringDomain(domains) ?? harmless[0] ?? domains[0];
  return domain === undefined ? undefined : `*.${domain}`;
}

function hostnameOf(listeners: SharedListeners): string | undefined {
  const { layout, tenants } = listeners;
  const [tenant] = tenants;
  if (layout.usesListenerSets) {
    return placeholder(listeners);
  }
  return layout.isExact && tenant !== undefined ? tenant.hostname : wildcard(coveredDomains(listeners));
}

/** From where the tenants come. */
export function tenantNamespaces({ allowedNamespaces, tenants }: SharedListeners): RouteNamespaces {
  if (allowedNamespaces.kind === 'all') {
    return RouteNamespaces.all();
  }
  if (allowedNamespaces.labels !== undefined) {
    return RouteNamespaces.labels(allowedNamespaces.labels);
  }
  // A selector without a name would be refused; a gateway that has no tenant yet admits nobody else's routes.
  return tenants.length === 0 ? RouteNamespaces.same() : RouteNamespaces.named(tenants.map((t) => t.namespace));
}

/** Derives the listeners of a shared gateway from its tenants. */
export function deriveListeners(listeners: SharedListeners): Listener[] {
  // Where tenants bring listeners of their own, the Gateway's are there because it cannot be without: they take nobody's routes.
  const namespaces = listeners.layout.usesListenerSets ? RouteNamespaces.same() : tenantNamespaces(listeners);
  const shared = { hostname: hostnameOf(listeners), namespaces };
  const { tenants } = listeners;
  const konnectivity = listeners.konnectivity && (tenants.length === 0 || tenants.some((t) => t.konnectivity));
  return [
    Listener.tlsPassthrough({ ...shared, name: API_SERVER_LISTENER, port: listeners.apiServerPort }),
    ...(konnectivity
      ? [Listener.tlsPassthrough({ ...shared, name: KONNECTIVITY_LISTENER, port: listeners.konnectivityPort })]
      : []),
  ];
}

/** The listeners that a tenant brings along in a ListenerSet of its own. */
export function tenantListeners(
  tenant: RegisteredTenant,
  ports: { readonly apiServerPort: number; readonly konnectivityPort: number },
): Listener[] {
  const shared = { hostname: tenant.hostname, namespaces: RouteNamespaces.same() };
  return [
    Listener.tlsPassthrough({ ...shared, name: API_SERVER_LISTENER, port: ports.apiServerPort }),
    ...(tenant.konnectivity
      ? [Listener.tlsPassthrough({ ...shared, name: KONNECTIVITY_LISTENER, port: ports.konnectivityPort })]
      : []),
  ];
}

function quote(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}

function checkExact({ tenants }: SharedListeners): Diagnostic[] {
  if (tenants.length <= 1) {
    return [];
  }
  const names = tenants.map((tenant) => `${tenant.namespace}/${tenant.name}`).sort(compareStrings);
  const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  return [
    diagnose(LAYOUT_CANNOT_HOLD_TENANTS, {
      path: 'spec.listeners',
      message: `layout "exact" has one listener "${KONNECTIVITY_LISTENER}", so room for one tenant, but ${tenants.length} tenants name the gateway: ${shown}`,
      fix: 'use layout "shared-wildcard" or "listener-sets", or give each tenant a gateway of its own',
    }),
  ];
}

function liesIn(hostname: string, domain: string): boolean {
  return `.${hostname}`.toLowerCase().endsWith(`.${domain}`.toLowerCase());
}

/** Finds tenants that the listeners serve although nobody announced their domain, so that no listener that they miss shows a mistyped name. */
function checkHostnames({ domains, tenants }: Pick<SharedListeners, 'domains' | 'tenants'>): Diagnostic[] {
  if (domains.length === 0) {
    return [];
  }
  return tenants
    .filter(({ hostname }) => isUsableHostname(hostname) && !domains.some((domain) => liesIn(hostname, domain)))
    .map(({ hostname, name, namespace, construct }) =>
      diagnose(HOSTNAME_OUTSIDE_DOMAINS, {
        object: { apiVersion: 'kamaji.clastix.io/v1alpha1', kind: 'TenantControlPlane', namespace, name },
        path: 'spec.controlPlane.gateway.hostname',
        message: `"${hostname}" lies in none of the gateway's domains: ${quote(distinct(domains))}`,
        fix: 'correct the hostname, or add its domain to the gateway (`domains`), or acknowledge this',
        constructPath: construct.node.path,
        ...locate(construct, 'hostname'),
      }),
    );
}

/** Says what is wrong with what the listeners are derived from; what is wrong with the listeners themselves, the rendered Gateway shows. */
export function checkLayout(listeners: SharedListeners): Diagnostic[] {
  const { layout } = listeners;
  if (layout.isExact) {
    return [...checkExact(listeners), ...checkHostnames(listeners)];
  }
  if (layout.usesListenerSets) {
    return checkHostnames(listeners);
  }
  const domains = coveredDomains(listeners);
  if (domains.length < 2) {
    return [];
  }
  const covering = coveringDomain(domains);
  if (covering === undefined) {
    return [
      diagnose(DOMAINS_SHARE_NOTHING, {
        path: 'spec.listeners',
        message: `${quote(domains)} have no domain in common below a public suffix, and Kamaji fixes the name of the konnectivity listener, so a Gateway has one hostname for all its tenants`,
        fix: 'give one of the domains a second gateway',
      }),
    ];
  }
  if (domains.includes(covering)) {
    return [];
  }
  // Names that the wildcard does not cover reach no listener, which is an error of its own.
  const tenants = listeners.tenants.filter(({ hostname }) => liesIn(hostname, covering));
  return [
    ...checkHostnames({ domains: listeners.domains, tenants }),
    diagnose(LISTENER_HOSTNAME_WIDENED, {
      path: 'spec.listeners',
      message: `the listeners' hostname is "*.${covering}", which covers ${quote(domains)} and every other name below ${covering}`,
      fix: 'acknowledge it, or give each domain a gateway of its own',
    }),
  ];
}

import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { KamajiRelease } from '../kamaji-release';
import { API_SERVER_LISTENER } from '../predicted-routes';
import { ParentRefView, TenantControlPlaneView } from '../tenant-control-plane-view';
import { ControlPlaneContext } from './context';
import { show } from './ports';

/** A tenant without a gateway to go to. */
export const PARENT_REF_MISSING: CodeDefinition = {
  code: 'parent-ref-missing',
  severity: Severity.ERROR,
  title: 'A tenant behind a gateway names no Gateway in parentRefs',
};

/** A tenant with several gateways. */
export const TOO_MANY_PARENT_REFS: CodeDefinition = {
  code: 'too-many-parent-refs',
  severity: Severity.ERROR,
  title: 'A tenant names more than one Gateway; Kamaji then stops with "too many gateway attached to the route"',
};

/** A parentRef that leaves the namespace to chance. */
export const PARENT_REF_WITHOUT_NAMESPACE: CodeDefinition = {
  code: 'parent-ref-without-namespace',
  severity: Severity.ERROR,
  title: "The tenant's parentRef names no namespace, and so means a Gateway in the tenant's own",
};

/** A parentRef that names no listener. */
export const PARENT_REF_WITHOUT_SECTION_NAME: CodeDefinition = {
  code: 'parent-ref-without-section-name',
  severity: Severity.ERROR,
  title: "The tenant's parentRef names no listener (sectionName), as every Kamaji release but those of G2 needs",
};

/** A parentRef that names no port. */
export const PARENT_REF_WITHOUT_PORT: CodeDefinition = {
  code: 'parent-ref-without-port',
  severity: Severity.ERROR,
  title: "The tenant's parentRef names no port, as every Kamaji release but those of G2 needs",
};

/** A parentRef with what Kamaji fills in itself. */
export const PARENT_REF_FIELD_NOT_ALLOWED: CodeDefinition = {
  code: 'parent-ref-field-not-allowed',
  severity: Severity.ERROR,
  title: "The tenant's parentRef has a port or sectionName, which Kamaji releases of G2 set themselves and refuse",
};

/** A parentRef to something that takes no routes. */
export const PARENT_REF_KIND_UNSUPPORTED: CodeDefinition = {
  code: 'parent-ref-kind-unsupported',
  severity: Severity.ERROR,
  title: "The tenant's parentRef names neither a Gateway nor a ListenerSet that the Kamaji release supports",
};

const GATEWAY_API = 'gateway.networking.k8s.io';

type Report = (code: CodeDefinition, path: string, message: string, fix: string) => void;

function checkKind(parent: ParentRefView, release: KamajiRelease, report: Report): void {
  const kind = parent.group === GATEWAY_API ? parent.kind : `${parent.kind} of ${show(parent.group)}`;
  if (kind === 'Gateway') {
    return;
  }
  const path = parent.group === GATEWAY_API ? `${parent.path}.kind` : `${parent.path}.group`;
  if (kind !== 'ListenerSet') {
    report(PARENT_REF_KIND_UNSUPPORTED, path, `a tenant cannot go to a ${kind}`, 'name a Gateway');
    return;
  }
  if (!release.supportsListenerSetParents) {
    report(
      PARENT_REF_KIND_UNSUPPORTED,
      path,
      `Kamaji ${release.tag} cannot put a tenant behind a ListenerSet: its reconcile fails, and no konnectivity route is made`,
      'name a Gateway, or upgrade Kamaji to 26.5.2-edge or newer',
    );
  }
}

function checkFilledIn(parent: ParentRefView, release: KamajiRelease, report: Report): void {
  const given = [
    ...(parent.sectionName === undefined ? [] : [`sectionName "${parent.sectionName}"`]),
    ...(parent.port === undefined ? [] : [`port ${show(parent.port)}`]),
  ];
  if (given.length > 0) {
    const key = parent.sectionName === undefined ? 'port' : 'sectionName';
    report(
      PARENT_REF_FIELD_NOT_ALLOWED,
      `${parent.path}.${key}`,
      `has ${given.join(' and ')}; Kamaji ${release.tag} fills both in itself and refuses a spec that has them`,
      `remove ${given.length === 2 ? 'both' : key}, or upgrade Kamaji to edge-26.2.5 or newer, which needs both`,
    );
  }
}

function checkWritten(
  view: TenantControlPlaneView,
  parent: ParentRefView,
  release: KamajiRelease,
  report: Report,
): void {
  if (parent.sectionName === undefined) {
    const consequence = release.failsWithoutSectionName
      ? 'the reconcile fails with "missing sectionName"'
      : "the route attaches to every listener that fits, konnectivity's among them";
    report(
      PARENT_REF_WITHOUT_SECTION_NAME,
      parent.path,
      `names no sectionName: with Kamaji ${release.tag} ${consequence}`,
      `add sectionName: ${API_SERVER_LISTENER}`,
    );
  }
  if (parent.port === undefined) {
    report(
      PARENT_REF_WITHOUT_PORT,
      parent.path,
      `names no port: with Kamaji ${release.tag} nothing then ties the listener to port ${show(view.port.value)} of the kubeconfigs`,
      `add port: ${show(view.port.value)}`,
    );
  }
}

/** Checks that the tenant names one gateway, in the form that the Kamaji release wants. */
export function checkGatewayReference(view: TenantControlPlaneView, { release }: ControlPlaneContext): Diagnostic[] {
  const { gateway } = view;
  if (gateway === undefined) {
    return [];
  }
  const diagnostics: Diagnostic[] = [];
  const report: Report = (code, path, message, fix) => {
    diagnostics.push(diagnose(code, { object: view.ref, path, message, fix }));
  };
  const { parentRefs, parentRefsPath } = gateway;
  if (parentRefs.length === 0) {
    report(
      PARENT_REF_MISSING,
      gateway.path,
      'names no Gateway, so its route goes nowhere',
      'add one entry to parentRefs',
    );
    return diagnostics;
  }
  if (parentRefs.length > 1) {
    report(
      TOO_MANY_PARENT_REFS,
      parentRefsPath,
      `names ${parentRefs.length} parents; where two take the route, Kamaji stops with "too many gateway attached to the route"`,
      'keep one; for a second way in, give the tenant a second name outside Kamaji',
    );
  }
  for (const parent of parentRefs) {
    checkKind(parent, release, report);
    if (parent.namespace === undefined) {
      report(
        PARENT_REF_WITHOUT_NAMESPACE,
        parent.path,
        `names no namespace, which means ${parent.kind} ${view.namespace}/${parent.name}, in the tenant's own`,
        `add the namespace of ${parent.kind} ${parent.name}`,
      );
    }
    if (release.derivesParentRef) {
      checkFilledIn(parent, release, report);
    } else {
      checkWritten(view, parent, release, report);
    }
  }
  return diagnostics;
}

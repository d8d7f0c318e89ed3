import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { TenantControlPlaneView } from '../tenant-control-plane-view';
import { ControlPlaneContext } from './context';

/** Two ways to expose one control plane. */
export const INGRESS_AND_GATEWAY: CodeDefinition = {
  code: 'ingress-and-gateway',
  severity: Severity.ERROR,
  title: 'A tenant has both an ingress and a gateway, which Kamaji refuses',
};

/** Konnectivity that no route leads to. */
export const KONNECTIVITY_WITHOUT_ROUTE: CodeDefinition = {
  code: 'konnectivity-without-route',
  severity: Severity.ERROR,
  title: 'Konnectivity is on behind a gateway, but the Kamaji release makes no route for it (before edge-26.1.3)',
};

/** Checks that the control plane is exposed in one way, and in one that the release supports. */
export function checkExposure(view: TenantControlPlaneView, { release }: ControlPlaneContext): Diagnostic[] {
  if (view.gateway === undefined) {
    return [];
  }
  const diagnostics: Diagnostic[] = [];
  if (view.ingressPath !== undefined) {
    diagnostics.push(
      diagnose(INGRESS_AND_GATEWAY, {
        object: view.ref,
        path: view.ingressPath,
        message: 'has an ingress and a gateway; Kamaji admits only one of them',
        fix: 'remove spec.controlPlane.ingress',
      }),
    );
  }
  if (view.konnectivityPort !== undefined && !release.createsKonnectivityRoute) {
    diagnostics.push(
      diagnose(KONNECTIVITY_WITHOUT_ROUTE, {
        object: view.ref,
        path: 'spec.addons.konnectivity',
        message: `Kamaji ${release.tag} makes no route for konnectivity: the agents would dial the control plane's own address, not the hostname`,
        fix: 'turn konnectivity off, or upgrade Kamaji to edge-26.1.3 or newer',
      }),
    );
  }
  return diagnostics;
}

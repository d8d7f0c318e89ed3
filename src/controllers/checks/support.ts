import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { refOf } from '../../objects';
import { isNewerThan } from '../history';
import { SupportTier } from '../support-tier';
import { CheckContext, ServedGateway } from './check-input';

/** The controller cannot serve tenants. */
export const CONTROLLER_REFUSED: CodeDefinition = {
  code: 'controller-refused',
  severity: Severity.ERROR,
  title: 'The controller cannot serve the tenants of a shared gateway (an expert may acknowledge it)',
};

/** The controller is not known to serve tenants well. */
export const CONTROLLER_EXPERIMENTAL: CodeDefinition = {
  code: 'controller-experimental',
  severity: Severity.WARNING,
  title: 'The controller serves tenants as far as its code says, without a stable release or without proof',
};

/** The controller reads old TLSRoutes only. */
export const CONTROLLER_LEGACY: CodeDefinition = {
  code: 'controller-legacy',
  severity: Severity.NOTE,
  title: 'The controller reads TLSRoutes only in versions that the standard channel no longer serves',
};

/** A release of the controller that is newer than the library. */
export const CONTROLLER_RELEASE_UNKNOWN: CodeDefinition = {
  code: 'controller-release-unknown',
  severity: Severity.WARNING,
  title: 'The controller is newer than the newest release that this version knows, and is treated like it',
};

/** The controller reads TLSRoutes only after something was switched on. */
export const CONTROLLER_SWITCH_NEEDED: CodeDefinition = {
  code: 'controller-switch-needed',
  severity: Severity.NOTE,
  title: 'The controller reads TLSRoutes only with a setting that is off by default',
};

const BY_TIER: Readonly<Partial<Record<SupportTier, CodeDefinition>>> = {
  [SupportTier.REFUSED]: CONTROLLER_REFUSED,
  [SupportTier.EXPERIMENTAL]: CONTROLLER_EXPERIMENTAL,
  [SupportTier.LEGACY]: CONTROLLER_LEGACY,
};

function checkTier({ controller, input }: CheckContext, gateway: ServedGateway): Diagnostic[] {
  const { tier, reason, instead, fault } = controller._facts.support;
  const definition = BY_TIER[tier];
  // With a bundle that knows no newer version, old versions are what is wanted.
  const fitsOldBundle = tier === SupportTier.LEGACY && input.gatewayApi?.serves('TLSRoute', 'v1') === false;
  const said = fitsOldBundle ? fault : [reason ?? `is ${tier}`, ...(fault === undefined ? [] : [fault])].join(', and ');
  if (definition === undefined || said === undefined) {
    return [];
  }
  return [
    diagnose(definition, {
      object: refOf(gateway.object),
      path: 'spec.gatewayClassName',
      message: `${controller.toString()} ${said}`,
      ...(instead === undefined ? {} : { fix: instead }),
    }),
  ];
}

function checkSwitch({ controller }: CheckContext, gateway: ServedGateway): Diagnostic[] {
  const needed = controller._facts.tlsRouteSwitch;
  if (needed === undefined || controller.tier === SupportTier.REFUSED) {
    return [];
  }
  return [
    diagnose(CONTROLLER_SWITCH_NEEDED, {
      object: refOf(gateway.object),
      path: 'spec.gatewayClassName',
      message: `${controller.toString()} reads TLSRoutes only with ${needed}`,
      fix: `set ${needed} in its installation`,
    }),
  ];
}

function checkRelease({ controller }: CheckContext): Diagnostic[] {
  const { release, newestKnownRelease: newest } = controller;
  if (release === undefined || newest === '' || !isNewerThan(release, newest)) {
    return [];
  }
  return [
    diagnose(CONTROLLER_RELEASE_UNKNOWN, {
      path: 'platform.controller',
      message: `${controller.title} ${JSON.stringify(release)} is newer than ${JSON.stringify(newest)}, the newest release known here; it is treated like that one`,
      fix: 'look for a newer version of cdk8s-tenant-gateway, or acknowledge this after reading the release notes',
    }),
  ];
}

/** Says how far the controller is fit for the tenants of its shared Gateways; Gateways without tenants are nobody's concern here. */
export function checkSupport(context: CheckContext): Diagnostic[] {
  const shared = context.gateways.filter((gateway) => gateway.use !== undefined);
  return [
    ...checkRelease(context),
    ...shared.flatMap((gateway) => [...checkTier(context, gateway), ...checkSwitch(context, gateway)]),
  ];
}

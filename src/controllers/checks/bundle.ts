import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { GatewayApiRelease } from '../../gateway-api/gateway-api-release';
import { GatewayController } from '../gateway-controller';
import { isNewerThan } from '../history';
import { CheckContext } from './check-input';

/** The controller cannot read this release of the Gateway API. */
export const GATEWAY_API_UNREAD_BY_CONTROLLER: CodeDefinition = {
  code: 'gateway-api-unread-by-controller',
  severity: Severity.ERROR,
  title: 'The controller does not read the Gateway API release that is installed',
};

/** The controller was built for an older release of the Gateway API. */
export const GATEWAY_API_NEWER_THAN_CONTROLLER: CodeDefinition = {
  code: 'gateway-api-newer-than-controller',
  severity: Severity.NOTE,
  title: 'The controller was built for an older minor of the Gateway API and ignores what is new since',
};

/** The next release of the controller that reads the installed bundle; the newest one where none is known. */
function nextReader(controller: GatewayController, gatewayApi: GatewayApiRelease): string {
  const { release, newestKnownRelease } = controller;
  const next = controller._profile.gatewayApi.find(
    ({ from, value }) =>
      release !== undefined &&
      isNewerThan(from, release) &&
      value !== undefined &&
      (value.min === undefined || gatewayApi.isAtLeast(value.min)) &&
      (value.below === undefined || !gatewayApi.isAtLeast(value.below)),
  );
  // Steps that begin with pre-releases are written with the lowest one
  return next?.from.replace(/-0$/, '') ?? newestKnownRelease;
}

function isNewerMinor(release: GatewayApiRelease, built: string): boolean {
  const other = GatewayApiRelease.of(built);
  return release.major > other.major || (release.major === other.major && release.minor > other.minor);
}

/** Says whether the controller gets along with the installed release of the Gateway API. */
export function checkBundle({ controller, gateways, input }: CheckContext): Diagnostic[] {
  const { gatewayApi } = input;
  const range = controller._facts.gatewayApi;
  if (gatewayApi === undefined || range === undefined || gateways.length === 0) {
    return [];
  }
  const name = controller.toString();
  const happens = range.outside === undefined ? '' : `; it ${range.outside}`;
  const path = 'platform.controller';
  if (range.min !== undefined && !gatewayApi.isAtLeast(range.min)) {
    return [
      diagnose(GATEWAY_API_UNREAD_BY_CONTROLLER, {
        path,
        message: `${name} needs Gateway API ${range.min} or newer, but ${gatewayApi.tag} is installed${happens}`,
        fix: `upgrade the Gateway API to ${range.min} or newer, or name an older release of ${controller.title}`,
      }),
    ];
  }
  if (range.below !== undefined && gatewayApi.isAtLeast(range.below)) {
    return [
      diagnose(GATEWAY_API_UNREAD_BY_CONTROLLER, {
        path,
        message: `${name} reads Gateway API releases before ${range.below} only, but ${gatewayApi.tag} is installed${happens}`,
        fix: `use a newer release of ${controller.title} that reads it, such as ${JSON.stringify(nextReader(controller, gatewayApi))}`,
      }),
    ];
  }
  if (!isNewerMinor(gatewayApi, range.built)) {
    return [];
  }
  return [
    diagnose(GATEWAY_API_NEWER_THAN_CONTROLLER, {
      path,
      message: `${name} was built for Gateway API ${range.built}; what ${gatewayApi.tag} added since, it does not read`,
    }),
  ];
}

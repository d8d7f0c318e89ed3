import { CodeDefinition, Diagnostic, diagnose, Severity } from '../../diagnostics';
import { refOf } from '../../objects';
import { ConnectionCap } from '../controller-profile';
import { formatSeconds } from '../duration';
import { CheckContext, ServedGateway, Tunnel } from './check-input';
import { effectiveIdleSeconds, effectiveLimit } from './effective-limits';

/** A tunnel that the controller cuts. */
export const IDLE_TIMEOUT_CUTS_TUNNEL: CodeDefinition = {
  code: 'idle-timeout-cuts-tunnel',
  severity: Severity.WARNING,
  title: 'The controller cuts silent connections before konnectivity sends its next sign of life',
};

/** More connections than the controller lets through. */
export const CONNECTION_CAP: CodeDefinition = {
  code: 'connection-cap',
  severity: Severity.WARNING,
  title: 'The tenants are likely to open more connections than the controller lets through',
};

/** The controller answers names that no tenant has. */
export const UNKNOWN_NAME_ANSWERED: CodeDefinition = {
  code: 'unknown-name-answered',
  severity: Severity.NOTE,
  title: 'The controller itself answers a name that no tenant has, with a certificate of its own',
};

/** Default of `--keepalive-time` on both sides of konnectivity (kubernetes-sigs/apiserver-network-proxy). */
const DEFAULT_KEEPALIVE_SECONDS = 3600;

/** Nodes of a tenant where nobody said how many. */
const DEFAULT_NODES = 10;

/** Connections that a node holds to the API server: kubelet, kube-proxy and a network plugin, each multiplexed over one. */
const API_SERVER_CONNECTIONS_PER_NODE = 3;

/** Connections of a node's konnectivity agent: one to each replica of the server, which are two by default. */
const KONNECTIVITY_CONNECTIONS_PER_NODE = 2;

function checkTunnel(context: CheckContext, gateway: ServedGateway, tunnel: Tunnel): Diagnostic[] {
  const { controller } = context;
  const idle = effectiveIdleSeconds(context, gateway, tunnel.listener);
  const keepalive = tunnel.keepaliveSeconds ?? DEFAULT_KEEPALIVE_SECONDS;
  if (typeof idle !== 'number' || keepalive < idle) {
    return [];
  }
  const { knob } = controller._profile.idle;
  const given = tunnel.keepaliveSeconds === undefined ? ' (the default)' : '';
  return [
    diagnose(IDLE_TIMEOUT_CUTS_TUNNEL, {
      object: refOf(tunnel.object),
      path: tunnel.path,
      message: `konnectivity sends a sign of life every ${formatSeconds(keepalive)}${given}, but ${controller.toString()} cuts a connection that is silent for ${formatSeconds(idle)}: exec, logs and webhooks of the tenant then fail now and then`,
      fix: `add "--keepalive-time=60s" to the server's extraArgs${knob === undefined ? '' : `, or raise ${knob}`}`,
    }),
  ];
}

function arithmetic(cap: ConnectionCap, parties: number, nodes: number): { text: string; connections: number } {
  if (cap.per === 'route') {
    const connections = nodes * Math.max(API_SERVER_CONNECTIONS_PER_NODE, KONNECTIVITY_CONNECTIONS_PER_NODE);
    return { connections, text: `${nodes} nodes x ${API_SERVER_CONNECTIONS_PER_NODE} connections` };
  }
  const perNode = API_SERVER_CONNECTIONS_PER_NODE + KONNECTIVITY_CONNECTIONS_PER_NODE;
  return {
    connections: parties * nodes * perNode,
    text: `${parties} tenants x ${nodes} nodes x ${perNode} connections`,
  };
}

function checkCap(context: CheckContext, gateway: ServedGateway, parties: number, cap: ConnectionCap): Diagnostic[] {
  const { controller, input } = context;
  const nodes = input.nodesPerParty ?? DEFAULT_NODES;
  const limit = effectiveLimit(context, gateway, cap);
  const { connections, text } = arithmetic(cap, parties, nodes);
  const needed = connections * cap.slots;
  if (needed <= limit) {
    return [];
  }
  const slots = cap.slots === 1 ? '' : ` x ${cap.slots} slots`;
  const guess = input.nodesPerParty === undefined ? ` (${DEFAULT_NODES} nodes a tenant is a guess)` : '';
  return [
    diagnose(CONNECTION_CAP, {
      object: refOf(gateway.object),
      path: 'spec.gatewayClassName',
      message: `${text}${slots} = ${needed}${guess}, above the ${limit} that ${controller.toString()} has (${cap.what}); what is above waits or is reset`,
      fix: cap.knob === undefined ? 'spread the tenants over several gateways' : `raise ${cap.knob}`,
    }),
  ];
}

function checkUnknownNames({ controller }: CheckContext, gateway: ServedGateway): Diagnostic[] {
  if (!controller._profile.answersUnknownNames) {
    return [];
  }
  return [
    diagnose(UNKNOWN_NAME_ANSWERED, {
      object: refOf(gateway.object),
      path: 'spec.listeners',
      message: `a client that asks ${controller.toString()} for a name that no tenant has gets a certificate of the controller and 404, not a reset: kubectl then speaks of a certificate`,
    }),
  ];
}

/** Checks what long connections and many of them meet on the way through each shared Gateway. */
export function checkTraffic(context: CheckContext): Diagnostic[] {
  return context.gateways.flatMap((gateway) => {
    const { use } = gateway;
    if (use === undefined) {
      return [];
    }
    return [
      ...use.tunnels.flatMap((tunnel) => checkTunnel(context, gateway, tunnel)),
      ...context.controller._profile.connectionCaps.flatMap((cap) => checkCap(context, gateway, use.parties, cap)),
      ...checkUnknownNames(context, gateway),
    ];
  });
}

import { CodeDefinition, Diagnostic, diagnose, Severity } from '../diagnostics';
import { ATTACHMENT_CODES, codeOfReason } from '../gateway-api/attachment/codes';
import { asList, asNumber, asString, formatRef, KubeObject, ObjectRef, read, refKey, refOf } from '../objects';
import { describeCondition, findCondition, LiveCondition, readConditions } from './conditions';
import { Expectation, ExpectedListener } from './expectation';
import { hasAcceptedClass } from './judge-gateways';
import { LiveAttachment } from './live-attachment';
import { LiveCluster } from './live-cluster';
import { describeDifferences, findDifferences } from './spec-difference';
import { count, listTexts } from './wording';

/** A listener that is not there. */
export const LISTENER_MISSING: CodeDefinition = {
  code: 'listener-missing',
  severity: Severity.ERROR,
  title: "A live Gateway or ListenerSet lacks a listener that tenants' routes attach to",
};

/** A listener that is not as it is rendered. */
export const LISTENER_DIFFERS: CodeDefinition = {
  code: 'listener-differs',
  severity: Severity.ERROR,
  title: 'A live listener is not as the fleet renders it',
};

/** A listener that the controller does not serve. */
export const LISTENER_NOT_READY: CodeDefinition = {
  code: 'listener-not-ready',
  severity: Severity.ERROR,
  title: 'The controller does not serve a listener, for a reason that has no code of its own',
};

/** Routes that are missing on a listener. */
export const ATTACHED_ROUTES_MISSING: CodeDefinition = {
  code: 'attached-routes-missing',
  severity: Severity.ERROR,
  title: 'Fewer routes are attached to a listener than predicted',
};

/** Routes on a listener that nobody predicted. */
export const ATTACHED_ROUTES_UNPREDICTED: CodeDefinition = {
  code: 'attached-routes-unpredicted',
  severity: Severity.WARNING,
  title: "More routes are attached to a listener of the fleet's own Gateway than predicted",
};

const BY_CODE = new Map(ATTACHMENT_CODES.map((definition) => [definition.code, definition]));

/** Returns the code of a reason that the Gateway API defines, or the general one. */
export function definitionOfReason(reason: string, general: CodeDefinition): CodeDefinition {
  return BY_CODE.get(codeOfReason(reason)) ?? general;
}

/** What of a listener decides who may attach and who is served. */
const COMPARED = ['port', 'protocol', 'hostname', 'tls', 'allowedRoutes'];

interface LiveListener {
  readonly index: number;
  readonly spec: unknown;
  readonly status: unknown;
}

function findListener(holder: KubeObject, name: string): LiveListener | undefined {
  const listeners = asList(read(holder, 'spec', 'listeners'));
  const index = listeners.findIndex((listener) => read(listener, 'name') === name);
  const status = asList(read(holder, 'status', 'listeners')).find((listener) => read(listener, 'name') === name);
  return index < 0 ? undefined : { index, spec: listeners[index], status };
}

function pick(listener: unknown): Record<string, unknown> {
  return Object.fromEntries(COMPARED.map((key) => [key, read(listener, key)]));
}

function judgeSpec(
  { listener, holder, isRendered }: ExpectedListener,
  live: LiveListener,
  object: ObjectRef,
): Diagnostic[] {
  const wanted = isRendered ? findListener(holder, listener.name) : undefined;
  if (wanted === undefined) {
    return [];
  }
  const differences = findDifferences(pick(wanted.spec), pick(live.spec), ['spec', 'listeners', live.index]);
  const [first] = differences;
  return first === undefined
    ? []
    : [
        diagnose(LISTENER_DIFFERS, {
          object,
          path: first.path,
          message: `listener "${listener.name}" is not as rendered: ${describeDifferences(differences)}`,
          fix: 'apply the manifest again, or change the fleet',
        }),
      ];
}

const FAULTS: Readonly<Record<string, string>> = {
  Accepted: 'is refused',
  Conflicted: 'is in conflict with another one',
  Programmed: 'is not in effect',
  ResolvedRefs: 'refers to what cannot be resolved',
};

/** Whether a condition of a listener says that something is wrong. */
function isBad({ type, status }: LiveCondition): boolean {
  return type === 'Conflicted'
    ? status === 'True'
    : ['Accepted', 'Programmed', 'ResolvedRefs'].includes(type) && status !== 'True';
}

function judgeStatus(
  { listener }: ExpectedListener,
  { index, status }: LiveListener,
  holder: KubeObject,
  { explained, isLookedAt }: { readonly explained: readonly Diagnostic[]; readonly isLookedAt: boolean },
): Diagnostic[] {
  const object = refOf(holder);
  const path = `spec.listeners[${index}]`;
  if (status === undefined) {
    // That no controller looks at the Gateway is said of its class.
    return !isLookedAt
      ? []
      : [
          diagnose(LISTENER_NOT_READY, {
            object,
            path,
            message: `the controller says nothing of listener "${listener.name}"`,
            fix: 'wait for the controller; if it stays, see whether it runs',
          }),
        ];
  }
  const bad = readConditions(read(status, 'conditions')).filter(isBad);
  // One fault makes several conditions false, often with one reason.
  const distinct = new Map(bad.map((condition) => [condition.reason, condition]));
  return [...distinct.values()].map((condition) => {
    const definition = definitionOfReason(condition.reason, LISTENER_NOT_READY);
    const own = explained.find((finding) => finding.code === definition.code && finding.path?.startsWith(path));
    return diagnose(definition, {
      object,
      path,
      message: `listener "${listener.name}" ${FAULTS[condition.type]}: ${describeCondition(condition)}${own === undefined ? '' : `; ${own.message}`}`,
      fix: own?.fix ?? 'mend what the reason says',
      severity: Severity.ERROR,
    });
  });
}

/** Routes that are attached though nobody predicted them, and the other way round. */
function compareRoutes(expected: ExpectedListener, liveAttachment: LiveAttachment) {
  const { kind, namespace, name, listener, attached } = expected;
  const state = liveAttachment.listener(kind, namespace, name, listener.name);
  const live = [...(state?.attached.keys() ?? [])].map(({ object }) => refOf(object));
  const liveKeys = new Set(live.map(refKey));
  const expectedKeys = new Set(attached.map(refKey));
  return {
    missing: attached.filter((ref) => !liveKeys.has(refKey(ref))).map(formatRef),
    unpredicted: live.filter((ref) => !expectedKeys.has(refKey(ref))).map(formatRef),
  };
}

function judgeAttached(
  expected: ExpectedListener,
  { index, status }: LiveListener,
  object: ObjectRef,
  attachment: LiveAttachment,
): Diagnostic[] {
  const found = asNumber(read(status, 'attachedRoutes')) ?? 0;
  const predicted = expected.attached.length;
  if (status === undefined || found === predicted || (found > predicted && !expected.isRendered)) {
    return [];
  }
  const { missing, unpredicted } = compareRoutes(expected, attachment);
  const isFewer = found < predicted;
  const names = isFewer ? missing : unpredicted;
  const which = names.length === 0 ? '' : ` (${isFewer ? 'missing' : 'not predicted'}: ${listTexts(names)})`;
  return [
    diagnose(isFewer ? ATTACHED_ROUTES_MISSING : ATTACHED_ROUTES_UNPREDICTED, {
      object,
      path: `spec.listeners[${index}]`,
      message: `${count(found, 'route')} attached to listener "${expected.listener.name}", ${predicted} predicted${which}`,
      fix: isFewer
        ? 'see what is said of these routes; where nothing is, wait for the controller'
        : 'find out whose they are: whoever may attach a route here may take the name of a tenant',
    }),
  ];
}

/** Judges a ListenerSet as a whole; what is said twice, for two of its listeners, is printed once. */
function judgeSet(set: KubeObject): Diagnostic[] {
  const conditions = readConditions(read(set, 'status', 'conditions'));
  const bad = ['Accepted', 'Programmed'].flatMap((type) => {
    const condition = findCondition(conditions, type);
    return condition?.status === 'True' ? [] : [{ type, condition }];
  });
  const [first] = bad;
  return first === undefined
    ? []
    : [
        diagnose(definitionOfReason(first.condition?.reason ?? '', LISTENER_NOT_READY), {
          object: refOf(set),
          path: 'status.conditions',
          message: `the ListenerSet is not ${first.type}: ${first.condition === undefined ? 'no controller has said so' : describeCondition(first.condition)}`,
          fix: 'see whether the Gateway lets the ListenerSet in (allowedListeners) and the controller reads ListenerSets',
          severity: Severity.ERROR,
        }),
      ];
}

function judgeListener(expected: ExpectedListener, live: LiveCluster, attachment: LiveAttachment): Diagnostic[] {
  const { namespace, name, listener, attached } = expected;
  const kind = holderKind(expected);
  const holder = live.find(kind, namespace, name);
  if (holder === undefined) {
    // That a Gateway is missing is said of the Gateway.
    return kind === 'Gateway' || !live.knows(kind)
      ? []
      : [
          diagnose(LISTENER_MISSING, {
            object: refOf(expected.holder),
            message: `the ${kind} does not exist in the cluster`,
            fix: 'apply its manifest',
          }),
        ];
  }
  const object = refOf(holder);
  const found = findListener(holder, listener.name);
  if (found === undefined) {
    const others = asList(read(holder, 'spec', 'listeners')).map((other) => asString(read(other, 'name')) ?? '');
    return [
      diagnose(LISTENER_MISSING, {
        object,
        path: 'spec.listeners',
        message: `there is no listener "${listener.name}" (there is ${listTexts(others) || 'none'}), to which ${count(attached.length, 'route')} should attach`,
        fix: 'apply the manifest again: the listener is part of it',
      }),
    ];
  }
  return [
    ...(kind === 'ListenerSet' ? judgeSet(holder) : []),
    ...judgeSpec(expected, found, object),
    ...judgeStatus(expected, found, holder, {
      explained: attachment.explain(holder),
      isLookedAt: kind !== 'Gateway' || hasAcceptedClass(holder, live),
    }),
    ...judgeAttached(expected, found, object, attachment),
  ];
}

function holderKind({ kind }: ExpectedListener): 'Gateway' | 'ListenerSet' {
  return kind === 'Gateway' ? 'Gateway' : 'ListenerSet';
}

/** Whether the class of a Gateway is there: if not, everything in its status is of the past. */
function isServed(gateway: KubeObject | undefined, live: LiveCluster): boolean {
  const className = asString(read(gateway, 'spec', 'gatewayClassName'));
  return (
    className === undefined || !live.knows('GatewayClass') || live.find('GatewayClass', '', className) !== undefined
  );
}

/** Judges the listeners that tenants' routes attach to. */
export function judgeListeners(expectation: Expectation, live: LiveCluster, attachment: LiveAttachment): Diagnostic[] {
  return expectation.listeners
    .filter(({ kind, namespace, name }) => kind !== 'Gateway' || isServed(live.find('Gateway', namespace, name), live))
    .flatMap((listener) => judgeListener(listener, live, attachment));
}

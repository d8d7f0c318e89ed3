import { ApiObject, App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { GatewayController } from '../controllers';
import {
  CodeDefinition,
  Diagnostic,
  diagnose,
  formatDiagnostic,
  locate,
  Severity,
  sortDiagnostics,
} from '../diagnostics';
import { KAMAJI_GROUP } from '../kamaji/tenant-control-plane-view';
import { asString, groupOf, KubeObject, ObjectRef, refOf } from '../objects';
import { TargetPlatform } from '../platform';
import { acknowledge } from './acknowledgements';
import { checkRendered } from './check-rendered';
import { settleClasses } from './owned-classes';
import { settleNamespaces } from './owned-namespaces';
import { agreePlatform } from './platform-agreement';

/** An object as it will be written, and the construct that rendered it. */
export interface RenderedObject {
  readonly object: KubeObject;
  readonly construct: ApiObject;
}

/** What one synth of a construct tree gives. */
export interface Synthesis {
  /** All objects of the tree, escape hatches applied, in construct order. */
  readonly rendered: readonly RenderedObject[];

  /** Objects that exist in the cluster and are never rendered. */
  readonly known: readonly KubeObject[];

  /** The platform that the objects were checked for. */
  readonly platform: TargetPlatform;

  /** The controllers of the gateways; the same one may stand here several times. */
  readonly controllers: readonly GatewayController[];

  /** All findings: located, acknowledged and sorted. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a construct may tell the synth beyond the objects it renders. */
export interface SynthesisHints {
  /** Objects that exist in the cluster and that the construct stands for. */
  _knownObjects?(): readonly KubeObject[];
  /** The platform that the construct was made for. */
  _targetPlatform?(): TargetPlatform | undefined;
  /** Whether the object that the construct rendered is one that the library planned itself, metadata aside. */
  _isAsPlanned?(object: KubeObject): boolean;
  /** Findings that no rendered object shows. */
  _diagnostics?(): readonly Diagnostic[];
}

/** A construct whose object could not be rendered at all. */
export const RENDER_FAILED: CodeDefinition = {
  code: 'render-failed',
  severity: Severity.ERROR,
  title: 'A construct cannot be turned into an object, for example because of a JSON patch on a missing path',
};

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}

function render(constructs: readonly IConstruct[], findings: Diagnostic[]): RenderedObject[] {
  return constructs.flatMap((construct) => {
    if (!ApiObject.isApiObject(construct)) {
      return [];
    }
    try {
      return [{ object: construct.toJson() as KubeObject, construct }];
    } catch (error) {
      findings.push(
        diagnose(RENDER_FAILED, {
          object: { apiVersion: construct.apiVersion, kind: construct.kind, name: construct.name },
          message: firstLine(error),
          fix: 'correct the JSON patch or the lazy value of this object',
          constructPath: construct.node.path,
        }),
      );
      return [];
    }
  });
}

/** Adds file, line, column and construct path to the findings about objects of the tree. */
function place(findings: readonly Diagnostic[], owners: ReadonlyMap<ObjectRef, IConstruct>): Diagnostic[] {
  return findings.map((finding) => {
    const owner = finding.object === undefined ? undefined : owners.get(finding.object);
    if (owner === undefined) {
      return finding;
    }
    const location = finding.file === undefined ? locate(owner, finding.path ?? '') : undefined;
    return { ...finding, ...location, constructPath: finding.constructPath ?? owner.node.path };
  });
}

/** How a tree is synthesized. */
export interface SynthesizeOptions {
  /**
   * Finds the object that a rendered one replaces; it is then judged as an update.
   *
   * @default - every object is new
   */
  readonly previous?: (object: KubeObject) => KubeObject | undefined;
}

function isKamajis(object: KubeObject): boolean {
  return groupOf(asString(object['apiVersion']) ?? '') === KAMAJI_GROUP;
}

/** Renders every object of a construct tree once and runs all checks on what was rendered. */
export function synthesize(root: IConstruct, options: SynthesizeOptions = {}): Synthesis {
  settleNamespaces(root);
  settleClasses(root);
  const constructs = root.node.findAll();
  const hints = constructs as readonly (IConstruct & SynthesisHints)[];
  const findings: Diagnostic[] = [];
  const rendered = render(constructs, findings);
  const owners = new Map<ObjectRef, IConstruct>(
    rendered.map(({ object, construct }): [ObjectRef, IConstruct] => [refOf(object), construct]),
  );
  const known: KubeObject[] = [];
  for (const construct of hints) {
    for (const object of construct._knownObjects?.() ?? []) {
      known.push(object);
      owners.set(refOf(object), construct);
    }
    findings.push(
      ...(construct._diagnostics?.() ?? []).map((d) => ({
        ...d,
        constructPath: d.constructPath ?? construct.node.path,
      })),
    );
  }
  const agreed = agreePlatform(hints);
  const controllers = hints.flatMap((construct) => construct._targetPlatform?.()?.controller ?? []);
  findings.push(...agreed.diagnostics);
  const objects = rendered.map(({ object }) => object);
  const found = checkRendered({
    objects,
    known,
    platform: agreed.platform,
    complete: true,
    planned: new Set(
      rendered.flatMap(({ object, construct }: { object: KubeObject; construct: ApiObject & SynthesisHints }) =>
        construct._isAsPlanned?.(object) ? [object] : [],
      ),
    ),
    previous: options.previous,
    controllers,
  });
  // What an assumed Kamaji would not get along with is no matter where nothing is Kamaji's.
  const ignoresKamaji = agreed.isKamajiAssumed && !objects.some(isKamajis);
  findings.push(...found.filter(({ path }) => !ignoresKamaji || path !== 'platform.kamaji'));
  const diagnostics = sortDiagnostics(acknowledge(place(findings, owners), root, constructs));
  return { rendered, known, platform: agreed.platform, controllers, diagnostics };
}

interface SynthState {
  /** Messages of the synth under way; undefined outside of one, where every validation looks at the tree anew. */
  messages?: string[];
  active: boolean;
  readonly printed: Set<string>;
}

const STATE = Symbol.for('cdk8s-tenant-gateway.synth-state');

interface Watched {
  [STATE]?: SynthState;
}

function validate(root: IConstruct, state: SynthState): string[] {
  if (state.messages !== undefined) {
    return state.messages;
  }
  const { diagnostics } = synthesize(root);
  const texts = diagnostics.map((diagnostic) => ({ diagnostic, text: formatDiagnostic(diagnostic) }));
  for (const { diagnostic, text } of texts) {
    if (diagnostic.severity !== Severity.ERROR && !state.printed.has(text)) {
      state.printed.add(text);
      process.stderr.write(`${text}\n`);
    }
  }
  const messages = texts.filter(({ diagnostic }) => diagnostic.severity === Severity.ERROR).map(({ text }) => text);
  if (state.active) {
    state.messages = messages;
  }
  return messages;
}

function during<T>(state: SynthState, messages: string[] | undefined, run: () => T): T {
  state.active = true;
  state.messages = messages;
  try {
    return run();
  } finally {
    state.active = false;
    state.messages = undefined;
  }
}

function watch(root: IConstruct): SynthState {
  const watched = root as IConstruct & Watched;
  const known = watched[STATE];
  if (known !== undefined) {
    return known;
  }
  const state: SynthState = { active: false, printed: new Set() };
  watched[STATE] = state;
  root.node.addValidation({ validate: () => validate(root, state) });
  return state;
}

/**
 * Makes sure that the tree is checked when it is synthesized, whatever App it stands in.
 *
 * A stock App validates its tree once per chart. cdk8s has no hook around a synth, so `synth` and `synthYaml` of such an App
 * are wrapped: within one of them the checks run once, and every other validation (`Testing.synth`) looks at the tree anew.
 */
export function checkOnSynth(scope: IConstruct): void {
  const root = scope.node.root;
  if ((root as IConstruct & Watched)[STATE] !== undefined) {
    return;
  }
  const state = watch(root);
  if (!(root instanceof App)) {
    return;
  }
  const synth = root.synth.bind(root);
  const synthYaml = root.synthYaml.bind(root);
  root.synth = () => during(state, undefined, synth);
  root.synthYaml = () => during(state, undefined, synthYaml);
}

/** Marks a tree as one whose App checks it itself, and runs `run` without the checks being run again as a validation. */
export function withChecksDone<T>(root: IConstruct, run: () => T): T {
  return during(watch(root), [], run);
}

/** Says that the App of a tree calls `synthesize` itself: `Testing.synth` is checked, its `synth` is left as it is. */
export function checkBySelf(root: IConstruct): void {
  watch(root);
}

import { GATEWAY_GROUP, GatewayModel } from '../gateway-api/attachment/model';
import { asString, isKind, KubeObject, read } from '../objects';
import { GatewayController } from './gateway-controller';

/** What tells a Gateway and its class. */
export type GatewayHead = Pick<GatewayModel, 'namespace' | 'name' | 'className'>;

/** Says which Gateways have ports in common: they have one key. */
export type DataPlaneOf = (gateway: GatewayHead) => string;

function nameOf(object: KubeObject): string {
  return asString(read(object, 'metadata', 'name')) ?? '';
}

function classesOf(objects: readonly KubeObject[]): Map<string, KubeObject> {
  return new Map(
    objects.filter((object) => isKind(object, GATEWAY_GROUP, 'GatewayClass')).map((object) => [nameOf(object), object]),
  );
}

/**
 * Returns the question which controller serves a class: the one that the GatewayClass names; where nobody has shown the class,
 * the one that uses its name, else the first of them.
 */
export function indexControllers(
  objects: readonly KubeObject[],
  controllers: readonly GatewayController[],
): (className: string) => GatewayController | undefined {
  return controllersByClass(classesOf(objects), controllers);
}

function controllersByClass(
  classes: ReadonlyMap<string, KubeObject>,
  controllers: readonly GatewayController[],
): (className: string) => GatewayController | undefined {
  const byControllerName = new Map([...controllers].reverse().map((one) => [one.controllerName, one]));
  const byClassName = new Map([...controllers].reverse().map((one) => [one.gatewayClassName, one]));
  return (className) => {
    const shown = classes.get(className);
    return shown === undefined
      ? (byClassName.get(className) ?? controllers[0])
      : byControllerName.get(asString(read(shown, 'spec', 'controllerName')) ?? '');
  };
}

/** Finds the classes of a controller whose parameters, where they are among the objects, merge all Gateways of the class. */
export function mergedClasses(objects: readonly KubeObject[], controller: GatewayController): Set<string> {
  return mergedAmong(classesOf(objects), objects, controller);
}

function mergedAmong(
  classes: ReadonlyMap<string, KubeObject>,
  objects: readonly KubeObject[],
  controller: GatewayController,
): Set<string> {
  const { merge } = controller._profile.dataPlane;
  const merged = new Set<string>();
  if (merge === undefined) {
    return merged;
  }
  const merging = new Set(
    objects
      .filter((object) => isKind(object, merge.group, merge.kind) && read(object, ...merge.setting) === true)
      .map((object) => `${asString(read(object, 'metadata', 'namespace')) ?? 'default'}/${nameOf(object)}`),
  );
  for (const [name, object] of classes) {
    const ref = read(object, 'spec', 'parametersRef');
    const key = `${asString(read(ref, 'namespace')) ?? 'default'}/${asString(read(ref, 'name')) ?? ''}`;
    const isOurs = read(object, 'spec', 'controllerName') === controller.controllerName;
    if (isOurs && read(ref, 'group') === merge.group && read(ref, 'kind') === merge.kind && merging.has(key)) {
      merged.add(name);
    }
  }
  return merged;
}

/**
 * Returns the question which data plane serves a Gateway.
 *
 * A class that nobody has shown, and whose name no controller uses, may be anybody's: its Gateways then share with each other at most.
 */
export function indexDataPlanes(
  objects: readonly KubeObject[],
  controllers: readonly GatewayController[],
): DataPlaneOf {
  const shown = classesOf(objects);
  const controllerOf = controllersByClass(shown, controllers);
  const merged = new Set(controllers.flatMap((controller) => [...mergedAmong(shown, objects, controller)]));
  return ({ namespace, name, className }) => {
    const controller = controllerOf(className);
    if (controller?._profile.dataPlane.per === 'controller') {
      const isKnown = shown.has(className) || controller.gatewayClassName === className;
      return isKnown ? `controller ${controller.controllerName}` : `class ${className}`;
    }
    return merged.has(className) ? `class ${className}` : `Gateway ${namespace}/${name}`;
  };
}

import * as fs from 'node:fs';
import * as path from 'node:path';
import { GatewayController } from '../controllers';
import { ControllerPort, ControllerValues } from '../controllers/rendering';
import { Diagnostic, diagnose } from '../diagnostics';
import { readGateway } from '../gateway-api/attachment/model';
import { isKind } from '../objects';
import { Synthesis } from '../tenancy/synthesis';
import { isMarked } from './manifest-yaml';
import { FOREIGN_FILE, OUTPUT_UNUSABLE, OutputFile } from './write-dist';

const GATEWAY_API = 'gateway.networking.k8s.io';

/** Draws up the Helm values that open the gateways' ports in controllers that do not open them by themselves, one file for each. */
export function controllerValues({ rendered, known, controllers }: Synthesis): OutputFile[] {
  const ports: ControllerPort[] = [...rendered.map(({ object }) => object), ...known]
    .filter((object) => isKind(object, GATEWAY_API, 'Gateway'))
    .flatMap((object) => readGateway(object).listeners)
    .map(({ name, port, protocol }) => ({ name, port, protocol }));
  const byId = new Map<string, GatewayController>(controllers.map((controller) => [controller.id, controller]));
  return [...byId.values()].flatMap((controller) => {
    const file = ControllerValues.forPorts(controller, ports);
    return file === undefined ? [] : [{ path: `${controller.id}/values.yaml`, text: file.content }];
  });
}

/**
 * Writes values files below a folder. They are Helm's input, so they must never lie where a GitOps tool looks for manifests.
 *
 * @returns why a file could not be written; a file of somebody else is left as it is
 */
export function writeControllerValues(folder: string, display: string, files: readonly OutputFile[]): Diagnostic[] {
  return files.flatMap((file) => {
    const target = path.join(folder, file.path);
    const name = path.posix.join(display, file.path);
    try {
      if (fs.existsSync(target) && !isMarked(fs.readFileSync(target, 'utf8'))) {
        const message = `${JSON.stringify(name)} was not written by this tool`;
        return [diagnose(FOREIGN_FILE, { file: name, message, fix: 'move it away, or choose another folder' })];
      }
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, file.text);
      return [];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `${JSON.stringify(name)} cannot be written: ${reason}`;
      return [diagnose(OUTPUT_UNUSABLE, { file: name, message, fix: 'correct the folder, or choose another one' })];
    }
  });
}

import * as fs from 'node:fs';
import * as path from 'node:path';
import { GatewayController } from '../controllers';
import { ControllerPort, ControllerValues } from '../controllers/rendering';
import { Diagnostic, diagnose } from '../diagnostics';
import { readGateway } from '../gateway-api/attachment/model';
import { isKind } from '../objects';
import { Synthesis } from '../tenancy/synthesis';
import { isMarked } from './manifest-yaml';
import { describeError, FOREIGN_FILE, OUTPUT_UNUSABLE, OutputFile, WritePlan } from './write-dist';

const GATEWAY_API = 'gateway.networking.k8s.io';

/** Draws up the Helm values that open the gateways' ports in controllers that do not open them by themselves, one file for each. */
export function drawUpControllerValues({ rendered, known, controllers }: Synthesis): OutputFile[] {
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

interface Found {
  /** Its text; undefined if there is no file. */
  readonly text?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks that a folder, or the first one above it that exists, is one that can be written to. */
function checkFolder(folder: string): void {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  if (stat === undefined) {
    checkFolder(path.dirname(folder));
    return;
  }
  if (!stat.isDirectory()) {
    throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
  }
  fs.accessSync(folder, fs.constants.W_OK);
}

function findPrevious(target: string, name: string): Found {
  try {
    checkFolder(path.dirname(target));
    const stat = fs.lstatSync(target, { throwIfNoEntry: false });
    if (stat === undefined) {
      return { diagnostics: [] };
    }
    const text = stat.isFile() ? fs.readFileSync(target, 'utf8') : '';
    if (isMarked(text)) {
      return { text, diagnostics: [] };
    }
    const message = `${JSON.stringify(name)} was not written by this tool, or is a link or folder`;
    return {
      diagnostics: [diagnose(FOREIGN_FILE, { file: name, message, fix: 'move it away, or choose another folder' })],
    };
  } catch (error) {
    const message = `${JSON.stringify(name)} cannot be written: ${describeError(error)}`;
    const fix = 'correct the folder or its permissions, or choose another one';
    return { diagnostics: [diagnose(OUTPUT_UNUSABLE, { file: name, message, fix })] };
  }
}

/**
 * Holds values files against those that a folder has; changes nothing.
 *
 * They are Helm's input, so they must never lie where a GitOps tool looks for manifests. No file is removed.
 *
 * @param folder the folder, absolute; it need not exist
 * @param display how the folder is named in messages
 * @param files what it should hold
 */
export function planControllerValues(folder: string, display: string, files: readonly OutputFile[]): WritePlan {
  const found = files.map((file) => ({
    file,
    ...findPrevious(path.join(folder, file.path), path.posix.join(display, file.path)),
  }));
  return {
    folder,
    previous: new Map(found.flatMap(({ file, text }) => (text === undefined ? [] : [[file.path, text]]))),
    write: found.filter(({ file, text }) => file.text !== text).map(({ file }) => file),
    unchanged: found.filter(({ file, text }) => file.text === text).map(({ file }) => file.path),
    remove: [],
    diagnostics: found.flatMap(({ diagnostics }) => diagnostics),
  };
}

import * as fs from 'node:fs';
import * as path from 'node:path';

/** Returns the version of this package; compiled or not, its package.json lies in one of the folders above. */
export function toolVersion(): string {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (fs.existsSync(file)) {
      return String((JSON.parse(fs.readFileSync(file, 'utf8')) as { version?: unknown }).version);
    }
  }
  return 'unknown';
}

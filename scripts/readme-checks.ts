import * as fs from 'node:fs';
import * as path from 'node:path';
import { allCodes, withCodesTable } from './codes';

const README = path.join(__dirname, '../README.md');
fs.writeFileSync(README, withCodesTable(fs.readFileSync(README, 'utf8'), allCodes()));

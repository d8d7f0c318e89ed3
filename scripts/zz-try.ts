import { synthesizeFleet } from '/work/main/src/fleet/synthesize-fleet';
const r = synthesizeFleet({fleet: process.argv[2]!, output: process.argv[3]!, cwd: process.cwd(), write: true});
console.log(JSON.stringify(r,null,1));

import { Processes } from '../cluster/harness/processes';
import { Report } from '../cluster/harness/report';
import { playEnvoyGateway } from './play-envoy';
import { playTraefik } from './play-traefik';
import { Programs } from './programs';
import { playScenario } from './scenario';
import { World } from './world';

// Runs inside of namespaces of its own; see run.ts.

async function main(): Promise<number> {
  const programs = JSON.parse(process.argv[2] ?? '') as Programs;
  const report = new Report((text) => process.stdout.write(text));
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
  const processes = await Processes.open();
  const { controller } = programs;
  const played = 'traefik' in controller ? playTraefik(controller.traefik) : playEnvoyGateway(controller);
  const world = await World.open(processes, programs, played, (line) => report.log(`${line} (${seconds()})`));
  await playScenario(world, report);
  const passed = report.finish();
  report.log(seconds());
  await processes.end();
  return passed ? 0 : 1;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    process.exit(1);
  },
);

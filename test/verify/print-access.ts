import { RequestOptions } from 'node:https';
import { AccessOptions, findAccess, ReadError } from '../../src/verify';

// Says which API server each of the options on the command line means. Run by kube-access.test.ts in a process of its own:
// the kubeconfig library is an ES module, which Jest cannot load.

async function describe(options: AccessOptions): Promise<unknown> {
  try {
    const { server, proxied, authorize } = await findAccess(options);
    const request: RequestOptions = {};
    await authorize(request);
    const { headers, rejectUnauthorized, servername } = request;
    return { server, proxied, headers, rejectUnauthorized, servername };
  } catch (error) {
    return error instanceof ReadError ? { failure: error.failure, message: error.message } : { crash: String(error) };
  }
}

void Promise.all((JSON.parse(process.argv[2] ?? '[]') as AccessOptions[]).map(describe)).then((results) =>
  process.stdout.write(JSON.stringify(results)),
);

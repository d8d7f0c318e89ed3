import { Certificate } from '../support/certificates';
import { TENANTS, TenantName, World } from './world';

interface Asked {
  readonly args: readonly string[];
  readonly client?: Certificate;
}

async function ask({ management, tenant }: World, name: TenantName, { args, client }: Asked): Promise<string> {
  const kubeconfig = tenant(name).pod.kubeconfigFile(client);
  const { text } = await management.kubectl([...args, '--request-timeout=10s'], kubeconfig);
  return text.trim();
}

/** Writes into each tenant by its hostname; says where something that was written in one is seen in another. */
export async function checkSeparation(world: World): Promise<string[]> {
  for (const name of TENANTS) {
    await ask(world, name, { args: ['create', 'configmap', `written-in-${name}`] });
  }
  const seen = await Promise.all(
    TENANTS.map(async (name) => {
      const text = await ask(world, name, { args: ['get', 'configmaps', '-n', 'default', '-o', 'name'] });
      const found = text.split('\n').filter((line) => line.includes('written-in-'));
      return { name, found: found.join() };
    }),
  );
  return seen
    .filter(({ name, found }) => found !== `configmap/written-in-${name}`)
    .map(({ name, found }) => `${name} shows ${found || 'nothing'}`);
}

/** Goes to each tenant with the client certificate of the other; says where it is let in. */
export async function checkStrangers(world: World): Promise<string[]> {
  const answers = await Promise.all(
    TENANTS.map(async (name, i) => {
      const other = TENANTS[(i + 1) % TENANTS.length] ?? name;
      const client = world.tenant(other).pod.admin;
      return { name, text: await ask(world, name, { args: ['get', 'namespaces'], client }) };
    }),
  );
  return answers
    .filter(({ text }) => !text.includes('Unauthorized'))
    .map(({ name, text }) => `${name} says to the administrator of the other tenant: ${text}`);
}

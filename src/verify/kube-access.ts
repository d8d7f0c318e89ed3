import { existsSync, readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { homedir } from 'node:os';
import * as path from 'node:path';
import { parse } from 'yaml';
import { asMap } from '../objects';
import { ReadError } from './cluster-reader';

/** How an API server is reached and who asks it. */
export interface ApiAccess {
  /** Address of the API server, for example `https://10.0.0.1:6443`. */
  readonly server: string;

  /** Whether requests go through a proxy that the options' agent knows of. */
  readonly proxied: boolean;

  /**
   * Adds credentials and certificates to the options of a request. May run a command (an exec plugin) or read a token file.
   *
   * @throws if the credentials cannot be had
   */
  authorize(options: RequestOptions): Promise<void>;
}

/** Which cluster is meant, in the words of kubectl. */
export interface AccessOptions {
  /**
   * The kubeconfig file.
   *
   * @default - the files of KUBECONFIG, else ~/.kube/config, else the service account of the pod
   */
  readonly kubeconfig?: string;

  /**
   * The context.
   *
   * @default - the current one of the kubeconfig
   */
  readonly context?: string;

  /** The environment: KUBECONFIG. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

function noCluster(message: string): ReadError {
  return new ReadError('unreachable', message);
}

/** The files that kubectl would read: those of KUBECONFIG which exist, or the one that was asked for. */
function kubeconfigFiles({ kubeconfig, env }: AccessOptions): string[] | undefined {
  if (kubeconfig !== undefined) {
    return [kubeconfig];
  }
  const listed = (env['KUBECONFIG'] ?? '').split(path.delimiter).filter((file) => file !== '');
  return listed.length === 0 ? undefined : listed.filter((file) => existsSync(file));
}

/** The content of a kubeconfig; undefined where it is no YAML, of which the library says more. */
function readContent(file: string): { readonly content: unknown } | undefined {
  const text = readFileSync(file, 'utf8');
  try {
    return { content: parse(text, { logLevel: 'silent' }) ?? undefined };
  } catch {
    return undefined;
  }
}

/**
 * Whether there is something in a kubeconfig; the library stumbles over one that is empty.
 *
 * @throws ReadError if it holds something else than a map
 */
function isTold(file: string): boolean {
  const found = readContent(file);
  if (found === undefined) {
    return true;
  }
  const { content } = found;
  if (content !== undefined && asMap(content) === undefined) {
    const what = Array.isArray(content) ? 'a list' : `a ${typeof content}`;
    throw noCluster(`"${file}" is no kubeconfig: it holds ${what}, not a map`);
  }
  return content !== undefined;
}

/** Loaded only where a cluster is asked: the library takes about a second. */
async function loadConfig(options: AccessOptions) {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  const files = kubeconfigFiles(options);
  if (files === undefined) {
    const usual = path.join(homedir(), '.kube', 'config');
    if (existsSync(usual) && !isTold(usual)) {
      throw noCluster(`the kubeconfig "${usual}" is empty`);
    }
    config.loadFromDefault();
    return config;
  }
  if (files.length === 0) {
    throw noCluster(`none of the files of KUBECONFIG exists: "${options.env['KUBECONFIG']}"`);
  }
  // An empty one among others says nothing, as to kubectl.
  const told = files.filter(isTold);
  if (told.length === 0) {
    throw noCluster(`the kubeconfig "${files.join(path.delimiter)}" is empty`);
  }
  for (const file of told) {
    const next = new KubeConfig();
    next.loadFromFile(file);
    // As kubectl merges: of two entries of one name the first one counts, and so does the first current context.
    const isNew =
      (known: readonly { name: string }[] | undefined) =>
      ({ name }: { name: string }) =>
        !known?.some((entry) => entry.name === name);
    config.clusters = [...(config.clusters ?? []), ...next.clusters.filter(isNew(config.clusters))];
    config.users = [...(config.users ?? []), ...next.users.filter(isNew(config.users))];
    config.contexts = [...(config.contexts ?? []), ...next.contexts.filter(isNew(config.contexts))];
    config.currentContext ??= next.currentContext;
  }
  return config;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

/**
 * Finds out which API server is meant, by the conventions of kubectl.
 *
 * @throws ReadError if there is no kubeconfig, it cannot be read, or it has no such context
 */
export async function findAccess(options: AccessOptions): Promise<ApiAccess> {
  let config: Awaited<ReturnType<typeof loadConfig>>;
  try {
    config = await loadConfig(options);
  } catch (error) {
    if (error instanceof ReadError) {
      throw error;
    }
    throw noCluster(`the kubeconfig cannot be read: ${firstLine(error)}`);
  }
  const contexts = (config.contexts ?? []).map(({ name }) => name);
  if (options.context !== undefined) {
    config.setCurrentContext(options.context);
  }
  const context = config.getCurrentContext();
  if (context === undefined || !contexts.includes(context)) {
    const known = contexts.length === 0 ? 'it has none' : `it has ${contexts.join(', ')}`;
    throw noCluster(
      context === undefined || context === ''
        ? `the kubeconfig names no current context (${known})`
        : `the kubeconfig has no context "${context}" (${known})`,
    );
  }
  const cluster = config.getCurrentCluster();
  // The last resort of the library, which no kubeconfig asked for.
  if (cluster === null || (context === 'loaded-context' && cluster.server === 'http://localhost:8080')) {
    throw noCluster('there is no kubeconfig (--kubeconfig, KUBECONFIG, ~/.kube/config), and this is no pod');
  }
  return {
    server: cluster.server,
    proxied: (cluster.proxyUrl ?? '') !== '',
    authorize: (request) => {
      // The library wants an agent that plain HTTP, as of `kubectl proxy`, does not need.
      return cluster.server.startsWith('http:') ? Promise.resolve() : config.applyToHTTPSOptions(request);
    },
  };
}

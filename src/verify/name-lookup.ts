import { lookup } from 'node:dns/promises';

/** What became of a name. */
export type NameAnswer =
  | { readonly addresses: readonly string[] }
  | { readonly failure: 'unknown' | 'unavailable'; readonly message: string };

/** Finds the addresses of names the way clients do. */
export interface NameLookup {
  /** Never rejects. */
  resolve(name: string): Promise<NameAnswer>;
}

/** Asks the system, so that hosts files and search domains count as they do for kubectl. */
export class SystemNameLookup implements NameLookup {
  /** @param timeoutMs milliseconds that one name may take */
  constructor(private readonly timeoutMs: number) {}

  public async resolve(name: string): Promise<NameAnswer> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<NameAnswer>((resolve) => {
      timer = setTimeout(
        () => resolve({ failure: 'unavailable', message: `no answer within ${this.timeoutMs / 1000} s` }),
        this.timeoutMs,
      );
    });
    const found = lookup(name, { all: true, verbatim: true }).then(
      (entries): NameAnswer => ({ addresses: [...new Set(entries.map(({ address }) => address))] }),
      ({ code, message }: NodeJS.ErrnoException): NameAnswer =>
        code === 'ENOTFOUND' || code === 'ENODATA'
          ? { failure: 'unknown', message: 'it does not resolve' }
          : { failure: 'unavailable', message: code ?? message },
    );
    const answer = await Promise.race([found, late]);
    clearTimeout(timer);
    return answer;
  }
}

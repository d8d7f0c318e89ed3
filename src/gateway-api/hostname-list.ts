import { checkAtMost, checkHostname } from './field-values';

/** The hostnames of a route that is still being put together. */
export class HostnameList {
  private readonly hostnames: string[] = [];

  constructor(
    private readonly kind: string,
    private readonly max: number,
  ) {}

  /**
   * Adds a hostname; nothing changes where it is there already.
   *
   * @throws where it is no hostname, or there are too many
   */
  public add(hostname: string): void {
    checkHostname(hostname);
    if (!this.hostnames.includes(hostname)) {
      checkAtMost(`hostnames of ${this.kind}`, this.hostnames.length + 1, this.max);
      this.hostnames.push(hostname);
    }
  }

  /** The hostnames in wire form; undefined where there is none, which means every name that the listener takes. */
  public toJson(): string[] | undefined {
    return this.hostnames.length === 0 ? undefined : [...this.hostnames];
  }
}

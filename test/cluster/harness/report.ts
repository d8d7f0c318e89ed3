/** What the whole run found. */
export class Report {
  private passed = 0;
  private failed = 0;
  private readonly counts = new Map<string, number>();
  private readonly verdicts = new Map<string, { total: number; accepted: number }>();
  private readonly skipped: string[] = [];

  public constructor(private readonly write: (text: string) => void) {}

  /** Prints a line. */
  public log(line: string): void {
    this.write(`${line}\n`);
  }

  /** Runs one check and counts it as passed if it finds nothing; what it throws fails it too. */
  public async check(title: string, run: () => Promise<readonly string[]>): Promise<void> {
    const start = Date.now();
    const failures = await run().catch((error: unknown) => [
      error instanceof Error ? String(error.stack) : String(error),
    ]);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    if (failures.length === 0) {
      this.passed += 1;
      this.log(`  ok      ${title} (${seconds} s)`);
      return;
    }
    this.failed += 1;
    this.log(`  FAILED  ${title} (${seconds} s): ${failures.length} found`);
    for (const failure of failures) {
      this.log(failure.replace(/^/gm, '          '));
    }
  }

  /** Notes a check that cannot run here. */
  public skip(title: string, reason: string): void {
    this.skipped.push(title);
    this.log(`  skipped ${title}: ${reason}`);
  }

  /** Adds to a figure that is printed at the end. */
  public count(what: string, by = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + by);
  }

  /** Counts a verdict of the API server that was compared. */
  public countVerdict(on: string, accepted: boolean): void {
    const known = this.verdicts.get(on) ?? { total: 0, accepted: 0 };
    this.verdicts.set(on, { total: known.total + 1, accepted: known.accepted + (accepted ? 1 : 0) });
  }

  /** Prints the figures; says whether nothing failed. */
  public finish(): boolean {
    this.log('');
    for (const [what, count] of this.counts) {
      this.log(`${what}: ${count}`);
    }
    const total = [...this.verdicts.values()].reduce((sum, verdict) => sum + verdict.total, 0);
    if (total > 0) {
      this.log(`verdicts compared with the API server: ${total}`);
    }
    for (const [on, verdict] of this.verdicts) {
      this.log(`  on ${on}: ${verdict.total}, of which ${verdict.accepted} say accepted`);
    }
    const skipped = this.skipped.length === 0 ? '' : `, ${this.skipped.length} skipped`;
    this.log(`${this.passed} passed, ${this.failed} failed${skipped}`);
    return this.failed === 0;
  }
}

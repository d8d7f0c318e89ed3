/** Thrown where a rule is no CEL, or holds what the engine does not know: better no verdict than a wrong one. */
export class UnsupportedRuleError extends Error {
  public constructor(rule: string, problem: string) {
    super(`rule ${JSON.stringify(rule)}: ${problem}`);
    this.name = 'UnsupportedRuleError';
  }
}

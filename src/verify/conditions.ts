import { asList, asNumber, asString, KubeObject, read } from '../objects';

/** A condition of a status, of any shape. */
export interface LiveCondition {
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration?: number;
}

/** Reads a list of conditions. */
export function readConditions(value: unknown): LiveCondition[] {
  return asList(value).map((condition) => {
    const observedGeneration = asNumber(read(condition, 'observedGeneration'));
    return {
      type: asString(read(condition, 'type')) ?? '',
      status: asString(read(condition, 'status')) ?? '',
      reason: asString(read(condition, 'reason')) ?? '',
      message: asString(read(condition, 'message')) ?? '',
      ...(observedGeneration === undefined ? {} : { observedGeneration }),
    };
  });
}

/** Finds the condition of a type. */
export function findCondition(conditions: readonly LiveCondition[], type: string): LiveCondition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** Whether the condition of a type is there and true. */
export function holds(conditions: readonly LiveCondition[], type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/** Whether the condition was written before the object was last changed. */
export function isOutdated(condition: LiveCondition | undefined, object: KubeObject): boolean {
  const generation = asNumber(read(object, 'metadata', 'generation'));
  return (
    condition?.observedGeneration !== undefined && generation !== undefined && condition.observedGeneration < generation
  );
}

/** Says what a condition says: `NotAllowedByListeners (the message)`. */
export function describeCondition({ reason, message, status }: LiveCondition): string {
  const text = message.trim().replace(/\.$/, '');
  const head = reason === '' ? `status ${status}` : reason;
  return text === '' || text === reason ? head : `${head} (${text})`;
}

/** Says how far a piece of work is. */
export type Progress = (done: number, total: number) => void;

/**
 * Runs a task for each item, never more than `concurrency` at a time, and returns the results in the order of the items.
 *
 * A task that rejects rejects the whole; the tasks here turn failures into results.
 */
export async function mapLimited<T, R>(
  items: readonly T[],
  concurrency: number,
  task: (item: T) => Promise<R>,
  onProgress: Progress = () => {},
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [index, item] of queue) {
      results[index] = await task(item);
      done++;
      onProgress(done, items.length);
    }
  };
  onProgress(0, items.length);
  await Promise.all(Array.from({ length: Math.min(Math.max(1, concurrency), items.length) }, work));
  return results;
}

/** Work on items a few ahead of who takes the results, in the order of the items. */

/**
 * @param ahead how many items are worked on at most while the consumer is busy with one: this bounds the memory
 * @param work what it rejects with is thrown to the consumer in its turn
 */
export async function* mapAhead<Item, Result>(
  items: Iterable<Item>,
  ahead: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const pending: Promise<Result>[] = [];
  for (const item of items) {
    const result = work(item);
    result.catch(() => undefined); // awaited later, in its turn
    pending.push(result);
    if (pending.length > ahead) yield await pending.shift()!;
  }
  while (pending.length > 0) yield await pending.shift()!;
}

/** What a file says of itself, where its format has no place of its own for that. */

/** Text by name from JSON; what is no text, or no JSON, is left out: it is a remark, not the weights. */
export function readMetadata(bytes: Uint8Array): Record<string, string> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? textEntries(Object.entries(value)) : {};
  } catch {
    return {};
  }
}

export function textEntries(entries: Iterable<readonly [unknown, unknown]>): Record<string, string> {
  return Object.fromEntries(
    Array.from(entries).filter(
      (entry): entry is [string, string] => typeof entry[0] === 'string' && typeof entry[1] === 'string',
    ),
  );
}

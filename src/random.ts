/** Random choices that a seed repeats, on every machine. The generator is the package pure-rand's. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** A number from 0 up, below 1. */
  uniform(): number;
  /** From the standard normal distribution. */
  normal(): number;
  /** A whole number from 0 up, below `end`. */
  below(end: number): number;
}

export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const uniform = (): number => uniformFloat64(generator);
  return {
    uniform,
    // Box and Muller 1958; 1 − u is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below: (end) => uniformInt(generator, 0, end - 1),
  };
}

/** Some of the items, each at most once, in the order of drawing. Source: Fisher and Yates, as Durstenfeld's algorithm. */
export function draw<Item>(items: readonly Item[], count: number, random: Random): Item[] {
  const rest = [...items];
  for (let i = 0; i < Math.min(count, rest.length); i++) {
    const chosen = i + random.below(rest.length - i);
    [rest[i], rest[chosen]] = [rest[chosen]!, rest[i]!];
  }
  return rest.slice(0, count);
}

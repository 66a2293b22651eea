/**
 * Counter-based random numbers: the k-th number of a key is a hash of the two. A draw depends on nothing drawn before it, so
 * any part of what is random can be made again alone, on any thread. The mixer is a multiply-xorshift of two rounds with a
 * published pair of low-bias constants (C. Wellons' hash prospector); key 0 has 0 for its number 0.
 */

/** 32 random bits: number `counter` of the stream `key`. */
export function randomBits(key: number, counter: number): number {
  let x = (key + Math.imul(counter, 0x9e3779b9)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

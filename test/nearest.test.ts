import { describe, expect, it } from '@jest/globals';
import { nearest } from '../src/nearest.js';

describe('nearest', () => {
  it('weighs letters, not case, separators or endings', () => {
    expect(nearest('sample_weight.pkl', ['sampleweight.pkl', 'other.pkl', 'Sample-Weights.npz'])).toEqual([
      'sampleweight.pkl',
      'Sample-Weights.npz',
    ]);
    expect(nearest('bok', ['book', 'or', 'large'])).toEqual(['book']);
  });

  it('takes two letters that changed places for one mistake', () => {
    expect(nearest('tset', ['test', 'train'])).toEqual(['test']);
    expect(nearest('zhs', ['bash', 'zsh', 'fish'])).toEqual(['zsh']);
  });

  it('knows a name by its beginning, and one that was written out', () => {
    expect(nearest('fashion', ['mnist', 'fashion-mnist', 'kmnist'])).toEqual(['fashion-mnist']);
    expect(nearest('evaluate', ['eval', 'show'])).toEqual(['eval']);
    expect(nearest('tr', ['test', 'train'])).toEqual([]);
  });

  it('guesses nothing where nothing is near', () => {
    expect(nearest('xyzzy', ['eval', 'show', 'test'])).toEqual([]);
    expect(nearest('', ['or', 'book'])).toEqual([]);
  });
});

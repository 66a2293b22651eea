import { evaluate, loadModel, selectKernel, sigmoid, type Model, type NdArray } from 'mnn-cli';
import { loadReader, type DigitReader } from 'mnn-cli/browser';

export const y: NdArray = sigmoid([-1.0, 1.0, 2.0]);
export const model: Promise<Model> = loadModel('book');
export const reader: Promise<DigitReader> = loadReader();

export async function accuracy(labels: Uint8Array): Promise<number> {
  const session = (await selectKernel()).createSession((await model).network, { capacity: labels.length });
  const { runs } = await evaluate(session, labels, { batchSizes: [100], probabilities: true });
  return runs[0]!.accuracy;
}

// @ts-expect-error text is no number: the declarations are found, and are not `any`
sigmoid(['1']);
// @ts-expect-error there is no such option
export const wrong = loadReader({ weight: 'book' });

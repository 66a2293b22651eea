import mnn = require('mnn-cli');
import type { NdArray } from 'mnn-cli';

export const y: NdArray = mnn.sigmoid([-1.0, 1.0, 2.0]);
// @ts-expect-error text is no number: the declarations are found, and are not `any`
mnn.sigmoid(['1']);

// The library by import: the book's numbers, the test set, and the same classes as by require.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import * as mnn from 'mnn-cli';

assert.equal(String(mnn.sigmoid([-1.0, 1.0, 2.0])), '[0.26894142 0.73105858 0.88079708]');

const { images, labels } = await mnn.loadMnist({ split: 'test', normalize: true, flatten: true });
assert.deepEqual(images.shape, [10000, 784]);
const { network } = await mnn.loadModel('book');
assert.equal(labels.at(0), 7);
assert.equal(mnn.argmax(network.forward(images.row(0))), 7);

const required = createRequire(import.meta.url)('mnn-cli');
const names = Object.keys(mnn).filter((name) => name !== 'default' && name !== 'module.exports');
assert.deepEqual(names.sort(), Object.keys(required).sort());
for (const name of names) assert.equal(mnn[name], required[name]);

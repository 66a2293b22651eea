// Runs an ONNX file by onnxruntime, apart from the tests' own module loader: float32 rows in on stdin, outputs out on stdout.
//   node run-onnx.mjs MODEL.onnx < inputs > outputs
import { readFileSync, writeSync } from 'node:fs';
import * as ort from 'onnxruntime-web';

const session = await ort.InferenceSession.create(process.argv[2]);
const bytes = readFileSync(0);
const rows = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const features = session.inputMetadata[0].shape[1];
const input = new ort.Tensor('float32', rows, [rows.length / features, features]);
const results = await session.run({ [session.inputNames[0]]: input });
const { data } = results[session.outputNames[0]];
const output = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
for (let sent = 0; sent < output.length;) sent += writeSync(1, output, sent);
process.exit(0);

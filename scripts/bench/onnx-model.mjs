/** The network as an ONNX model, in the few messages of its protocol buffers that this takes. */

const FLOAT = 1;
const UINT8 = 2;
const INT64 = 7;

/** @param fed 'uint8': the model divides by 255 itself; 'float32': it takes what is given. Outputs: `z` and `digit`. */
export function onnxModel(layers, fed) {
  const nodes = [];
  const initializers = [];
  let x = 'x';
  if (fed === 'uint8') {
    initializers.push(tensor('scale', [], Float32Array.of(255)));
    nodes.push(node('Cast', [x], 'wide', [attribute('to', FLOAT)]), node('Div', ['wide', 'scale'], 'scaled'));
    x = 'scaled';
  }
  layers.forEach(({ inputs, outputs, weight, bias, activation }, i) => {
    initializers.push(tensor(`W${i}`, [inputs, outputs], weight), tensor(`b${i}`, [outputs], bias));
    const z = i === layers.length - 1 ? 'z' : `z${i}`;
    nodes.push(node('Gemm', [x, `W${i}`, `b${i}`], `a${i}`));
    nodes.push(
      node(OPERATORS[activation], [`a${i}`], z, activation === 'softmax' ? [attribute('axis', 1)] : []),
    );
    x = z;
  });
  nodes.push(node('ArgMax', ['z'], 'digit', [attribute('axis', 1), attribute('keepdims', 0)]));
  const graph = message(
    ...nodes.map((bytes) => field(1, bytes)),
    field(2, 'network'),
    ...initializers.map((bytes) => field(5, bytes)),
    field(11, value('x', fed === 'uint8' ? UINT8 : FLOAT, ['n', layers[0].inputs])),
    field(12, value('z', FLOAT, ['n', layers.at(-1).outputs])),
    field(12, value('digit', INT64, ['n'])),
  );
  return message(field(1, 8), field(7, graph), field(8, message(field(1, ''), field(2, 13))));
}

const OPERATORS = {
  sigmoid: 'Sigmoid',
  relu: 'Relu',
  tanh: 'Tanh',
  softmax: 'Softmax',
  identity: 'Identity',
};

const node = (operator, inputs, output, attributes = []) =>
  message(
    ...inputs.map((name) => field(1, name)),
    field(2, output),
    field(4, operator),
    ...attributes.map((bytes) => field(5, bytes)),
  );

const attribute = (name, integer) => message(field(1, name), field(3, integer), field(20, 2));

const tensor = (name, shape, data) =>
  message(
    ...shape.map((length) => field(1, length)),
    field(2, FLOAT),
    field(8, name),
    field(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  );

const value = (name, type, shape) => {
  const lengths = shape.map((length) =>
    field(1, typeof length === 'string' ? message(field(2, length)) : message(field(1, length))),
  );
  return message(
    field(1, name),
    field(2, message(field(1, message(field(1, type), field(2, message(...lengths)))))),
  );
};

const message = (...fields) => Buffer.concat(fields);

/** A number as a varint, else text or bytes with their length before them. */
function field(number, content) {
  if (typeof content === 'number') return Buffer.concat([varint(number << 3), varint(content)]);
  const bytes = Buffer.from(content);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function varint(n) {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) | 128);
  return Buffer.from([...bytes, n]);
}
